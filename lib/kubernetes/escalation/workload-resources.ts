import type { KindName } from "../objects.js";

/** A resource from which a controller makes pods. */
export interface WorkloadResource {
  kind: KindName;
  apiGroup: string;
  resource: string;
  /** Whether the template of its pods can be changed afterwards. */
  isChangeable: boolean;
  /** Whether clusters have it only if something is installed that makes its pods. */
  isCustom?: true;
}

/**
 * The resources from which controllers make pods. The template of a Job cannot be changed.
 * Kubernetes: pkg/apis/batch/validation/validation.go, ValidateJobSpecUpdate; pkg/apis/apps/validation/validation.go,
 * where ValidateDeploymentUpdate, ValidateDaemonSetSpecUpdate, ValidateStatefulSetUpdate and ValidateReplicaSetUpdate let the
 * template change.
 */
export const WORKLOAD_RESOURCES: readonly WorkloadResource[] = [
  { kind: "Deployment", apiGroup: "apps", resource: "deployments", isChangeable: true },
  { kind: "StatefulSet", apiGroup: "apps", resource: "statefulsets", isChangeable: true },
  { kind: "DaemonSet", apiGroup: "apps", resource: "daemonsets", isChangeable: true },
  { kind: "ReplicaSet", apiGroup: "apps", resource: "replicasets", isChangeable: true },
  { kind: "ReplicationController", apiGroup: "", resource: "replicationcontrollers", isChangeable: true },
  { kind: "CronJob", apiGroup: "batch", resource: "cronjobs", isChangeable: true },
  { kind: "Job", apiGroup: "batch", resource: "jobs", isChangeable: false },
  {
    kind: "DeploymentConfig",
    apiGroup: "apps.openshift.io",
    resource: "deploymentconfigs",
    isChangeable: true,
    isCustom: true,
  },
  { kind: "Rollout", apiGroup: "argoproj.io", resource: "rollouts", isChangeable: true, isCustom: true },
  { kind: "CloneSet", apiGroup: "apps.kruise.io", resource: "clonesets", isChangeable: true, isCustom: true },
  {
    kind: "AdvancedStatefulSet",
    apiGroup: "apps.kruise.io",
    resource: "statefulsets",
    isChangeable: true,
    isCustom: true,
  },
  {
    kind: "AdvancedDaemonSet",
    apiGroup: "apps.kruise.io",
    resource: "daemonsets",
    isChangeable: true,
    isCustom: true,
  },
  {
    kind: "KnativeService",
    apiGroup: "serving.knative.dev",
    resource: "services",
    isChangeable: true,
    isCustom: true,
  },
];
