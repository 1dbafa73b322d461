import { describe, expect, it } from "vitest";
import { application, flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint } from "./lint.js";
import { clusterBinding, roleBinding, roleOf, user } from "./manifests.js";

const join = (...documents: string[]) => documents.join("---\n");
const toRole = `[{ op: replace, path: /kind, value: Role }]`;
const rbac = join(
  roleOf(`apiGroups: [""], resources: [nodes], verbs: [get]`, "ClusterRole").replace(
    /name: .*/,
    "name: reader",
  ),
  clusterBinding("reader", user("ada")),
);
const overlay = (...patches: string[]) =>
  `namespace: shop\nresources: [../base]\npatches:\n${patches.map((patch) => `  - ${patch}\n`).join("")}`;
const role = `{ target: { kind: ClusterRole }, patch: '${toRole}' }`;
const binding = `{ target: { kind: ClusterRoleBinding }, patch: '[{ op: replace, path: /kind, value: RoleBinding }, { op: replace, path: /roleRef/kind, value: Role }]' }`;
const base = { "base/kustomization.yaml": "resources: [rbac.yaml]\n", "base/rbac.yaml": rbac };
const NOTE = "'prod' applies this ClusterRole as a Role.";
const NODES =
  "Resource 'nodes' is cluster-scoped, and a Role grants only in its own namespace, so this allows nothing. Remove it, or grant it alone, with a ClusterRole of its own and a ClusterRoleBinding.";
const NODES_AT = "base/rbac.yaml:6:36-6:41";

describe("an object of which a build makes another kind", () => {
  const merge = `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader }\n`;

  it.each<[string, Record<string, string>]>([
    ["a JSON patch", { "prod/kustomization.yaml": overlay(role) }],
    [
      "a JSON patch in a file",
      {
        "prod/kustomization.yaml": overlay("{ target: { kind: ClusterRole }, path: patch.yaml }"),
        "prod/patch.yaml": "- { op: replace, path: /kind, value: Role }\n",
      },
    ],
    [
      "a JSON patch of patchesJson6902",
      {
        "prod/kustomization.yaml": overlay()
          .replace("patches:", "patchesJson6902:")
          .concat(
            `  - target: { group: rbac.authorization.k8s.io, version: v1, kind: ClusterRole, name: reader }\n    patch: '${toRole}'\n`,
          ),
      },
    ],
    [
      "a merge patch that may change the kind",
      {
        "prod/kustomization.yaml": overlay(
          "{ path: patch.yaml, target: { kind: ClusterRole }, options: { allowKindChange: true } }",
        ),
        "prod/patch.yaml": merge,
      },
    ],
    [
      "a component",
      {
        "prod/kustomization.yaml": "namespace: shop\nresources: [../base]\ncomponents: [../narrow]\n",
        "narrow/kustomization.yaml": `kind: Component\npatches: [${role}]\n`,
      },
    ],
    [
      "a transformer",
      {
        "prod/kustomization.yaml": "namespace: shop\nresources: [../base]\ntransformers: [patch.yaml]\n",
        "prod/patch.yaml": `apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: x }\ntarget: { kind: ClusterRole }\npatch: '${toRole}'\n`,
      },
    ],
    [
      "a replacement",
      {
        "prod/kustomization.yaml":
          "namespace: shop\nresources: [../base]\nreplacements:\n  - source: { kind: ClusterRoleBinding, fieldPath: roleRef.kind }\n    targets: [{ select: { kind: ClusterRole }, fieldPaths: [kind] }]\npatches:\n  - { target: { kind: ClusterRoleBinding }, patch: '[{ op: replace, path: /roleRef/kind, value: Role }]' }\n",
      },
    ],
  ])("is judged as that kind, with %s", async (_, files) => {
    expect(await lint("effective-scope", { ...base, ...files })).toEqual([[NODES_AT, `${NODES} ${NOTE}`]]);
  });

  it("is judged as that kind, with a patch of Flux or Argo CD", async () => {
    const fleet = gitRepository("flux-system", "url: https://github.com/acme/fleet");
    const files = {
      ...base,
      "clusters/apps.yaml": join(
        fleet,
        flux("apps", `path: ./base, targetNamespace: shop, patches: [${role}]`),
      ),
    };
    const note = "'base' applies this ClusterRole as a Role.";
    expect(await lint("effective-scope", files)).toEqual([[NODES_AT, `${NODES} ${note}`]]);
    const argo = {
      ...base,
      "apps/app.yaml": application(
        "apps",
        `path: base, kustomize: { patches: [${role}] }`,
        "destination: { namespace: shop }",
      ),
    };
    expect(await lint("effective-scope", argo)).toEqual([[NODES_AT, `${NODES} ${note}`]]);
  });

  it("is judged in a List, each item by itself", async () => {
    const [one = "", other = ""] = rbac
      .split("---\n")
      .map((text) => text.trimEnd().replaceAll("\n", "\n    "));
    const files = {
      ...base,
      "base/rbac.yaml": `apiVersion: v1\nkind: List\nitems:\n  - ${one}\n  - ${other}\n`,
      "prod/kustomization.yaml": overlay(role),
    };
    expect(await lint("effective-scope", files)).toEqual([["base/rbac.yaml:9:40-9:45", `${NODES} ${NOTE}`]]);
  });

  it("is judged by no rule for the written kind where every build changes it", async () => {
    const files = { ...base, "prod/kustomization.yaml": overlay(role, binding) };
    expect(await lint("valid-role-ref", files)).toEqual([]);
    expect(await lint("no-missing-role", files)).toEqual([]);
    expect(await lint("no-unused-role", files)).toEqual([]);
    const wide = { ...files, "base/rbac.yaml": rbac.replace("name: reader\nsub", "name: edit\nsub") };
    expect(await lint("no-broad-builtin-binding", wide)).toEqual([]);
  });

  it("is judged as both kinds where builds differ, and once for what is so in both", async () => {
    const files = {
      ...base,
      "base/rbac.yaml": rbac.replace("verbs: [get]", "verbs: ['*']"),
      "dev/kustomization.yaml": "resources: [../base]\n",
      "prod/kustomization.yaml": overlay(role, binding),
    };
    expect(await lint("effective-scope", files)).toEqual([[NODES_AT, `${NODES} ${NOTE}`]]);
    expect((await lint("no-wildcard-verbs", files)).map(([place]) => place)).toEqual([
      "base/rbac.yaml:6:52-6:55",
    ]);
  });

  it("is found by the rules for its new kind although its file holds none of it", async () => {
    const narrow = join(
      roleOf(`apiGroups: [""], resources: [pods], verbs: [get]`, "Role").replace(/name: .*/, "name: reader"),
      roleBinding("admin", undefined, "ClusterRole", user("ada")),
    );
    const wider = `{ target: { kind: RoleBinding }, patch: '[{ op: replace, path: /kind, value: ClusterRoleBinding }]' }`;
    const files = {
      "base/kustomization.yaml": "resources: [rbac.yaml]\n",
      "base/rbac.yaml": narrow,
      "prod/kustomization.yaml": `resources: [../base]\npatches: [${wider}]\n`,
    };
    expect(await lint("no-broad-builtin-binding", files)).toEqual([
      [
        "base/rbac.yaml:16:9-16:14",
        "ClusterRole 'admin' is meant for one namespace. Here User 'ada' can read every Secret, run commands in every pod, act as every ServiceAccount, and give these rights to others, in every namespace, including those of the cluster itself, which is as good as cluster-admin. Bind it with a RoleBinding in each namespace where it is needed. 'prod' applies this RoleBinding as a ClusterRoleBinding.",
      ],
    ]);
  });

  it("has no role of its old kind to refer to any more", async () => {
    const files = { ...base, "prod/kustomization.yaml": overlay(role) };
    expect(await lint("no-missing-role", files)).toEqual([
      [
        "base/rbac.yaml:15:9-15:15",
        "ClusterRole 'reader' does not exist, so this binding grants nothing until somebody creates a role of that name. Create it, correct the name, or list it under 'knownRoles' in .gitops-lint.yaml.",
      ],
    ]);
  });

  it("is judged in a patch that is on another kind than it says", async () => {
    const files = {
      ...base,
      "base/rbac.yaml": rbac.replace("[nodes]", "[pods]"),
      "prod/kustomization.yaml": overlay("{ path: patch.yaml, target: { kind: ClusterRole } }", role),
      "prod/patch.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: x }\nrules:\n  - { apiGroups: [""], resources: [nodes], verbs: [get] }\n`,
    };
    expect(await lint("effective-scope", files)).toEqual([
      ["prod/patch.yaml:5:36-5:41", `${NODES} It changes a Role in what 'prod' applies.`],
    ]);
  });
});
