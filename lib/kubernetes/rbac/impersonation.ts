import type { Access, Permission } from "./permissions.js";

const CORE = [""];
const AUTHENTICATION = ["authentication.k8s.io"];

/** See cmd/kubeadm/app/constants/constants.go, ClusterAdminsGroupAndClusterRoleBinding. */
const ADMINS = "kubeadm:cluster-admins";
/** Has every right: bootstrappolicy/policy.go, ClusterRoleBindings. */
const MASTERS = "system:masters";

const WHOM = "Name in resourceNames whom it may act as, or give it rights of its own.";

/** Where impersonation is checked since it can be constrained: the feature ConstrainedImpersonation. */
const SINCE_36 = { apiGroups: AUTHENTICATION, since: 36 };

/** mode.go, constrainedImpersonationModeState.check: the request itself is checked too, with a verb of its own. */
const inRequests = (mode: string) => `, in requests that 'impersonate-on:${mode}:VERB' allows`;

/** impersonation.go, buildImpersonationRequests: groups, a UID or extra fields without a user are a bad request. */
const CLAIM = {
  resources: ["uids", "userextras/*"],
  scope: "cluster",
  evenFor: () => false,
  says: {
    messageId: "claims",
    can: "claim UIDs or extra fields of others in {{where}}, together with a user or ServiceAccount that can be impersonated too",
    instead:
      "RBAC does not look at these, but admission policies and webhooks may: name the values in resourceNames, or leave it out.",
  },
} as const satisfies Partial<Access>;

/**
 * staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation: impersonation.go, WithImpersonation, and
 * mode.go for the verbs since 1.36, which are checked in another group. Only a ServiceAccount is checked in its
 * namespace. The widest access comes first: its message is used for an entry that gives more than one.
 */
export const IMPERSONATION = {
  can: "act as others in {{where}}",
  access: [
    { apiGroups: CORE, resources: ["users"], verbs: ["impersonate"], scope: "cluster", evenFor: () => false },
    { apiGroups: CORE, resources: ["serviceaccounts"], verbs: ["impersonate"], evenFor: () => false },
    {
      apiGroups: CORE,
      resources: ["groups"],
      verbs: ["impersonate"],
      scope: "cluster",
      evenFor: (name) => name === MASTERS || name === ADMINS,
      says: {
        messageId: "groups",
        can: "claim the rights of groups in {{where}}, together with a user or ServiceAccount that can be impersonated too",
        instead: `Group ${MASTERS} may do everything: name other groups in resourceNames, or give it rights of its own.`,
      },
    },
    {
      ...SINCE_36,
      resources: ["users"],
      verbs: ["impersonate:user-info"],
      scope: "cluster",
      evenFor: () => false,
      says: {
        messageId: "constrainedUsers",
        can: `act as other users in {{where}}${inRequests("user-info")}`,
        instead: WHOM,
      },
    },
    {
      ...SINCE_36,
      resources: ["serviceaccounts"],
      verbs: ["impersonate:serviceaccount"],
      evenFor: () => false,
      says: {
        messageId: "constrainedServiceAccounts",
        can: `act as ServiceAccounts in {{where}}${inRequests("serviceaccount")}`,
        instead: WHOM,
      },
    },
    {
      ...SINCE_36,
      resources: ["nodes"],
      verbs: ["impersonate:arbitrary-node"],
      scope: "cluster",
      evenFor: () => false,
      says: {
        messageId: "constrainedNodes",
        can: `act as nodes in {{where}}${inRequests("arbitrary-node")}`,
        instead: WHOM,
      },
    },
    {
      ...SINCE_36,
      resources: ["groups"],
      verbs: ["impersonate:user-info"],
      scope: "cluster",
      // authorizeGroups refuses system:masters, and checks `*` if a request claims four groups or more.
      evenFor: (name) => name === ADMINS || name === "*",
      says: {
        messageId: "constrainedGroups",
        can: `claim the rights of groups in {{where}}, together with a user that can be impersonated too${inRequests("user-info")}`,
        instead: "Name the groups in resourceNames, or give it rights of its own.",
      },
    },
    {
      ...SINCE_36,
      resources: ["nodes"],
      verbs: ["impersonate:associated-node"],
      scope: "cluster",
      // associatedNodeImpersonationAttributes.GetName: checked with this name, whichever node it is.
      evenFor: (name) => name === "*",
      says: {
        messageId: "constrainedOwnNode",
        can: `act as the nodes that its pods run on in {{where}}${inRequests("associated-node")}`,
        instead:
          "A node in resourceNames would switch this off: give what is needed to the ServiceAccount itself.",
      },
    },
    { ...CLAIM, apiGroups: AUTHENTICATION, verbs: ["impersonate"] },
    { ...CLAIM, ...SINCE_36, verbs: ["impersonate:user-info"] },
  ],
  scope: "any",
  instead: WHOM,
} as const satisfies Permission;
