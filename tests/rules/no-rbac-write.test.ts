import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-rbac-write";
const INSTEAD = "Bind the role in the namespaces that it is for, or keep roles and bindings in git.";

describe("no-rbac-write", () => {
  it("reports an operator that makes a Role and a RoleBinding for each of its workloads", async () => {
    const files = {
      "role.yaml": roleOf(
        "apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [create, get, update]",
      ),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:59-6:64",
        `ServiceAccount 'tools/operator' can create or change roles or bindings in the cluster, which can pass on every right that the writer has: ClusterRole 'operator' allows 'create' and 'update' on 'roles' and 'rolebindings' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it("says of a role that only creates no more than that", async () => {
    const text = roleOf("apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create]");
    const [[, message] = []] = await lint(RULE, { "a.yaml": text });
    expect(message).toContain("can create roles or bindings in the cluster");
  });

  it("counts in a namespace what can be granted there", async () => {
    const of = (kinds: string) =>
      roleOf(
        `apiGroups: [rbac.authorization.k8s.io], resources: [${kinds}], verbs: [create]`,
        "Role",
        "shop",
      );
    const options = { scope: "any" };
    expect(await lint(RULE, { "a.yaml": of("rolebindings") }, { options })).toHaveLength(1);
    expect(await lint(RULE, { "a.yaml": of("clusterroles, clusterrolebindings") }, { options })).toEqual([]);
  });

  it.each([
    [
      "reading",
      roleOf(
        "apiGroups: [rbac.authorization.k8s.io], resources: [roles, clusterroles, rolebindings, clusterrolebindings], verbs: [get, list, watch]",
      ),
    ],
    [
      "deleting",
      roleOf("apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [delete]"),
    ],
    [
      "a role by its name",
      roleOf(
        "apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [update], resourceNames: [x]",
      ),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
