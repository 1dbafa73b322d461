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

  const OTHER_GROUPS =
    "Group system:masters may do everything: name other groups in resourceNames, or give it rights of its own.";
  const AS_SOMEBODY = "together with a user or ServiceAccount that can be impersonated too";
  const CLAIMS = `claim UIDs or extra fields of others in the cluster, ${AS_SOMEBODY}`;
  const NO_RBAC =
    "RBAC does not look at these, but admission policies and webhooks may: name the values in resourceNames, or leave it out.";
  const GROUPS = `claim the rights of groups in the cluster, ${AS_SOMEBODY}`;
  const on = (mode: string) => `, in requests that 'impersonate-on:${mode}:VERB' allows`;
  const CORE = 'apiGroups: [""]';
  const AUTHENTICATION = "apiGroups: [authentication.k8s.io]";

  it.each([
    [
      "users",
      `${CORE}, resources: [users]`,
      "impersonate",
      "6:36-6:41",
      "act as others in the cluster",
      INSTEAD,
    ],
    [
      "users and groups",
      `${CORE}, resources: [groups, users]`,
      "impersonate",
      "6:36-6:42",
      "act as others in the cluster",
      INSTEAD,
    ],
    // Groups, a UID or extra fields are a bad request without a user.
    ["groups", `${CORE}, resources: [groups]`, "impersonate", "6:36-6:42", GROUPS, OTHER_GROUPS],
    [
      "groups and UIDs, in all groups of the API",
      `apiGroups: ["*"], resources: [uids, groups]`,
      "impersonate",
      "6:37-6:41",
      GROUPS,
      OTHER_GROUPS,
    ],
    [
      "system:masters by its name",
      `${CORE}, resourceNames: [viewers, system:masters], resources: [users, groups]`,
      "impersonate",
      "6:85-6:91",
      GROUPS,
      OTHER_GROUPS,
    ],
    [
      "kubeadm's administrators by their name",
      `${CORE}, resourceNames: [kubeadm:cluster-admins], resources: [groups]`,
      "impersonate",
      "6:77-6:83",
      GROUPS,
      OTHER_GROUPS,
    ],
    [
      "a name that is filled in later",
      `${CORE}, resourceNames: ['\${USER}'], resources: [users]`,
      "impersonate",
      "6:64-6:69",
      "act as others in the cluster",
      INSTEAD,
    ],
    ["UIDs", `${AUTHENTICATION}, resources: [uids]`, "impersonate", "6:55-6:59", CLAIMS, NO_RBAC],
    [
      "one more field",
      `${AUTHENTICATION}, resources: [userextras/scopes]`,
      "impersonate",
      "6:55-6:72",
      CLAIMS,
      NO_RBAC,
    ],
    [
      "all fields, in the new way",
      `${AUTHENTICATION}, resources: [userextras/*]`,
      "impersonate:user-info",
      "6:55-6:67",
      CLAIMS,
      NO_RBAC,
    ],
    [
      "users, as 1.36 asks for them",
      `${AUTHENTICATION}, resources: [uids, users]`,
      "impersonate:user-info",
      "6:55-6:59",
      `act as other users in the cluster${on("user-info")}`,
      INSTEAD,
    ],
    [
      "groups, as 1.36 asks for them",
      `${AUTHENTICATION}, resources: [groups]`,
      "impersonate:user-info",
      "6:55-6:61",
      `claim the rights of groups in the cluster, together with a user that can be impersonated too${on("user-info")}`,
      "Name the groups in resourceNames, or give it rights of its own.",
    ],
    [
      "all groups, by what four at once are asked for with",
      `${AUTHENTICATION}, resourceNames: ['*'], resources: [groups]`,
      "impersonate:user-info",
      "6:77-6:83",
      `claim the rights of groups in the cluster, together with a user that can be impersonated too${on("user-info")}`,
      "Name the groups in resourceNames, or give it rights of its own.",
    ],
    [
      "ServiceAccounts, as 1.36 asks for them",
      `${AUTHENTICATION}, resources: [serviceaccounts]`,
      "impersonate:serviceaccount",
      "6:55-6:70",
      `act as ServiceAccounts in the cluster${on("serviceaccount")}`,
      INSTEAD,
    ],
    [
      "any node",
      `${AUTHENTICATION}, resources: [nodes]`,
      "impersonate:arbitrary-node",
      "6:55-6:60",
      `act as nodes in the cluster${on("arbitrary-node")}`,
      INSTEAD,
    ],
    [
      "the node of its pod",
      `${AUTHENTICATION}, resourceNames: ['*'], resources: [nodes]`,
      "impersonate:associated-node",
      "6:77-6:82",
      `act as the nodes that its pods run on in the cluster${on("associated-node")}`,
      "A node in resourceNames would switch this off: give what is needed to the ServiceAccount itself.",
    ],
  ])("says what %s let one do", async (_, entry, verb, place, can, instead) => {
    const text = roleOf(`${entry}, verbs: ["${verb}"]`);
    const [[at, message] = ["", ""], ...others] = await lint(RULE, { "a.yaml": text });
    expect([at, others]).toEqual([`a.yaml:${place}`, []]);
    const [before, after] = message.split(`: it allows '${verb}' on '`);
    expect(before).toBe(`Anyone bound to ClusterRole 'operator' can ${can}`);
    expect(after?.slice(after.indexOf(". ") + 2)).toBe(instead);
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
        `Anyone bound to Role 'operator' can act as others in namespace 'shop': it allows 'impersonate' on 'serviceaccounts', though nothing here binds it. ${INSTEAD}`,
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
      "system:masters, which the new way refuses",
      roleOf(
        `apiGroups: [authentication.k8s.io], resources: [groups], verbs: ["impersonate:user-info"], resourceNames: [system:masters]`,
      ),
    ],
    [
      "a user by a name of a group",
      roleOf(`apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: [system:masters]`),
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
