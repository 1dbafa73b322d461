/** The platforms whose own roles are known. */
export const PLATFORMS = ["openshift", "eks", "gke", "aks"] as const;

export type Platform = (typeof PLATFORMS)[number];

/**
 * ClusterRoles that a platform itself installs in each of its clusters, as names or patterns.
 * Optional add-ons are left out: their roles may be missing.
 */
const CLUSTER_ROLES: Readonly<Record<Platform, readonly string[]>> = {
  // openshift/openshift-apiserver, pkg/bootstrappolicy; openshift/cluster-monitoring-operator, assets.
  openshift: [
    "alert-routing-edit",
    "basic-user",
    "cluster-debugger",
    "cluster-monitoring-view",
    "cluster-reader",
    "cluster-status",
    "monitoring-edit",
    "monitoring-rules-edit",
    "monitoring-rules-view",
    "registry-admin",
    "registry-editor",
    "registry-viewer",
    "self-access-reviewer",
    "self-provisioner",
    "storage-admin",
    "sudoer",
    "system:build-strategy-custom",
    "system:build-strategy-docker",
    "system:build-strategy-jenkinspipeline",
    "system:build-strategy-source",
    "system:deployer",
    "system:image-auditor",
    "system:image-builder",
    "system:image-puller",
    "system:image-pusher",
    "system:image-signer",
    "system:master",
    "system:node-admin",
    "system:node-reader",
    "system:oauth-token-deleter",
    "system:openshift:*",
    "system:router",
    "system:scope-impersonation",
    "system:sdn-manager",
    "system:sdn-reader",
    "system:webhook",
  ],
  // Amazon EKS user guide, "Understand Amazon EKS created RBAC roles and users".
  eks: ["aws-node", "eks:*", "vpc-resource-controller-role"],
  // As listed by clusters of several versions.
  gke: [
    "cloud-provider",
    "gce:*",
    "kubelet-api-admin",
    "read-updateinfo",
    "system:gcp-controller-manager",
    "system:gke-*",
    "system:glbc-status",
    "system:kubestore-collector",
    "system:managed-certificate-controller",
  ],
  aks: [
    "aks-service",
    "cloud-node-manager",
    "container-health-log-reader",
    "system:azure-cloud-provider",
    "system:azure-cloud-provider-secret-getter",
    "system:coredns-autoscaler",
    "system:metrics-server",
    "system:persistent-volume-secret-operator",
  ],
};

/** Roles that a platform itself installs, as `namespace/name`. */
const ROLES: Readonly<Record<Platform, readonly string[]>> = {
  // openshift/openshift-apiserver, pkg/bootstrappolicy/namespace_policy.go; openshift/cluster-monitoring-operator, assets.
  openshift: [
    "openshift/shared-resource-viewer",
    "openshift-monitoring/cluster-monitoring-metrics-api",
    "openshift-monitoring/monitoring-alertmanager-edit",
    "openshift-monitoring/monitoring-alertmanager-view",
    "openshift-node/system:node-config-reader",
    "openshift-user-workload-monitoring/user-workload-monitoring-config-edit",
  ],
  eks: [],
  gke: [],
  aks: ["kube-system/system:metrics-server"],
};

/** The ClusterRoles that a platform itself installs: names, and patterns for `matchesGlob`. */
export function platformClusterRoles(platform: Platform): readonly string[] {
  return CLUSTER_ROLES[platform];
}

/** The Roles that a platform itself installs, each as `namespace/name`. */
export function platformRoles(platform: Platform): readonly string[] {
  return ROLES[platform];
}
