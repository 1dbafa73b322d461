import { bootstrapClusterRoles, bootstrapRoles } from "./bootstrap-policy.js";
import { OTHER_CLUSTER_ROLES } from "../data/controller-roles.js";
import type { KindName } from "../objects.js";

/**
 * The ClusterRoles that the API server itself creates, in any release since 1.28 and with any feature gates.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy, policy.go and controller_policy.go.
 */
const CLUSTER_ROLES = [
  ...bootstrapClusterRoles.map(({ metadata }) => metadata?.name ?? ""),
  ...OTHER_CLUSTER_ROLES,
];

/** The prefix of a controller's role, before the name of its ServiceAccount. */
const CONTROLLER_PREFIX = "system:controller:";

/**
 * The controllers that have a ServiceAccount in kube-system: each has a ClusterRole or, as namespace_policy.go says,
 * a Role `system:controller:NAME`.
 */
const CONTROLLERS = [...CLUSTER_ROLES, ...bootstrapRoles.map(({ metadata }) => metadata?.name ?? "")]
  .filter((name) => name.startsWith(CONTROLLER_PREFIX))
  .map((name) => name.slice(CONTROLLER_PREFIX.length));

/**
 * What kubeadm adds: cmd/kubeadm/app/constants/constants.go, GetNodesClusterRoleName, and
 * cmd/kubeadm/app/phases/addons/dns/manifests.go, CoreDNSClusterRole.
 */
const KUBEADM_CLUSTER_ROLES = ["kubeadm:get-nodes", "system:coredns"];

/** What kubeadm adds: cmd/kubeadm/app/phases/addons, dns and proxy. */
const KUBEADM_SERVICE_ACCOUNTS = ["coredns", "kube-proxy"];

/** What kubeadm adds in kube-system and in kube-public. */
const KUBEADM_ROLES: ReadonlySet<string> = new Set([
  "kubeadm:nodes-kubeadm-config",
  "kubeadm:kubelet-config",
  "kube-proxy",
]);
const KUBEADM_CLUSTER_INFO = "kubeadm:bootstrap-signer-clusterinfo";

const clusterRoles: readonly string[] = [...CLUSTER_ROLES, ...KUBEADM_CLUSTER_ROLES].sort();
const clusterRoleSet: ReadonlySet<string> = new Set(clusterRoles);

/**
 * Roles by namespace: those of plugin/pkg/auth/authorizer/rbac/bootstrappolicy/namespace_policy.go, and
 * kubeadm's (cmd/kubeadm/app/phases: uploadconfig, kubelet/config.go, addons/proxy, bootstraptoken/clusterinfo).
 */
const roles: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["kube-system", new Set([...rolesIn("kube-system"), ...KUBEADM_ROLES])],
  ["kube-public", new Set([...rolesIn("kube-public"), KUBEADM_CLUSTER_INFO])],
]);

function rolesIn(namespace: string): string[] {
  return bootstrapRoles
    .filter(({ metadata }) => metadata?.namespace === namespace)
    .map(({ metadata }) => metadata?.name ?? "");
}

/** The namespaces of every cluster, the API server's: pkg/controlplane/controller/systemnamespaces, and pkg/controlplane/instance.go. */
export const builtInNamespaces: ReadonlySet<string> = new Set([
  "default",
  "kube-system",
  "kube-public",
  "kube-node-lease",
]);

const systemServiceAccounts: ReadonlySet<string> = new Set([...CONTROLLERS, ...KUBEADM_SERVICE_ACCOUNTS]);

/** The names of all ClusterRoles that Kubernetes itself or kubeadm creates, for suggestions. */
export function builtInClusterRoleNames(): readonly string[] {
  return clusterRoles;
}

/**
 * Whether a ClusterRole exists in every cluster of some version without being applied.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy, policy.go and controller_policy.go.
 */
export function isBuiltInClusterRole(name: string): boolean {
  return clusterRoleSet.has(name);
}

/**
 * Whether a Role exists in every cluster without being applied.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/namespace_policy.go.
 */
export function isBuiltInRole(namespace: string, name: string): boolean {
  return roles.get(namespace)?.has(name) ?? false;
}

/**
 * Whether the API server itself creates and maintains a role; the roles of kubeadm are applied like any other.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy, and registry/rbac/rest/storage_rbac.go,
 * ensureRBACPolicy (pkg/registry).
 */
export function isRoleOfApiServer(kind: KindName, name: string, namespace = ""): boolean {
  if (kind === "Role")
    return isBuiltInRole(namespace, name) && !KUBEADM_ROLES.has(name) && name !== KUBEADM_CLUSTER_INFO;
  return isBuiltInClusterRole(name) && !KUBEADM_CLUSTER_ROLES.includes(name);
}

/**
 * Whether a namespace exists in every cluster.
 * Kubernetes: pkg/controlplane/controller/systemnamespaces/system_namespaces_controller.go.
 */
export function isBuiltInNamespace(name: string): boolean {
  return builtInNamespaces.has(name);
}

/** Whether a namespace belongs to the cluster's own components, which a default-deny policy would cut off. */
export function isSystemNamespace(name: string): boolean {
  return isBuiltInNamespace(name) && name !== "default";
}

/**
 * Whether a ServiceAccount exists without being applied: `default` in any namespace
 * (Kubernetes: pkg/controller/serviceaccount/serviceaccounts_controller.go), and the controllers' in kube-system.
 */
export function isBuiltInServiceAccount(namespace: string, name: string): boolean {
  return name === "default" || (namespace === "kube-system" && systemServiceAccounts.has(name));
}
