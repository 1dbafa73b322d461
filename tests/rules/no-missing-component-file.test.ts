import { describe, expect, it } from "vitest";
import { componentPod } from "./components.js";
import { lint } from "./lint.js";

const RULE = "no-missing-component-file";

const server = (...flags: string[]) => componentPod("kube-apiserver", flags);

const policy =
  '{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"a"}}\n';

describe("no-missing-component-file", () => {
  it.each<[name: string, text: string, place: string, message: string]>([
    [
      "a policy file that is not there",
      server("--authorization-mode=ABAC", "--authorization-policy-file=policies/abac.txt"),
      "11:11-11:56",
      "'--authorization-policy-file=policies/abac.txt' names 'policies/abac.txt', which is not in the repository, so kube-apiserver does not start. Add the file, or write the path that it has on the node.",
    ],
    [
      "a configuration that is not there",
      server("--authorization-config=authz.yaml"),
      "10:11-10:44",
      "'--authorization-config=authz.yaml' names 'authz.yaml', which is not in the repository, so kube-apiserver does not start. Add the file, or write the path that it has on the node.",
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each<[name: string, files: Record<string, string>]>([
    ["a file on the node", { "a.yaml": server("--authorization-config=/etc/kubernetes/authz.yaml") }],
    [
      "a file that is there",
      {
        "a.yaml": server("--authorization-mode=ABAC", "--authorization-policy-file=abac.txt"),
        "abac.txt": policy,
      },
    ],
    ["a file whose name nobody reads", { "a.yaml": server("--audit-policy-file=audit.conf") }],
  ])("is silent on %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  describe("on a file that a ConfigMap has", () => {
    /** A hosted API server, and what it mounts; the flag stands in line 15. */
    const hosted = (source: string, mount = "mountPath: /etc/audit") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: tenant }
spec:
  template:
    spec:
      volumes: [{ name: audit, configMap: ${source} }]
      containers:
        - name: api
          image: registry.k8s.io/kube-apiserver:v1.34.0
          volumeMounts: [{ name: audit, ${mount} }]
          command:
            - kube-apiserver
            - --authorization-mode=Node,RBAC
            - --audit-policy-file=/etc/audit/policy.yaml
`;
    const configMap = (key: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: audit }\ndata: { ${key}: "" }\n`;
    const generator = (rest: string) => `configMapGenerator: [{ name: audit, ${rest} }]\n`;
    const message = (why: string) =>
      `'--audit-policy-file=/etc/audit/policy.yaml' names 'policy.yaml' of ConfigMap 'audit', which ${why}, so kube-apiserver does not start. Add it there, or correct the path.`;

    it.each<[name: string, files: Record<string, string>, why: string]>([
      ["without that key", { "b.yaml": configMap("audit.yaml") }, "has no such key"],
      [
        "that is generated without it",
        { "kustomization.yaml": generator("files: [a/audit.yaml], literals: [a=b]") },
        "has no such key",
      ],
    ])("reports one %s", async (_, files, why) => {
      const found = await lint(RULE, { ...files, "a.yaml": hosted("{ name: audit }") });
      expect(found).toEqual([["a.yaml:15:15-15:57", message(why)]]);
    });

    it("reports a volume that leaves the key out", async () => {
      const source = "{ name: audit, items: [{ key: policy.yaml, path: audit.yaml }] }";
      const found = await lint(RULE, { "a.yaml": hosted(source), "b.yaml": configMap("policy.yaml") });
      expect(found).toEqual([["a.yaml:15:15-15:57", message("the volume leaves out")]]);
    });

    it.each<[name: string, server: string, files: Record<string, string>]>([
      ["that has the key", hosted("{ name: audit }"), { "b.yaml": configMap("policy.yaml") }],
      [
        "that a patch gives the key",
        hosted("{ name: audit }"),
        { "b.yaml": configMap("a"), "c.yaml": configMap("policy.yaml") },
      ],
      [
        "that is generated with it",
        hosted("{ name: audit }"),
        { "kustomization.yaml": generator("files: [policy.yaml=audit.yaml]") },
      ],
      [
        "that is generated from what is not read",
        hosted("{ name: audit }"),
        { "kustomization.yaml": generator("envs: [a.env]") },
      ],
      ["of another repository", hosted("{ name: audit }"), {}],
      [
        "of another name",
        hosted("{ name: audit }"),
        { "b.yaml": configMap("a").replace("audit", "other-audit") },
      ],
      ["that may be missing", hosted("{ name: audit, optional: true }"), { "b.yaml": configMap("a") }],
      ["whose name is filled in later", hosted('{ name: "${NAME}" }'), { "b.yaml": configMap("a") }],
      [
        "whose key has the path",
        hosted("{ name: audit, items: [{ key: a, path: policy.yaml }] }"),
        { "b.yaml": configMap("a") },
      ],
      [
        "whose key is mounted alone",
        hosted("{ name: audit }", "mountPath: /etc/audit/policy.yaml, subPath: a"),
        { "b.yaml": configMap("a") },
      ],
      [
        "that is mounted elsewhere",
        hosted("{ name: audit }", "mountPath: /etc/other"),
        { "b.yaml": configMap("a") },
      ],
    ])("is silent on one %s", async (_, text, files) => {
      expect(await lint(RULE, { ...files, "a.yaml": text })).toEqual([]);
    });
  });
});
