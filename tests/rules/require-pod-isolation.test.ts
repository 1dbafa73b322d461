import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { denyAll, manifest } from "./manifests.js";

const RULE = "require-pod-isolation";
const deployment = (app: string, namespace: string | null = "shop", more = "") =>
  manifest(
    "Deployment",
    app,
    namespace ?? undefined,
    `spec:\n  template:\n    metadata: { labels: { app: ${app} } }\n    spec: { ${more}containers: [{ name: c }] }\n`,
  );
const policy = (spec: string, namespace: string | null = "shop") =>
  manifest("NetworkPolicy", "p", namespace ?? undefined, `spec: ${spec}\n`);
const FOR_WEB = "{ podSelector: { matchLabels: { app: web } } }";
const all = (...documents: string[]) => ({ "a.yaml": documents.join("---\n") });
const open = (
  directions = "ingress",
  effect = "every pod of the cluster can reach them",
  types = "Ingress",
) =>
  `No policy isolates the pods of Deployment 'web' for ${directions}: ${effect}. Add a NetworkPolicy that selects them, with 'policyTypes: [${types}]', or one for the whole namespace.`;

describe("require-pod-isolation", () => {
  it("reports a workload whose pods no policy selects", async () => {
    expect(await lint(RULE, all(deployment("web")))).toEqual([["a.yaml:4:9-4:12", open()]]);
  });

  it("speaks of a Pod itself", async () => {
    const text =
      "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: shop\nspec: { containers: [{ name: c }] }\n";
    expect(await lint(RULE, { "a.yaml": text }, { options: { directions: ["Ingress", "Egress"] } })).toEqual([
      [
        "a.yaml:4:9-4:12",
        "No policy isolates Pod 'web' for ingress and egress: every pod of the cluster can reach it, and it can reach everything. Add a NetworkPolicy that selects it, with 'policyTypes: [Ingress, Egress]', or one for the whole namespace.",
      ],
    ]);
  });

  it.each([
    ["for other pods", policy("{ podSelector: { matchLabels: { app: db } } }")],
    ["of another namespace", denyAll("data")],
    ["for the other direction", policy("{ podSelector: {}, policyTypes: [Egress] }")],
  ])("reports it beside a policy %s", async (_, other) => {
    expect(await lint(RULE, all(deployment("web"), other))).toEqual([["a.yaml:4:9-4:12", open()]]);
  });

  it.each([
    ["a policy selects it", all(deployment("web"), policy(FOR_WEB))],
    ["a policy that lets everything in selects it", all(deployment("web"), policy("{ ingress: [{}] }"))],
    ["a policy selects all pods", all(deployment("web"), denyAll("shop"))],
    [
      "a policy may select it",
      all(deployment("web"), policy("{ podSelector: { matchLabels: { app: '${X}' } } }")),
    ],
    ["a policy may be in its namespace", all(deployment("web"), denyAll(undefined))],
    ["it has the network of its node", all(deployment("web", "shop", "hostNetwork: true, "))],
    ["it is Kubernetes' own", all(deployment("web", "kube-system"))],
    [
      "a policy of another directory may be in the same namespace",
      {
        "a/web.yaml": deployment("web", null),
        "b/db.yaml": `${deployment("db", null)}---\n${denyAll(undefined)}`,
      },
    ],
    [
      "a hidden part may bring a policy",
      {
        "kustomization.yaml": "resources: [web.yaml, https://example.org/network-policies]\n",
        "web.yaml": deployment("web"),
      },
    ],
  ])("is silent where %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("asks for the directions of 'directions'", async () => {
    const files = all(deployment("web"), policy(FOR_WEB));
    expect(await lint(RULE, files, { options: { directions: ["Ingress", "Egress"] } })).toEqual([
      ["a.yaml:4:9-4:12", open("egress", "they can reach everything", "Egress")],
    ]);
    expect(
      await lint(RULE, all(deployment("web")), { options: { directions: ["Ingress", "Egress"] } }),
    ).toEqual([
      [
        "a.yaml:4:9-4:12",
        open(
          "ingress and egress",
          "every pod of the cluster can reach them, and they can reach everything",
          "Ingress, Egress",
        ),
      ],
    ]);
  });

  it("leaves out the namespaces of 'ignoreNamespaces'", async () => {
    expect(await lint(RULE, all(deployment("web")), { options: { ignoreNamespaces: ["sh*"] } })).toEqual([]);
  });

  it("judges what builds make of a workload", async () => {
    const base = { "base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": deployment("web") };
    const dev = {
      "dev/kustomization.yaml":
        "resources: [../base]\nlabels: [{ includeTemplates: true, pairs: { a: b } }]\n",
    };
    expect(await lint(RULE, { ...base, ...dev })).toEqual([["base/web.yaml:4:9-4:12", open()]]);
    const isolated = { "p.yaml": policy("{ podSelector: { matchLabels: { a: b } } }") };
    expect(await lint(RULE, { ...base, ...dev, ...isolated })).toEqual([]);
  });
});
