import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-impersonation";
const INSTEAD = "Name in resourceNames whom it may act as, or give it rights of its own.";

describe("no-impersonation", () => {
  it("reports an operator that may do everything with ServiceAccounts", async () => {
    const files = {
      "role.yaml": roleOf('apiGroups: [""], resources: [serviceaccounts], verbs: ["*"]'),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:36-6:51",
        `ServiceAccount 'tools/operator' can act as others in the cluster: ClusterRole 'operator' allows '*' on 'serviceaccounts' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    ["groups", roleOf(`apiGroups: [""], resources: [groups], verbs: [impersonate]`), "a.yaml:6:36-6:42"],
    [
      "uids",
      roleOf(`apiGroups: [authentication.k8s.io], resources: [uids], verbs: [impersonate]`),
      "a.yaml:6:55-6:59",
    ],
    [
      "one more field",
      roleOf(`apiGroups: [authentication.k8s.io], resources: [userextras/scopes], verbs: [impersonate]`),
      "a.yaml:6:55-6:72",
    ],
    [
      "system:masters by its name",
      roleOf(
        `apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: [viewers, system:masters]`,
      ),
      "a.yaml:6:36-6:42",
    ],
    [
      "kubeadm's administrators by their name",
      roleOf(
        `apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: [kubeadm:cluster-admins]`,
      ),
      "a.yaml:6:36-6:42",
    ],
    [
      "a name that is filled in later",
      roleOf(`apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: ['\${USER}']`),
      "a.yaml:6:36-6:41",
    ],
    [
      "users, as 1.36 asks for them",
      roleOf(`apiGroups: [authentication.k8s.io], resources: [users], verbs: [impersonate:user-info]`),
      "a.yaml:6:55-6:60",
    ],
    [
      "any node",
      roleOf(`apiGroups: [authentication.k8s.io], resources: [nodes], verbs: [impersonate:arbitrary-node]`),
      "a.yaml:6:55-6:60",
    ],
    [
      "the node of its pod",
      roleOf(
        `apiGroups: [authentication.k8s.io], resources: [nodes], verbs: [impersonate:associated-node], resourceNames: ['*']`,
      ),
      "a.yaml:6:55-6:60",
    ],
  ])("counts %s", async (_, text, place) => {
    expect((await lint(RULE, { "a.yaml": text })).map(([at]) => at)).toEqual([place]);
  });

  it("counts the ServiceAccounts of one namespace", async () => {
    const text = roleOf(
      'apiGroups: [""], resources: [users, serviceaccounts], verbs: [impersonate]',
      "Role",
      "shop",
    );
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:7:43-7:58",
        `Whoever is bound to Role 'operator' can act as others in namespace 'shop': it allows 'impersonate' on 'serviceaccounts'. ${INSTEAD}`,
      ],
    ]);
    expect(await lint(RULE, { "a.yaml": text }, { options: { scope: "cluster" } })).toEqual([]);
  });

  it.each([
    [undefined, 1],
    ["1.36", 1],
    ["1.35", 0],
  ])("knows which verbs Kubernetes %s has", async (kubernetesVersion, count) => {
    const text = roleOf(
      "apiGroups: [authentication.k8s.io], resources: [serviceaccounts], verbs: ['impersonate:serviceaccount']",
    );
    expect(await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion } })).toHaveLength(count);
  });

  it.each([
    [
      "ServiceAccounts by their names",
      roleOf(`apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate], resourceNames: [tenant]`),
    ],
    [
      "a group by its name",
      roleOf(`apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: [viewers]`),
    ],
    [
      "a node by its name",
      roleOf(
        `apiGroups: [authentication.k8s.io], resources: [nodes], verbs: [impersonate:associated-node, impersonate:arbitrary-node], resourceNames: [n1]`,
      ),
    ],
    [
      "users in a group that does not have them",
      roleOf(`apiGroups: [authentication.k8s.io], resources: [users], verbs: [impersonate]`),
    ],
    [
      "the fields as such",
      roleOf(`apiGroups: [authentication.k8s.io], resources: [userextras], verbs: [impersonate]`),
    ],
    [
      "other verbs on ServiceAccounts",
      roleOf(`apiGroups: [""], resources: [serviceaccounts], verbs: [create, delete]`),
    ],
    [
      "users and groups in a Role",
      roleOf(`apiGroups: [""], resources: [users, groups], verbs: [impersonate]`, "Role", "shop"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
