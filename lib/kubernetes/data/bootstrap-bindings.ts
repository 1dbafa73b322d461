import type { Subject } from "../objects.js";

/** The release of Kubernetes that the roles and bindings of every cluster are of. */
export const BOOTSTRAP_RELEASE = "1.37.2";

/**
 * The subjects of the ClusterRoleBindings that the API server creates, by the name of the ClusterRole, which is
 * also the binding's, in Kubernetes 1.37.2: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go,
 * ClusterRoleBindings. Written by `npm run data` (scripts/bootstrap-policy.mjs): do not edit.
 */
// prettier-ignore
export const CLUSTER_ROLE_SUBJECTS: Readonly<Record<string, readonly Subject[]>> = {
  "cluster-admin": [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:masters" }],
  "system:basic-user": [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" }],
  "system:cluster-trust-bundle-discovery": [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:serviceaccounts" }],
  "system:discovery": [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" }],
  "system:kube-controller-manager": [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:kube-controller-manager" }],
  "system:kube-dns": [{ kind: "ServiceAccount", name: "kube-dns", namespace: "kube-system" }],
  "system:kube-scheduler": [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:kube-scheduler" }],
  "system:monitoring": [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:monitoring" }],
  "system:node": [],
  "system:node-proxier": [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:kube-proxy" }],
  "system:public-info-viewer": [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:authenticated" }, { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:unauthenticated" }],
  "system:service-account-issuer-discovery": [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:serviceaccounts" }],
  "system:volume-scheduler": [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:kube-scheduler" }],
  "system:controller:attachdetach-controller": [{ kind: "ServiceAccount", name: "attachdetach-controller", namespace: "kube-system" }],
  "system:controller:certificate-controller": [{ kind: "ServiceAccount", name: "certificate-controller", namespace: "kube-system" }],
  "system:controller:clusterrole-aggregation-controller": [{ kind: "ServiceAccount", name: "clusterrole-aggregation-controller", namespace: "kube-system" }],
  "system:controller:cronjob-controller": [{ kind: "ServiceAccount", name: "cronjob-controller", namespace: "kube-system" }],
  "system:controller:daemon-set-controller": [{ kind: "ServiceAccount", name: "daemon-set-controller", namespace: "kube-system" }],
  "system:controller:deployment-controller": [{ kind: "ServiceAccount", name: "deployment-controller", namespace: "kube-system" }],
  "system:controller:device-taint-eviction-controller": [{ kind: "ServiceAccount", name: "device-taint-eviction-controller", namespace: "kube-system" }],
  "system:controller:disruption-controller": [{ kind: "ServiceAccount", name: "disruption-controller", namespace: "kube-system" }],
  "system:controller:endpoint-controller": [{ kind: "ServiceAccount", name: "endpoint-controller", namespace: "kube-system" }],
  "system:controller:endpointslice-controller": [{ kind: "ServiceAccount", name: "endpointslice-controller", namespace: "kube-system" }],
  "system:controller:endpointslicemirroring-controller": [{ kind: "ServiceAccount", name: "endpointslicemirroring-controller", namespace: "kube-system" }],
  "system:controller:ephemeral-volume-controller": [{ kind: "ServiceAccount", name: "ephemeral-volume-controller", namespace: "kube-system" }],
  "system:controller:expand-controller": [{ kind: "ServiceAccount", name: "expand-controller", namespace: "kube-system" }],
  "system:controller:generic-garbage-collector": [{ kind: "ServiceAccount", name: "generic-garbage-collector", namespace: "kube-system" }],
  "system:controller:horizontal-pod-autoscaler": [{ kind: "ServiceAccount", name: "horizontal-pod-autoscaler", namespace: "kube-system" }],
  "system:controller:job-controller": [{ kind: "ServiceAccount", name: "job-controller", namespace: "kube-system" }],
  "system:controller:kube-apiserver-serving-clustertrustbundle-publisher": [{ kind: "ServiceAccount", name: "kube-apiserver-serving-clustertrustbundle-publisher", namespace: "kube-system" }],
  "system:controller:legacy-service-account-token-cleaner": [{ kind: "ServiceAccount", name: "legacy-service-account-token-cleaner", namespace: "kube-system" }],
  "system:controller:namespace-controller": [{ kind: "ServiceAccount", name: "namespace-controller", namespace: "kube-system" }],
  "system:controller:node-controller": [{ kind: "ServiceAccount", name: "node-controller", namespace: "kube-system" }],
  "system:controller:persistent-volume-binder": [{ kind: "ServiceAccount", name: "persistent-volume-binder", namespace: "kube-system" }],
  "system:controller:pod-garbage-collector": [{ kind: "ServiceAccount", name: "pod-garbage-collector", namespace: "kube-system" }],
  "system:controller:podcertificaterequestcleaner": [{ kind: "ServiceAccount", name: "podcertificaterequestcleaner", namespace: "kube-system" }],
  "system:controller:pv-protection-controller": [{ kind: "ServiceAccount", name: "pv-protection-controller", namespace: "kube-system" }],
  "system:controller:pvc-protection-controller": [{ kind: "ServiceAccount", name: "pvc-protection-controller", namespace: "kube-system" }],
  "system:controller:replicaset-controller": [{ kind: "ServiceAccount", name: "replicaset-controller", namespace: "kube-system" }],
  "system:controller:replication-controller": [{ kind: "ServiceAccount", name: "replication-controller", namespace: "kube-system" }],
  "system:controller:resource-claim-controller": [{ kind: "ServiceAccount", name: "resource-claim-controller", namespace: "kube-system" }],
  "system:controller:resourcequota-controller": [{ kind: "ServiceAccount", name: "resourcequota-controller", namespace: "kube-system" }],
  "system:controller:root-ca-cert-publisher": [{ kind: "ServiceAccount", name: "root-ca-cert-publisher", namespace: "kube-system" }],
  "system:controller:route-controller": [{ kind: "ServiceAccount", name: "route-controller", namespace: "kube-system" }],
  "system:controller:selinux-warning-controller": [{ kind: "ServiceAccount", name: "selinux-warning-controller", namespace: "kube-system" }],
  "system:controller:service-account-controller": [{ kind: "ServiceAccount", name: "service-account-controller", namespace: "kube-system" }],
  "system:controller:service-cidrs-controller": [{ kind: "ServiceAccount", name: "service-cidrs-controller", namespace: "kube-system" }],
  "system:controller:service-controller": [{ kind: "ServiceAccount", name: "service-controller", namespace: "kube-system" }],
  "system:controller:statefulset-controller": [{ kind: "ServiceAccount", name: "statefulset-controller", namespace: "kube-system" }],
  "system:controller:storage-version-migrator-controller": [{ kind: "ServiceAccount", name: "storage-version-migrator-controller", namespace: "kube-system" }],
  "system:controller:ttl-after-finished-controller": [{ kind: "ServiceAccount", name: "ttl-after-finished-controller", namespace: "kube-system" }],
  "system:controller:ttl-controller": [{ kind: "ServiceAccount", name: "ttl-controller", namespace: "kube-system" }],
  "system:controller:validatingadmissionpolicy-status-controller": [{ kind: "ServiceAccount", name: "validatingadmissionpolicy-status-controller", namespace: "kube-system" }],
  "system:controller:volumeattributesclass-protection-controller": [{ kind: "ServiceAccount", name: "volumeattributesclass-protection-controller", namespace: "kube-system" }],
};

/**
 * The RoleBindings that the API server creates, by namespace and name, in Kubernetes 1.37.2:
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy/namespace_policy.go, NamespaceRoleBindings. Written by `npm
 * run data` (scripts/bootstrap-policy.mjs): do not edit.
 */
// prettier-ignore
export const ROLE_BINDINGS: Readonly<Record<string, Readonly<Record<string, { role: string; subjects: Subject[] }>>>> = {
  "kube-public": {
    "system:controller:bootstrap-signer": { role: "system:controller:bootstrap-signer", subjects: [{ kind: "ServiceAccount", name: "bootstrap-signer", namespace: "kube-system" }] },
  },
  "kube-system": {
    "system::extension-apiserver-authentication-reader": { role: "extension-apiserver-authentication-reader", subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:kube-controller-manager" }, { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:kube-scheduler" }] },
    "system::leader-locking-kube-controller-manager": { role: "system::leader-locking-kube-controller-manager", subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:kube-controller-manager" }, { kind: "ServiceAccount", name: "kube-controller-manager", namespace: "kube-system" }, { kind: "ServiceAccount", name: "leader-election-controller", namespace: "kube-system" }] },
    "system::leader-locking-kube-scheduler": { role: "system::leader-locking-kube-scheduler", subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:kube-scheduler" }, { kind: "ServiceAccount", name: "kube-scheduler", namespace: "kube-system" }] },
    "system:controller:bootstrap-signer": { role: "system:controller:bootstrap-signer", subjects: [{ kind: "ServiceAccount", name: "bootstrap-signer", namespace: "kube-system" }] },
    "system:controller:cloud-provider": { role: "system:controller:cloud-provider", subjects: [{ kind: "ServiceAccount", name: "cloud-provider", namespace: "kube-system" }] },
    "system:controller:token-cleaner": { role: "system:controller:token-cleaner", subjects: [{ kind: "ServiceAccount", name: "token-cleaner", namespace: "kube-system" }] },
  },
};
