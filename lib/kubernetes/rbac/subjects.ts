import { bootstrapClusterRoleBindings } from "./bootstrap-policy.js";
import type { Subject } from "../objects.js";

/** The API group of roles, bindings, users and groups. */
export const RBAC_GROUP = "rbac.authorization.k8s.io";

/** Kubernetes: staging/src/k8s.io/apiserver/pkg/authentication/user/user.go. */
export const ANONYMOUS_USER = "system:anonymous";
export const UNAUTHENTICATED_GROUP = "system:unauthenticated";
export const AUTHENTICATED_GROUP = "system:authenticated";
export const MASTERS_GROUP = "system:masters";

/** Kubernetes: staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go. */
export const SERVICE_ACCOUNTS_GROUP = "system:serviceaccounts";
export const USERNAME_PREFIX = "system:serviceaccount:";

/** The group of the administrators' kubeconfig: cmd/kubeadm/app/constants/constants.go, ClusterAdminsGroupAndClusterRoleBinding. */
export const KUBEADM_ADMINS_GROUP = "kubeadm:cluster-admins";

/** OpenShift's group of everyone who has logged in: openshift-apiserver, pkg/bootstrappolicy/constants.go. */
const OAUTH_GROUP = "system:authenticated:oauth";

/**
 * The groups in which every member of a group is, too.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/authentication/group/authenticated_group_adder.go, and
 * serviceaccount/util.go, UserInfo.
 */
export function groupsOfMembers(group: string): readonly string[] {
  if (group === AUTHENTICATED_GROUP || group === UNAUTHENTICATED_GROUP) return [];
  return group.startsWith(`${SERVICE_ACCOUNTS_GROUP}:`)
    ? [SERVICE_ACCOUNTS_GROUP, AUTHENTICATED_GROUP]
    : [AUTHENTICATED_GROUP];
}

/** Whether a subject means requests without credentials. */
export function isUnauthenticated({ kind, name }: Subject): boolean {
  return (kind === "User" && name === ANONYMOUS_USER) || (kind === "Group" && name === UNAUTHENTICATED_GROUP);
}

/** The members of a group that everyone of a kind is in by default, for a sentence; undefined for other subjects. */
export function broadMembers({ kind, name = "" }: Subject): string | undefined {
  if (kind !== "Group") return undefined;
  if (name === AUTHENTICATED_GROUP)
    return "everybody who can log in, including every ServiceAccount of the cluster,";
  if (name === OAUTH_GROUP) return "everybody who can log in to OpenShift";
  if (name === SERVICE_ACCOUNTS_GROUP) return "every ServiceAccount of the cluster";
  const namespace = name.startsWith(`${SERVICE_ACCOUNTS_GROUP}:`)
    ? name.slice(SERVICE_ACCOUNTS_GROUP.length + 1)
    : undefined;
  return namespace && `every ServiceAccount of namespace '${namespace}', including future ones,`;
}

/**
 * The ServiceAccount that a user name means.
 * Kubernetes: apiserver/pkg/authentication/serviceaccount/util.go, SplitUsername.
 * @returns undefined if it does not mean one; `invalid` if it starts like one but is not valid
 */
export function splitUsername(name: string): { namespace: string; name: string } | "invalid" | undefined {
  if (!name.startsWith(USERNAME_PREFIX)) return undefined;
  const parts = name.slice(USERNAME_PREFIX.length).split(":");
  const [namespace = "", account = ""] = parts;
  const isOne = parts.length === 2 && isDnsLabel(namespace) && isDnsSubdomain(account);
  return isOne ? { namespace, name: account } : "invalid";
}

/**
 * Whether a string can be the name of a namespace.
 * Kubernetes: apimachinery/pkg/util/validation/validation.go, IsDNS1123Label.
 */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text);
}

/**
 * Whether a string can be the name of a ServiceAccount.
 * Kubernetes: apimachinery/pkg/util/validation/validation.go, IsDNS1123Subdomain.
 */
export function isDnsSubdomain(text: string): boolean {
  return (
    text.length <= 253 && text.split(".").every((part) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(part))
  );
}

/**
 * Whether a string can be the name of a role.
 * Kubernetes: apimachinery/pkg/api/validation/path/name.go, IsValidPathSegmentName.
 */
export function isPathSegment(text: string): boolean {
  return text !== "." && text !== ".." && !/[/%]/.test(text);
}

/**
 * The ClusterRoles that Kubernetes itself binds to all authenticated users, or to all ServiceAccounts.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, clusterRoleBindings.
 */
export const ROLES_OF_ALL_USERS: ReadonlySet<string> = new Set(
  bootstrapClusterRoleBindings
    .filter(({ subjects = [] }) => subjects.some((subject) => broadMembers(subject) !== undefined))
    .map(({ metadata }) => metadata?.name ?? ""),
);

/**
 * The ClusterRoles that OpenShift additionally binds to all authenticated users.
 * openshift-apiserver: pkg/bootstrappolicy/policy.go, GetOpenshiftBootstrapClusterRoleBindings.
 */
export const ROLES_OF_ALL_OPENSHIFT_USERS: ReadonlySet<string> = new Set([
  "basic-user",
  "cluster-status",
  "self-access-reviewer",
  "self-provisioner",
  "system:build-strategy-docker",
  "system:build-strategy-jenkinspipeline",
  "system:build-strategy-source",
  "system:oauth-token-deleter",
  "system:openshift:discovery",
  "system:scope-impersonation",
  "system:webhook",
]);
