import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-secret-write";
const NARROWER =
  "Bind the role in the namespaces that it is for, without kube-system, or create its Secrets beforehand and name them in resourceNames.";
const entry = (verbs: string, rest = "") =>
  `apiGroups: [""], resources: [configmaps, secrets], verbs: [${verbs}]${rest}`;

describe("no-secret-write", () => {
  // Real: the role of a controller that copies Secrets into other namespaces.
  it("reports an operator that writes Secrets anywhere", async () => {
    const files = {
      "role.yaml": roleOf(entry("get, create, patch")),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:48-6:55",
        `ServiceAccount 'tools/operator' can have a token made of any ServiceAccount of the cluster, with a Secret that names it: ClusterRole 'operator' allows 'create' and 'patch' on 'secrets' and ClusterRoleBinding 'readers' grants it everywhere. ${NARROWER}`,
      ],
    ]);
  });

  it("says what a role can do that only changes what is there", async () => {
    const files = { "role.yaml": roleOf(entry("update")), "binding.yaml": operatorBinding() };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:48-6:55",
        "ServiceAccount 'tools/operator' can change every Secret of the cluster, and with them the passwords, keys and tokens that others rely on: ClusterRole 'operator' allows 'update' on 'secrets' and ClusterRoleBinding 'readers' grants it everywhere. Name the Secrets in resourceNames, or bind the role in the namespaces that it is for.",
      ],
    ]);
  });

  it("reports a Role in kube-system", async () => {
    const files = {
      "role.yaml": roleOf(entry("create"), "Role", "kube-system"),
      "binding.yaml": operatorBinding("kube-system", "Role"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:7:48-7:55",
        `ServiceAccount 'tools/operator' can have a token made of any ServiceAccount of namespace 'kube-system', with a Secret that names it: Role 'operator' allows 'create' on 'secrets' and RoleBinding 'kube-system/readers' grants it there. ${NARROWER}`,
      ],
    ]);
  });

  it.each([
    ["a Role in another namespace", roleOf(entry("create"), "Role", "shop"), {}, 0],
    ["a Role in a namespace that is left open", roleOf(entry("create"), "Role"), {}, 0],
    [
      "a ClusterRole bound in kube-system",
      roleOf(entry("create")),
      { "b.yaml": operatorBinding("kube-system") },
      1,
    ],
    ["a ClusterRole bound elsewhere", roleOf(entry("create")), { "b.yaml": operatorBinding("shop") }, 0],
    [
      "a Role that kustomize puts into kube-system",
      roleOf(entry("patch"), "Role"),
      { "kustomization.yaml": "namespace: kube-system\nresources: [a.yaml]\n" },
      1,
    ],
    [
      "a Role that kustomize takes out of kube-system",
      roleOf(entry("patch"), "Role", "kube-system"),
      { "kustomization.yaml": "namespace: shop\nresources: [a.yaml]\n" },
      0,
    ],
    [
      "a List",
      `apiVersion: v1\nkind: List\nitems:\n  - ${roleOf(entry("create")).trim().replaceAll("\n", "\n    ")}\n`,
      {},
      1,
    ],
    ["reading and deleting", roleOf(entry("get, list, watch, delete")), {}, 0],
    [
      "a Secret by its name",
      roleOf(entry("update, patch", ", resourceNames: [mine]"), "Role", "kube-system"),
      {},
      0,
    ],
    [
      "a Secret by its name, in the cluster",
      roleOf(entry("update, patch", ", resourceNames: [mine]")),
      {},
      0,
    ],
  ] as [string, string, Record<string, string>, number][])("judges %s", async (_, text, more, count) => {
    expect(await lint(RULE, { "a.yaml": text, ...more })).toHaveLength(count);
  });
});
