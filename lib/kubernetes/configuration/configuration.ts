/** The formats of the documents that set up a cluster and its tools, by the project's own names for them. */
export type FormatName =
  /** A line of an ABAC policy file. */
  | "AbacPolicy"
  | "Kubeconfig"
  | "KubeletConfiguration"
  | "KubeProxyConfiguration"
  | "KubeSchedulerConfiguration"
  | "AuthenticationConfiguration"
  | "AuthorizationConfiguration"
  | "AdmissionConfiguration"
  | "PodSecurityConfiguration"
  | "EncryptionConfiguration"
  | "AuditPolicy"
  /** kubeadm's. */
  | "ClusterConfiguration"
  | "InitConfiguration"
  | "JoinConfiguration"
  /** Any kind of Cluster API that holds what kubeadm is told: KubeadmControlPlane, KubeadmConfig and their templates. */
  | "KubeadmControlPlane"
  | "KopsCluster"
  | "KindCluster"
  | "TalosMachine"
  /** The config.yaml of k3s and RKE2. */
  | "K3sConfig"
  /** A Pod, or a workload, that runs a component of Kubernetes. */
  | "ComponentPod"
  /** What maps roles and users of AWS: EKS' ConfigMap, eksctl's file, those of aws-iam-authenticator. */
  | "AwsAuth"
  /** The ConfigMap argocd-rbac-cm. */
  | "ArgoCdRbac"
  /** The ConfigMap argocd-cm. */
  | "ArgoCdSettings"
  /** The ConfigMap argocd-cmd-params-cm, from which Argo CD's programs take flags. */
  | "ArgoCdParameters"
  /** The ConfigMap workflow-controller-configmap of Argo Workflows. */
  | "ArgoWorkflowsSettings"
  /** An AppProject of Argo CD, whose roles have policies. It is an object of builds besides. */
  | "ArgoCdProject"
  /** An ArgoCD, from which Argo CD's operator makes argocd-rbac-cm. */
  | "ArgoCdOperator"
  /** A Secret with which Argo CD reaches a cluster. */
  | "ArgoCdCluster";

/** A document that sets up a cluster: no object of a build, but a file for a component or a tool. */
export interface Configuration {
  format: FormatName;
  /** Its plain value. Any field can be missing or of any type. What is secret in it is replaced by `SECRET`. */
  value: Readonly<Record<string, unknown>>;
}

/**
 * Replaces what is secret when a file is read, so that no cache holds it and no message can show it. What is empty, and
 * what something else fills in later, stays.
 */
export const SECRET = "(secret)";
