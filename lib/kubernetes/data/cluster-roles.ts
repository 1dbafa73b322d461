import type { PolicyRule } from "../objects.js";

/** What one of Kubernetes' own roles says, beside the name and the label that all of them have. */
export interface BootstrapRole {
  labels?: Record<string, string>;
  /** The `aggregationRule.clusterRoleSelectors`, whose rules the control plane fills in. */
  selectors?: { matchLabels: Record<string, string> }[];
  rules?: PolicyRule[];
}

const READ = ["get", "list", "watch"];
const WRITE = ["create", "delete", "deletecollection", "patch", "update"];

/**
 * Every ClusterRole that the API server creates, of Kubernetes 1.34 with its default feature gates, by name:
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy, what ClusterRoles (policy.go) and ControllerRoles
 * (controller_policy.go) return, printed and brought into this form. Nothing here is written by hand.
 */
// prettier-ignore
export const CLUSTER_ROLES: Readonly<Record<string, BootstrapRole>> = {
  "admin": {
    selectors: [{ matchLabels: { "rbac.authorization.k8s.io/aggregate-to-admin": "true" } }],
  },
  "cluster-admin": {
    rules: [
      { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
      { nonResourceURLs: ["*"], verbs: ["*"] },
    ],
  },
  "edit": {
    labels: { "rbac.authorization.k8s.io/aggregate-to-admin": "true" },
    selectors: [{ matchLabels: { "rbac.authorization.k8s.io/aggregate-to-edit": "true" } }],
  },
  "system:aggregate-to-admin": {
    labels: { "rbac.authorization.k8s.io/aggregate-to-admin": "true" },
    rules: [
      { apiGroups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews"], verbs: ["create"] },
      { apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings", "roles"], verbs: [...READ, ...WRITE] },
    ],
  },
  "system:aggregate-to-edit": {
    labels: { "rbac.authorization.k8s.io/aggregate-to-edit": "true" },
    rules: [
      { apiGroups: [""], resources: ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"], verbs: READ },
      { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"] },
      { apiGroups: [""], resources: ["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"], verbs: WRITE },
      { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
      { apiGroups: [""], resources: ["configmaps", "events", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "secrets", "serviceaccounts", "services", "services/proxy"], verbs: WRITE },
      { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
      { apiGroups: ["apps"], resources: ["daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"], verbs: WRITE },
      { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: WRITE },
      { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: WRITE },
      { apiGroups: ["extensions"], resources: ["daemonsets", "deployments", "deployments/rollback", "deployments/scale", "ingresses", "networkpolicies", "replicasets", "replicasets/scale", "replicationcontrollers/scale"], verbs: WRITE },
      { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: WRITE },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: WRITE },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: [...READ, ...WRITE] },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims", "resourceclaimtemplates"], verbs: WRITE },
    ],
  },
  "system:aggregate-to-view": {
    labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" },
    rules: [
      { apiGroups: [""], resources: ["configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "pods", "replicationcontrollers", "replicationcontrollers/scale", "serviceaccounts", "services", "services/status"], verbs: READ },
      { apiGroups: [""], resources: ["bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status", "resourcequotas", "resourcequotas/status"], verbs: READ },
      { apiGroups: [""], resources: ["namespaces"], verbs: READ },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: READ },
      { apiGroups: ["apps"], resources: ["controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets", "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status"], verbs: READ },
      { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers", "horizontalpodautoscalers/status"], verbs: READ },
      { apiGroups: ["batch"], resources: ["cronjobs", "cronjobs/status", "jobs", "jobs/status"], verbs: READ },
      { apiGroups: ["extensions"], resources: ["daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "ingresses", "ingresses/status", "networkpolicies", "replicasets", "replicasets/scale", "replicasets/status", "replicationcontrollers/scale"], verbs: READ },
      { apiGroups: ["policy"], resources: ["poddisruptionbudgets", "poddisruptionbudgets/status"], verbs: READ },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "ingresses/status", "networkpolicies"], verbs: READ },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims", "resourceclaims/status", "resourceclaimtemplates"], verbs: READ },
    ],
  },
  "system:auth-delegator": {
    rules: [
      { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
      { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
    ],
  },
  "system:basic-user": {
    rules: [
      { apiGroups: ["authorization.k8s.io"], resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], verbs: ["create"] },
      { apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"], verbs: ["create"] },
    ],
  },
  "system:certificates.k8s.io:certificatesigningrequests:nodeclient": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests/nodeclient"], verbs: ["create"] },
    ],
  },
  "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests/selfnodeclient"], verbs: ["create"] },
    ],
  },
  "system:certificates.k8s.io:kube-apiserver-client-approver": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["signers"], resourceNames: ["kubernetes.io/kube-apiserver-client"], verbs: ["approve"] },
    ],
  },
  "system:certificates.k8s.io:kube-apiserver-client-kubelet-approver": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["signers"], resourceNames: ["kubernetes.io/kube-apiserver-client-kubelet"], verbs: ["approve"] },
    ],
  },
  "system:certificates.k8s.io:kubelet-serving-approver": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["signers"], resourceNames: ["kubernetes.io/kubelet-serving"], verbs: ["approve"] },
    ],
  },
  "system:certificates.k8s.io:legacy-unknown-approver": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["signers"], resourceNames: ["kubernetes.io/legacy-unknown"], verbs: ["approve"] },
    ],
  },
  "system:controller:attachdetach-controller": {
    rules: [
      { apiGroups: [""], resources: ["persistentvolumeclaims", "persistentvolumes"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["nodes"], verbs: READ },
      { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: ["storage.k8s.io"], resources: ["volumeattachments"], verbs: ["create", "delete", "get", "list", "watch"] },
      { apiGroups: ["storage.k8s.io"], resources: ["csidrivers"], verbs: READ },
      { apiGroups: ["storage.k8s.io"], resources: ["csinodes"], verbs: READ },
    ],
  },
  "system:controller:certificate-controller": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests"], verbs: ["delete", "get", "list", "watch"] },
      { apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests/approval", "certificatesigningrequests/status"], verbs: ["update"] },
      { apiGroups: ["certificates.k8s.io"], resources: ["signers"], resourceNames: ["kubernetes.io/kube-apiserver-client-kubelet"], verbs: ["approve"] },
      { apiGroups: ["certificates.k8s.io"], resources: ["signers"], resourceNames: ["kubernetes.io/kube-apiserver-client", "kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/kubelet-serving", "kubernetes.io/legacy-unknown"], verbs: ["sign"] },
      { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:clusterrole-aggregation-controller": {
    rules: [
      { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["escalate", "get", "list", "patch", "update", "watch"] },
    ],
  },
  "system:controller:cronjob-controller": {
    rules: [
      { apiGroups: ["batch"], resources: ["cronjobs"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "delete", "get", "list", "patch", "update", "watch"] },
      { apiGroups: ["batch"], resources: ["cronjobs/status"], verbs: ["update"] },
      { apiGroups: ["batch"], resources: ["cronjobs/finalizers"], verbs: ["update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["delete", "list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:daemon-set-controller": {
    rules: [
      { apiGroups: ["apps", "extensions"], resources: ["daemonsets"], verbs: READ },
      { apiGroups: ["apps", "extensions"], resources: ["daemonsets/status"], verbs: ["update"] },
      { apiGroups: ["apps", "extensions"], resources: ["daemonsets/finalizers"], verbs: ["update"] },
      { apiGroups: [""], resources: ["nodes"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "list", "patch", "watch"] },
      { apiGroups: [""], resources: ["pods/binding"], verbs: ["create"] },
      { apiGroups: ["apps"], resources: ["controllerrevisions"], verbs: ["create", "delete", "get", "list", "patch", "update", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:deployment-controller": {
    rules: [
      { apiGroups: ["apps", "extensions"], resources: ["deployments"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: ["apps", "extensions"], resources: ["deployments/status"], verbs: ["update"] },
      { apiGroups: ["apps", "extensions"], resources: ["deployments/finalizers"], verbs: ["update"] },
      { apiGroups: ["apps", "extensions"], resources: ["replicasets"], verbs: ["create", "delete", "get", "list", "patch", "update", "watch"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:disruption-controller": {
    rules: [
      { apiGroups: ["apps", "extensions"], resources: ["deployments"], verbs: READ },
      { apiGroups: ["apps", "extensions"], resources: ["replicasets"], verbs: READ },
      { apiGroups: [""], resources: ["replicationcontrollers"], verbs: READ },
      { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: READ },
      { apiGroups: ["apps"], resources: ["statefulsets"], verbs: READ },
      { apiGroups: ["policy"], resources: ["poddisruptionbudgets/status"], verbs: ["update"] },
      { apiGroups: [""], resources: ["pods/status"], verbs: ["patch", "update"] },
      { apiGroups: ["*"], resources: ["*/scale"], verbs: ["get"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:endpoint-controller": {
    rules: [
      { apiGroups: [""], resources: ["pods", "services"], verbs: READ },
      { apiGroups: [""], resources: ["endpoints"], verbs: ["create", "delete", "get", "list", "update", "watch"] },
      { apiGroups: [""], resources: ["endpoints/restricted"], verbs: ["create"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:endpointslice-controller": {
    rules: [
      { apiGroups: [""], resources: ["nodes", "pods", "services"], verbs: READ },
      { apiGroups: [""], resources: ["services/finalizers"], verbs: ["update"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["create", "delete", "get", "list", "update", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:endpointslicemirroring-controller": {
    rules: [
      { apiGroups: [""], resources: ["endpoints", "services"], verbs: READ },
      { apiGroups: [""], resources: ["services/finalizers"], verbs: ["update"] },
      { apiGroups: [""], resources: ["endpoints/finalizers"], verbs: ["update"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["create", "delete", "get", "list", "update", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:ephemeral-volume-controller": {
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: READ },
      { apiGroups: [""], resources: ["pods/finalizers"], verbs: ["update"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["create", "get", "list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:expand-controller": {
    rules: [
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["get", "list", "patch", "update", "watch"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: READ },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: [""], resources: ["services"], verbs: ["get"] },
    ],
  },
  "system:controller:generic-garbage-collector": {
    rules: [
      { apiGroups: ["*"], resources: ["*"], verbs: ["delete", "get", "list", "patch", "update", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:horizontal-pod-autoscaler": {
    rules: [
      { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: READ },
      { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers/status"], verbs: ["update"] },
      { apiGroups: ["*"], resources: ["*/scale"], verbs: ["get", "update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] },
      { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: ["list", "watch"] },
      { apiGroups: ["custom.metrics.k8s.io"], resources: ["*"], verbs: READ },
      { apiGroups: ["external.metrics.k8s.io"], resources: ["*"], verbs: READ },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:job-controller": {
    rules: [
      { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get", "list", "patch", "update", "watch"] },
      { apiGroups: ["batch"], resources: ["jobs/status"], verbs: ["update"] },
      { apiGroups: ["batch"], resources: ["jobs/finalizers"], verbs: ["update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "list", "patch", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:legacy-service-account-token-cleaner": {
    rules: [
      { apiGroups: [""], resources: ["configmaps"], resourceNames: ["kube-apiserver-legacy-service-account-token-tracking"], verbs: ["get"] },
      { apiGroups: [""], resources: ["secrets"], verbs: ["delete", "patch"] },
    ],
  },
  "system:controller:namespace-controller": {
    rules: [
      { apiGroups: [""], resources: ["namespaces"], verbs: ["delete", "get", "list", "watch"] },
      { apiGroups: [""], resources: ["namespaces/finalize", "namespaces/status"], verbs: ["update"] },
      { apiGroups: ["*"], resources: ["*"], verbs: ["delete", "deletecollection", "get", "list", "watch"] },
    ],
  },
  "system:controller:node-controller": {
    rules: [
      { apiGroups: [""], resources: ["nodes"], verbs: ["delete", "get", "list", "patch", "update", "watch"] },
      { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["pods/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["delete", "get", "list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:persistent-volume-binder": {
    rules: [
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create", "delete", "get", "list", "update", "watch"] },
      { apiGroups: [""], resources: ["persistentvolumes/status"], verbs: ["update"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims/status"], verbs: ["update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "get", "list", "watch"] },
      { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: READ },
      { apiGroups: [""], resources: ["nodes"], verbs: ["list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: [""], resources: ["events"], verbs: ["watch"] },
      { apiGroups: [""], resources: ["services"], verbs: ["get"] },
    ],
  },
  "system:controller:pod-garbage-collector": {
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["delete", "list", "watch"] },
      { apiGroups: [""], resources: ["nodes"], verbs: READ },
      { apiGroups: [""], resources: ["pods/status"], verbs: ["patch"] },
    ],
  },
  "system:controller:pv-protection-controller": {
    rules: [
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:pvc-protection-controller": {
    rules: [
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: [""], resources: ["pods"], verbs: READ },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:replicaset-controller": {
    rules: [
      { apiGroups: ["apps", "extensions"], resources: ["replicasets"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: ["apps", "extensions"], resources: ["replicasets/status"], verbs: ["update"] },
      { apiGroups: ["apps", "extensions"], resources: ["replicasets/finalizers"], verbs: ["update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "list", "patch", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:replication-controller": {
    rules: [
      { apiGroups: [""], resources: ["replicationcontrollers"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: [""], resources: ["replicationcontrollers/status"], verbs: ["update"] },
      { apiGroups: [""], resources: ["replicationcontrollers/finalizers"], verbs: ["update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "list", "patch", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:resource-claim-controller": {
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: READ },
      { apiGroups: [""], resources: ["pods/finalizers"], verbs: ["update"] },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims"], verbs: ["create", "delete", "get", "list", "watch"] },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims", "resourceclaims/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["pods/status"], verbs: ["patch", "update"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:resourcequota-controller": {
    rules: [
      { apiGroups: ["*"], resources: ["*"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["resourcequotas/status"], verbs: ["update"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:root-ca-cert-publisher": {
    rules: [
      { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "update"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:route-controller": {
    rules: [
      { apiGroups: [""], resources: ["nodes"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:selinux-warning-controller": {
    rules: [
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: READ },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: READ },
      { apiGroups: [""], resources: ["pods"], verbs: READ },
      { apiGroups: ["storage.k8s.io"], resources: ["csidrivers"], verbs: READ },
    ],
  },
  "system:controller:service-account-controller": {
    rules: [
      { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["create"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:service-cidrs-controller": {
    rules: [
      { apiGroups: ["networking.k8s.io"], resources: ["servicecidrs"], verbs: ["get", "list", "patch", "update", "watch"] },
      { apiGroups: ["networking.k8s.io"], resources: ["servicecidrs/finalizers"], verbs: ["patch", "update"] },
      { apiGroups: ["networking.k8s.io"], resources: ["servicecidrs/status"], verbs: ["patch", "update"] },
      { apiGroups: ["networking.k8s.io"], resources: ["ipaddresses"], verbs: READ },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:service-controller": {
    rules: [
      { apiGroups: [""], resources: ["services"], verbs: READ },
      { apiGroups: [""], resources: ["services/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["nodes"], verbs: ["list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:statefulset-controller": {
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] },
      { apiGroups: ["apps"], resources: ["statefulsets"], verbs: READ },
      { apiGroups: ["apps"], resources: ["statefulsets/status"], verbs: ["update"] },
      { apiGroups: ["apps"], resources: ["statefulsets/finalizers"], verbs: ["update"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete", "get", "patch", "update"] },
      { apiGroups: ["apps"], resources: ["controllerrevisions"], verbs: ["create", "delete", "get", "list", "patch", "update", "watch"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["create", "get", "list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["delete", "update"] },
      { apiGroups: [""], resources: ["pods/finalizers"], verbs: ["update"] },
    ],
  },
  "system:controller:ttl-after-finished-controller": {
    rules: [
      { apiGroups: ["batch"], resources: ["jobs"], verbs: ["delete", "get", "list", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:ttl-controller": {
    rules: [
      { apiGroups: [""], resources: ["nodes"], verbs: ["list", "patch", "update", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:validatingadmissionpolicy-status-controller": {
    rules: [
      { apiGroups: ["admissionregistration.k8s.io"], resources: ["validatingadmissionpolicies"], verbs: READ },
      { apiGroups: ["admissionregistration.k8s.io"], resources: ["validatingadmissionpolicies/status"], verbs: ["get", "patch", "update"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:volumeattributesclass-protection-controller": {
    rules: [
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: READ },
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: READ },
      { apiGroups: ["storage.k8s.io"], resources: ["volumeattributesclasses"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:discovery": {
    rules: [
      { nonResourceURLs: ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"], verbs: ["get"] },
    ],
  },
  "system:heapster": {
    rules: [
      { apiGroups: [""], resources: ["events", "namespaces", "nodes", "pods"], verbs: READ },
      { apiGroups: ["extensions"], resources: ["deployments"], verbs: READ },
    ],
  },
  "system:kube-aggregator": {
    rules: [
      { apiGroups: [""], resources: ["endpoints", "services"], verbs: READ },
    ],
  },
  "system:kube-controller-manager": {
    rules: [
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], resourceNames: ["kube-controller-manager"], verbs: ["get", "update"] },
      { apiGroups: [""], resources: ["secrets", "serviceaccounts"], verbs: ["create"] },
      { apiGroups: [""], resources: ["secrets"], verbs: ["delete"] },
      { apiGroups: [""], resources: ["configmaps", "namespaces", "secrets", "serviceaccounts"], verbs: ["get"] },
      { apiGroups: [""], resources: ["secrets", "serviceaccounts"], verbs: ["update"] },
      { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
      { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
      { apiGroups: ["*"], resources: ["*"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
    ],
  },
  "system:kube-dns": {
    rules: [
      { apiGroups: [""], resources: ["endpoints", "services"], verbs: ["list", "watch"] },
    ],
  },
  "system:kube-scheduler": {
    rules: [
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], resourceNames: ["kube-scheduler"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: ["coordination.k8s.io"], resources: ["leasecandidates"], verbs: [...READ, ...WRITE] },
      { apiGroups: [""], resources: ["nodes"], verbs: READ },
      { apiGroups: [""], resources: ["pods"], verbs: ["delete", "get", "list", "watch"] },
      { apiGroups: [""], resources: ["bindings", "pods/binding"], verbs: ["create"] },
      { apiGroups: [""], resources: ["pods/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["replicationcontrollers", "services"], verbs: READ },
      { apiGroups: ["apps", "extensions"], resources: ["replicasets"], verbs: READ },
      { apiGroups: ["apps"], resources: ["statefulsets"], verbs: READ },
      { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: READ },
      { apiGroups: [""], resources: ["persistentvolumeclaims", "persistentvolumes"], verbs: READ },
      { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
      { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
      { apiGroups: ["storage.k8s.io"], resources: ["csinodes"], verbs: READ },
      { apiGroups: ["storage.k8s.io"], resources: ["volumeattachments"], verbs: READ },
      { apiGroups: [""], resources: ["namespaces"], verbs: READ },
      { apiGroups: ["storage.k8s.io"], resources: ["csidrivers"], verbs: READ },
      { apiGroups: ["storage.k8s.io"], resources: ["csistoragecapacities"], verbs: READ },
      { apiGroups: ["resource.k8s.io"], resources: ["deviceclasses"], verbs: READ },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims"], verbs: ["get", "list", "patch", "update", "watch"] },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims/status"], verbs: ["get", "list", "patch", "update", "watch"] },
      { apiGroups: [""], resources: ["pods/finalizers"], verbs: ["update"] },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceslices"], verbs: READ },
    ],
  },
  "system:kubelet-api-admin": {
    rules: [
      { apiGroups: [""], resources: ["nodes"], verbs: READ },
      { apiGroups: [""], resources: ["nodes"], verbs: ["proxy"] },
      { apiGroups: [""], resources: ["nodes/log", "nodes/metrics", "nodes/proxy", "nodes/stats"], verbs: ["*"] },
      { apiGroups: [""], resources: ["nodes/configz", "nodes/healthz", "nodes/pods"], verbs: ["*"] },
    ],
  },
  "system:monitoring": {
    rules: [
      { nonResourceURLs: ["/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics", "/metrics/slis", "/readyz", "/readyz/*"], verbs: ["get"] },
      { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
    ],
  },
  "system:node": {
    rules: [
      { apiGroups: ["authentication.k8s.io"], resources: ["tokenreviews"], verbs: ["create"] },
      { apiGroups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews", "subjectaccessreviews"], verbs: ["create"] },
      { apiGroups: [""], resources: ["services"], verbs: READ },
      { apiGroups: [""], resources: ["nodes"], verbs: ["create", "get", "list", "watch"] },
      { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["nodes"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: [""], resources: ["pods"], verbs: READ },
      { apiGroups: [""], resources: ["pods"], verbs: ["create", "delete"] },
      { apiGroups: [""], resources: ["pods/status"], verbs: ["patch", "update"] },
      { apiGroups: [""], resources: ["pods/eviction"], verbs: ["create"] },
      { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: READ },
      { apiGroups: [""], resources: ["persistentvolumeclaims", "persistentvolumes"], verbs: ["get"] },
      { apiGroups: [""], resources: ["endpoints"], verbs: ["get"] },
      { apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests"], verbs: ["create", "get", "list", "watch"] },
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "delete", "get", "patch", "update"] },
      { apiGroups: ["storage.k8s.io"], resources: ["volumeattachments"], verbs: ["get"] },
      { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims/status"], verbs: ["get", "patch", "update"] },
      { apiGroups: ["storage.k8s.io"], resources: ["csidrivers"], verbs: READ },
      { apiGroups: ["storage.k8s.io"], resources: ["csinodes"], verbs: ["create", "delete", "get", "patch", "update"] },
      { apiGroups: ["node.k8s.io"], resources: ["runtimeclasses"], verbs: READ },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims"], verbs: ["get"] },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceslices"], verbs: ["deletecollection"] },
      { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["get"] },
    ],
  },
  "system:node-bootstrapper": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests"], verbs: ["create", "get", "list", "watch"] },
    ],
  },
  "system:node-problem-detector": {
    rules: [
      { apiGroups: [""], resources: ["nodes"], verbs: ["get"] },
      { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:node-proxier": {
    rules: [
      { apiGroups: [""], resources: ["endpoints", "services"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["nodes"], verbs: READ },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: ["networking.k8s.io"], resources: ["servicecidrs"], verbs: ["list", "watch"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    ],
  },
  "system:persistent-volume-provisioner": {
    rules: [
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create", "delete", "get", "list", "watch"] },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["get", "list", "update", "watch"] },
      { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: READ },
      { apiGroups: [""], resources: ["events"], verbs: ["watch"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:public-info-viewer": {
    rules: [
      { nonResourceURLs: ["/healthz", "/livez", "/readyz", "/version", "/version/"], verbs: ["get"] },
    ],
  },
  "system:service-account-issuer-discovery": {
    rules: [
      { nonResourceURLs: ["/.well-known/openid-configuration", "/.well-known/openid-configuration/", "/openid/v1/jwks", "/openid/v1/jwks/"], verbs: ["get"] },
    ],
  },
  "system:volume-scheduler": {
    rules: [
      { apiGroups: [""], resources: ["persistentvolumes"], verbs: ["get", "list", "patch", "update", "watch"] },
      { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: READ },
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["get", "list", "patch", "update", "watch"] },
    ],
  },
  "view": {
    labels: { "rbac.authorization.k8s.io/aggregate-to-edit": "true" },
    selectors: [{ matchLabels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" } }],
  },
};

/**
 * The Roles that the API server creates, by namespace and name:
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy/namespace_policy.go, NamespaceRoles, of Kubernetes 1.34.
 */
// prettier-ignore
export const ROLES: Readonly<Record<string, Readonly<Record<string, BootstrapRole>>>> = {
  "kube-public": {
    "system:controller:bootstrap-signer": {
      rules: [
        { apiGroups: [""], resources: ["configmaps"], verbs: READ },
        { apiGroups: [""], resources: ["configmaps"], resourceNames: ["cluster-info"], verbs: ["update"] },
        { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      ],
    },
  },
  "kube-system": {
    "extension-apiserver-authentication-reader": {
      rules: [
        { apiGroups: [""], resources: ["configmaps"], resourceNames: ["extension-apiserver-authentication"], verbs: READ },
      ],
    },
    "system::leader-locking-kube-controller-manager": {
      rules: [
        { apiGroups: [""], resources: ["configmaps"], verbs: ["watch"] },
        { apiGroups: [""], resources: ["configmaps"], resourceNames: ["kube-controller-manager"], verbs: ["get", "update"] },
        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "get", "list", "update", "watch"] },
        { apiGroups: ["coordination.k8s.io"], resources: ["leasecandidates"], verbs: ["create", "get", "list", "update", "watch"] },
      ],
    },
    "system::leader-locking-kube-scheduler": {
      rules: [
        { apiGroups: [""], resources: ["configmaps"], verbs: ["watch"] },
        { apiGroups: [""], resources: ["configmaps"], resourceNames: ["kube-scheduler"], verbs: ["get", "update"] },
        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "get", "list", "update", "watch"] },
        { apiGroups: ["coordination.k8s.io"], resources: ["leasecandidates"], verbs: ["create", "get", "list", "update", "watch"] },
      ],
    },
    "system:controller:bootstrap-signer": {
      rules: [
        { apiGroups: [""], resources: ["secrets"], verbs: READ },
      ],
    },
    "system:controller:cloud-provider": {
      rules: [
        { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "get", "list", "watch"] },
      ],
    },
    "system:controller:token-cleaner": {
      rules: [
        { apiGroups: [""], resources: ["secrets"], verbs: ["delete", "get", "list", "watch"] },
        { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      ],
    },
  },
};
