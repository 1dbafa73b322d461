import { CLUSTER_ROLE_SUBJECTS, ROLE_BINDINGS } from "../data/bootstrap-bindings.js";
import type { BootstrapRole } from "../data/bootstrap-role.js";
import { CLUSTER_ROLES as OTHER_ROLES } from "../data/cluster-roles.js";
import { CONTROLLER_ROLES } from "../data/controller-roles.js";
import { ROLES } from "../data/namespaced-roles.js";
import type { Binding, ClusterRole, ClusterRoleBinding, Role, RoleBinding, Subject } from "../objects.js";

/*
 * The roles and bindings that the API server itself creates and maintains: Kubernetes,
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy, in BOOTSTRAP_RELEASE with its default feature gates.
 * builtin-roles.ts has the names in every release.
 */

const CLUSTER_ROLES: Readonly<Record<string, BootstrapRole>> = { ...OTHER_ROLES, ...CONTROLLER_ROLES };

const API_GROUP = "rbac.authorization.k8s.io";
const API_VERSION = `${API_GROUP}/v1`;
const LABELS = { "kubernetes.io/bootstrapping": "rbac-defaults" };

/** The ClusterRoles that every cluster has, with their rules; `admin`, `edit` and `view` have an aggregationRule. */
export const bootstrapClusterRoles: readonly ClusterRole[] = Object.entries(CLUSTER_ROLES).map(
  ([name, role]) => ({
    apiVersion: API_VERSION,
    kind: "ClusterRole",
    metadata: { name, labels: { ...LABELS, ...role.labels } },
    ...(role.selectors && { aggregationRule: { clusterRoleSelectors: role.selectors } }),
    rules: role.rules ?? [],
  }),
);

/** One of these ClusterRoles, by name. */
export function bootstrapClusterRole(name: string | undefined): ClusterRole | undefined {
  return bootstrapClusterRoles.find(({ metadata }) => metadata?.name === name);
}

/** The Roles that every cluster has in kube-system and kube-public. */
export const bootstrapRoles: readonly Role[] = Object.entries(ROLES).flatMap(([namespace, roles]) =>
  Object.entries(roles).map(([name, { rules = [] }]: [string, BootstrapRole]) => ({
    apiVersion: API_VERSION,
    kind: "Role",
    metadata: { name, namespace, labels: LABELS },
    rules,
  })),
);

/** The ClusterRoleBindings that every cluster has. */
export const bootstrapClusterRoleBindings: readonly ClusterRoleBinding[] = Object.entries(
  CLUSTER_ROLE_SUBJECTS,
).map(([name, subjects]) => ({
  apiVersion: API_VERSION,
  kind: "ClusterRoleBinding",
  metadata: { name, labels: LABELS },
  roleRef: { apiGroup: API_GROUP, kind: "ClusterRole", name },
  subjects: [...subjects],
}));

/** The RoleBindings that every cluster has in kube-system and kube-public. */
export const bootstrapRoleBindings: readonly RoleBinding[] = Object.entries(ROLE_BINDINGS).flatMap(
  ([namespace, bindings]) =>
    Object.entries(bindings).map(([name, { role, subjects }]) => ({
      apiVersion: API_VERSION,
      kind: "RoleBinding",
      metadata: { name, namespace, labels: LABELS },
      roleRef: { apiGroup: API_GROUP, kind: "Role", name: role },
      subjects,
    })),
);

/** All bindings that every cluster has. */
export const bootstrapBindings: readonly Binding[] = [
  ...bootstrapClusterRoleBindings,
  ...bootstrapRoleBindings,
];

/** The role of every cluster that a binding refers to; undefined if it is none of these. */
export function bootstrapRoleOf({
  roleRef,
  metadata,
}: Pick<Binding, "roleRef" | "metadata">): ClusterRole | Role | undefined {
  if (roleRef?.kind === "ClusterRole") return bootstrapClusterRole(roleRef.name);
  return bootstrapRoles.find((role) => {
    return role.metadata?.name === roleRef?.name && role.metadata?.namespace === metadata?.namespace;
  });
}

/**
 * The subjects to which every cluster binds one of its own ClusterRoles, in the whole cluster: the group
 * `system:authenticated` for `system:basic-user`. None for any other role.
 */
export function defaultSubjects(clusterRole: string): readonly Subject[] {
  return Object.hasOwn(CLUSTER_ROLE_SUBJECTS, clusterRole) ? (CLUSTER_ROLE_SUBJECTS[clusterRole] ?? []) : [];
}
