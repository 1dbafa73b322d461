import { describe, expect, it } from "vitest";
import { flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleOf } from "./manifests.js";

const kustomization = (...lines: string[]) => `${lines.join("\n")}\n`;
const join = (...documents: string[]) => documents.join("---\n");
const verbs = (what: string) =>
  `Verb '*' allows every action on ${what}, now and in future versions of Kubernetes. List the verbs that are needed.`;

/** A var for an annotation of Namespace `values`, and where vars count. */
const vars = (value: string, name = "V", at = "rules/verbs") => ({
  "base/kustomization.yaml": kustomization(
    "resources: [role.yaml, values.yaml]",
    "configurations: [vars.yaml]",
    "vars:",
    `  - { name: ${name}, objref: { apiVersion: v1, kind: Namespace, name: values }, fieldref: { fieldPath: metadata.annotations.v } }`,
  ),
  "base/vars.yaml": `varReference: [{ path: ${at}, kind: ClusterRole }]\n`,
  "base/values.yaml": `apiVersion: v1\nkind: Namespace\nmetadata: { name: values, annotations: { v: "${value}" } }\n`,
});
const SECRETS = `apiGroups: [""], resources: [secrets], verbs: ["$(V)"]`;

describe("what a var of kustomize fills in", () => {
  it("is judged where the var is written", async () => {
    const files = { ...vars("*"), "base/role.yaml": roleOf(SECRETS) };
    expect(await lint("no-wildcard-verbs", files)).toEqual([
      ["base/role.yaml:6:54-6:60", verbs("'secrets' (as 'base' applies it)")],
    ]);
    expect(await lint("no-secret-read", files)).toEqual([
      [
        "base/role.yaml:6:36-6:43",
        expect.stringContaining("it (as 'base' applies it) allows '*' on 'secrets'"),
      ],
    ]);
  });

  it("is judged in resources, and with what stands beside it once", async () => {
    const files = {
      ...vars("secrets", "V", "rules/resources"),
      "base/role.yaml": roleOf(`apiGroups: [""], resources: ["$(V)"], verbs: [get]`),
    };
    expect((await lint("no-secret-read", files)).map(([place]) => place)).toEqual([
      "base/role.yaml:6:36-6:42",
    ]);
    const beside = {
      ...vars("list"),
      "base/role.yaml": roleOf(SECRETS.replace(`["$(V)"]`, `[get, "$(V)"]`)),
    };
    expect((await lint("no-secret-read", beside)).map(([place]) => place)).toEqual([
      "base/role.yaml:6:36-6:43",
    ]);
  });

  it("is judged where a JSON patch has moved the entry", async () => {
    const files = {
      ...vars("*"),
      "base/role.yaml": roleOf(SECRETS),
      "kustomization.yaml": kustomization(
        "resources: [base]",
        "patches:",
        "  - target: { kind: ClusterRole }",
        `    patch: '[{ op: add, path: /rules/0, value: { apiGroups: [""], resources: [pods], verbs: [get] } }]'`,
      ),
    };
    expect(await lint("no-wildcard-verbs", files)).toEqual([
      ["base/role.yaml:5:1-5:6", verbs("'secrets' (as the root applies it)")],
    ]);
  });

  it("is judged in the patch that has the var", async () => {
    const files = {
      ...vars("*"),
      "base/role.yaml": roleOf(`apiGroups: [""], resources: [pods], verbs: [get]`),
      "kustomization.yaml": kustomization("resources: [base]", "patches: [{ path: patch.yaml }]"),
      "patch.yaml": roleOf(SECRETS),
    };
    expect(await lint("no-wildcard-verbs", files)).toEqual([
      ["patch.yaml:6:54-6:60", verbs("'secrets' (as the root applies it)")],
    ]);
  });

  it("is nothing where it is not known", async () => {
    const files = { ...vars("*", "OTHER"), "base/role.yaml": roleOf(SECRETS) };
    expect(await lint("no-wildcard-verbs", files)).toEqual([]);
  });

  it("stands at the subject that has the var", async () => {
    const files = {
      ...vars("system:authenticated", "V", "subjects/name"),
      "base/vars.yaml": "varReference: [{ path: subjects/name, kind: ClusterRoleBinding }]\n",
      "base/role.yaml": clusterBinding(
        "view",
        `  - { kind: Group, name: "$(V)", apiGroup: rbac.authorization.k8s.io }\n`,
      ),
    };
    expect((await lint("no-broad-subject", files)).map(([place]) => place)).toEqual([
      "base/role.yaml:10:26-10:32",
    ]);
  });
});

describe("what other transformers write into an entry", () => {
  it("is judged where a name is followed that kustomize's configuration says is there", async () => {
    const files = {
      "kustomization.yaml": kustomization(
        "resources: [role.yaml, account.yaml]",
        "namePrefix: se",
        "configurations: [names.yaml]",
      ),
      "names.yaml":
        "nameReference: [{ kind: ServiceAccount, fieldSpecs: [{ path: rules/resources, kind: ClusterRole }] }]\n",
      "account.yaml": manifest("ServiceAccount", "crets"),
      "role.yaml": roleOf([
        `apiGroups: [""], resources: [pods], verbs: [get]`,
        `apiGroups: [""], resources: [crets], verbs: [get]`,
      ]),
    };
    expect(await lint("no-secret-read", files)).toEqual([
      [
        "role.yaml:7:36-7:41",
        expect.stringContaining("it (as the root applies it) allows 'get' on 'secrets'"),
      ],
    ]);
  });

  it("is judged where a generated ConfigMap gets another name", async () => {
    const files = {
      "kustomization.yaml": kustomization(
        "resources: [role.yaml]",
        "namePrefix: aws-",
        "generatorOptions: { disableNameSuffixHash: true }",
        "configMapGenerator: [{ name: auth, literals: [a=b] }]",
      ),
      "role.yaml": roleOf(`apiGroups: [""], resources: [configmaps], resourceNames: [auth], verbs: [update]`),
    };
    expect(await lint("no-system-configmap-write", files)).toEqual([
      [
        "role.yaml:6:36-6:46",
        expect.stringContaining("(as the root applies it) allows 'update' on 'configmaps' named 'aws-auth'"),
      ],
    ]);
  });
});

describe("what postBuild of Flux fills in", () => {
  const cluster = (name: string, substitute: string) => ({
    [`clusters/${name}/sync.yaml`]: join(
      gitRepository("flux-system", "url: ssh://git@github.com/acme/fleet, ref: { branch: main }"),
      flux("flux-system", `path: ./clusters/${name}`),
      flux("apps", `path: ./apps/${name}, postBuild: { ${substitute} }`),
    ),
    [`apps/${name}/kustomization.yaml`]: kustomization("resources: [../base]"),
    "apps/base/kustomization.yaml": kustomization("resources: [role.yaml]"),
  });
  const entry = SECRETS.replace("$(V)", "${V}");

  it("is judged once, with the builds that make it so", async () => {
    const files = {
      ...cluster("dev", `substitute: { V: "get" }`),
      ...cluster("live", `substitute: { V: "'*'" }`),
      ...cluster("test", `substitute: { V: '"*"' }`),
      "apps/base/role.yaml": roleOf(entry),
    };
    expect(await lint("no-wildcard-verbs", files)).toEqual([
      ["apps/base/role.yaml:6:54-6:60", verbs("'secrets' (as 'apps/live' and 'apps/test' apply it)")],
    ]);
    expect((await lint("no-secret-read", files)).map(([, message]) => message)).toEqual([
      expect.stringContaining(
        "it (as 'apps/dev', 'apps/live' and 'apps/test' apply it) allows 'get' on 'secrets'",
      ),
    ]);
  });

  it("is judged where it is a whole list", async () => {
    const files = {
      ...cluster(
        "dev",
        `substitute: { V: '["*"]', R: '[{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]' }`,
      ),
      "apps/base/role.yaml": join(
        roleOf(`apiGroups: [""], resources: [secrets], verbs: "\${V}"`),
        manifest("ClusterRole", "all", undefined, "rules: ${R}\n"),
      ),
    };
    expect(await lint("no-wildcard-verbs", files)).toEqual([
      ["apps/base/role.yaml:6:54-6:58", verbs("'secrets' (as 'apps/dev' applies it)")],
      [
        "apps/base/role.yaml:12:8-12:12",
        verbs("every resource of every API group (as 'apps/dev' applies it)"),
      ],
    ]);
  });

  it("is nothing where a ConfigMap has it", async () => {
    const files = {
      ...cluster("dev", "substituteFrom: [{ kind: ConfigMap, name: c }]"),
      "apps/base/role.yaml": roleOf(entry),
    };
    expect(await lint("no-wildcard-verbs", files)).toEqual([]);
  });
});
