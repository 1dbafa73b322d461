import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest, operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-privilege-escalation";
const INSTEAD =
  "Leave out 'escalate', and name in resourceNames the roles that 'bind' is for; without these verbs, a writer of roles and bindings can pass on only rights that it has.";

describe("no-privilege-escalation", () => {
  it("reports an operator that makes roles for its tenants", async () => {
    const files = {
      "role.yaml": roleOf(
        "apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, roles], verbs: [get, update, escalate]",
      ),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:59-6:71",
        `ServiceAccount 'tools/operator' can gain rights in the cluster that this role does not give: ClusterRole 'operator' allows 'escalate' on 'clusterroles' and 'roles' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it("says which of the named roles is too much", async () => {
    const text = roleOf(
      "apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind], resourceNames: [view, edit]",
    );
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:6:59-6:71",
        `Anyone bound to ClusterRole 'operator' can gain rights in the cluster that this role does not give: it allows 'bind' on 'clusterroles' named 'edit', though nothing here binds it. ${INSTEAD}`,
      ],
    ]);
  });

  const SECRETS = "apiGroups: [''], resources: [secrets], verbs: [list]";
  const named = (kind: string, name: string, rest: string, namespace?: string) =>
    manifest(kind, name, namespace, rest);
  it.each([
    ["cluster-admin", ["cluster-admin"], {}, 1],
    [
      "one of Kubernetes' own that approves certificates",
      ["system:controller:certificate-controller"],
      {},
      1,
    ],
    ["one of Kubernetes' own that reads", ["view"], {}, 0],
    ["a name that is filled in later", ["'${ROLE}'"], {}, 1],
    ["a role that nobody knows", ["nowhere"], {}, 0],
    [
      "one of the repository that reads Secrets",
      ["x"],
      { "x.yaml": named("ClusterRole", "x", `rules: [{ ${SECRETS} }]\n`) },
      1,
    ],
    [
      "one of the repository that reads no Secrets",
      ["x"],
      { "x.yaml": named("ClusterRole", "x", "rules: []\n") },
      0,
    ],
    ["a Role of that name", ["x"], { "x.yaml": named("Role", "x", `rules: [{ ${SECRETS} }]\n`, "shop") }, 0],
    [
      "one that takes in what reads Secrets",
      ["x"],
      {
        "x.yaml": named(
          "ClusterRole",
          "x",
          "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: x } }] }\n",
        ),
        "y.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: other, labels: { to: x } }\nrules: [{ ${SECRETS} }]\n`,
      },
      1,
    ],
    [
      "one that takes in every role",
      ["x"],
      { "x.yaml": named("ClusterRole", "x", "aggregationRule: { clusterRoleSelectors: [{}] }\n") },
      1,
    ],
    [
      "one that binds cluster-admin itself",
      ["x"],
      {
        "x.yaml": named(
          "ClusterRole",
          "x",
          "rules: [{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind], resourceNames: [cluster-admin] }]\n",
        ),
      },
      1,
    ],
  ])("judges a named role by what it gives: %s", async (_, names, files, count) => {
    const text = roleOf(
      `apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind], resourceNames: [${names.join(", ")}]`,
    );
    const found = await lint(RULE, { "a.yaml": text, ...files });
    expect(found.filter(([place]) => place.startsWith("a.yaml"))).toHaveLength(count);
  });

  it("judges a named Role by what that gives in its namespace", async () => {
    const text = roleOf(
      "apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [bind], resourceNames: [x]",
      "Role",
      "shop",
    );
    const x = named("Role", "x", `rules: [{ ${SECRETS} }]\n`, "shop");
    expect(await lint(RULE, { "a.yaml": text, "x.yaml": x })).toHaveLength(1);
    const nodes = named(
      "Role",
      "x",
      "rules: [{ apiGroups: [''], resources: [nodes/proxy], verbs: [get] }]\n",
      "shop",
    );
    expect(await lint(RULE, { "a.yaml": text, "x.yaml": nodes })).toEqual([]);
  });

  it("counts 'bind' on ClusterRoles in a namespace, and 'escalate' not", async () => {
    const of = (verb: string) =>
      roleOf(
        `apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [${verb}]`,
        "Role",
        "shop",
      );
    expect(await lint(RULE, { "a.yaml": of("bind") })).toHaveLength(1);
    expect(await lint(RULE, { "a.yaml": of("escalate") })).toEqual([]);
  });

  it.each([
    [
      "these verbs on bindings, where they mean nothing",
      roleOf(
        "apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings, clusterrolebindings], verbs: [bind, escalate]",
      ),
    ],
    [
      "writing roles",
      roleOf(
        "apiGroups: [rbac.authorization.k8s.io], resources: [roles, clusterroles], verbs: [create, update]",
      ),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
