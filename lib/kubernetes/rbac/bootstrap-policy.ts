import type { BootstrapRole } from "../data/bootstrap-role.js";
import { CLUSTER_ROLES as OTHER_ROLES } from "../data/cluster-roles.js";
import { CONTROLLER_ROLES } from "../data/controller-roles.js";
import { ROLES } from "../data/namespaced-roles.js";
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding, Subject } from "../objects.js";

/*
 * The roles and bindings that the API server itself creates and maintains: Kubernetes,
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy, in version 1.34 with its default feature gates.
 * builtin-roles.ts has the names in every version.
 */

const CLUSTER_ROLES: Readonly<Record<string, BootstrapRole>> = { ...OTHER_ROLES, ...CONTROLLER_ROLES };

const API_GROUP = "rbac.authorization.k8s.io";
const API_VERSION = `${API_GROUP}/v1`;
const LABELS = { "kubernetes.io/bootstrapping": "rbac-defaults" };

/** The prefix of a controller's ClusterRole, before the name of its ServiceAccount. */
export const CONTROLLER_PREFIX = "system:controller:";

/** The subjects of policy.go, ClusterRoleBindings, by the name of the ClusterRole, which is also the binding's. */
const CLUSTER_ROLE_SUBJECTS: Readonly<Record<string, readonly Subject[]>> = {
  "cluster-admin": [group("system:masters")],
  "system:basic-user": [group("system:authenticated")],
  "system:discovery": [group("system:authenticated")],
  "system:kube-controller-manager": [user("system:kube-controller-manager")],
  "system:kube-dns": [serviceAccount("kube-dns")],
  "system:kube-scheduler": [user("system:kube-scheduler")],
  "system:monitoring": [group("system:monitoring")],
  "system:node": [],
  "system:node-proxier": [user("system:kube-proxy")],
  "system:public-info-viewer": [group("system:authenticated"), group("system:unauthenticated")],
  "system:service-account-issuer-discovery": [group("system:serviceaccounts")],
  "system:volume-scheduler": [user("system:kube-scheduler")],
};

/** The bindings of namespace_policy.go, NamespaceRoleBindings, by namespace and name. */
const ROLE_BINDINGS: Readonly<
  Record<string, Readonly<Record<string, { role: string; subjects: Subject[] }>>>
> = {
  "kube-system": {
    "system::extension-apiserver-authentication-reader": {
      role: "extension-apiserver-authentication-reader",
      subjects: [user("system:kube-controller-manager"), user("system:kube-scheduler")],
    },
    "system::leader-locking-kube-controller-manager": {
      role: "system::leader-locking-kube-controller-manager",
      subjects: [
        user("system:kube-controller-manager"),
        serviceAccount("kube-controller-manager"),
        serviceAccount("leader-election-controller"),
      ],
    },
    "system::leader-locking-kube-scheduler": {
      role: "system::leader-locking-kube-scheduler",
      subjects: [user("system:kube-scheduler"), serviceAccount("kube-scheduler")],
    },
    ...controllerBindings("bootstrap-signer", "cloud-provider", "token-cleaner"),
  },
  "kube-public": controllerBindings("bootstrap-signer"),
};

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
export const bootstrapClusterRoleBindings: readonly ClusterRoleBinding[] = Object.keys(CLUSTER_ROLES)
  .filter((name) => name.startsWith(CONTROLLER_PREFIX) || CLUSTER_ROLE_SUBJECTS[name] !== undefined)
  .map((name) => ({
    apiVersion: API_VERSION,
    kind: "ClusterRoleBinding",
    metadata: { name, labels: LABELS },
    roleRef: { apiGroup: API_GROUP, kind: "ClusterRole", name },
    subjects: [...defaultSubjects(name)],
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

/**
 * The subjects to which every cluster binds one of its own ClusterRoles, in the whole cluster: the group
 * `system:authenticated` for `system:basic-user`. None for any other role.
 */
export function defaultSubjects(clusterRole: string): readonly Subject[] {
  if (Object.hasOwn(CLUSTER_ROLE_SUBJECTS, clusterRole)) return CLUSTER_ROLE_SUBJECTS[clusterRole] ?? [];
  if (!clusterRole.startsWith(CONTROLLER_PREFIX) || !Object.hasOwn(CLUSTER_ROLES, clusterRole)) return [];
  return [serviceAccount(clusterRole.slice(CONTROLLER_PREFIX.length))];
}

function group(name: string): Subject {
  return { kind: "Group", apiGroup: API_GROUP, name };
}

function user(name: string): Subject {
  return { kind: "User", apiGroup: API_GROUP, name };
}

function serviceAccount(name: string): Subject {
  return { kind: "ServiceAccount", name, namespace: "kube-system" };
}

function controllerBindings(...controllers: string[]): Record<string, { role: string; subjects: Subject[] }> {
  return Object.fromEntries(
    controllers.map((controller) => {
      const role = CONTROLLER_PREFIX + controller;
      return [role, { role, subjects: [serviceAccount(controller)] }];
    }),
  );
}
