import { type BootstrapRole, READ } from "./bootstrap-role.js";

/**
 * The ClusterRoles that the API server creates for controllers, by name, in Kubernetes 1.37.2:
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go, ControllerRoles. Written by `npm run
 * data` (scripts/bootstrap-policy.mjs): do not edit.
 */
// prettier-ignore
export const CONTROLLER_ROLES: Readonly<Record<string, BootstrapRole>> = {
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
  "system:controller:device-taint-eviction-controller": {
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["delete", "get", "list", "watch"] },
      { apiGroups: [""], resources: ["pods/status"], verbs: ["patch", "update"] },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims"], verbs: READ },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceslices"], verbs: READ },
      { apiGroups: ["resource.k8s.io"], resources: ["deviceclasses"], verbs: READ },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
      { apiGroups: ["resource.k8s.io"], resources: ["devicetaintrules/status"], verbs: ["patch", "update"] },
      { apiGroups: ["resource.k8s.io"], resources: ["devicetaintrules"], verbs: READ },
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
  "system:controller:kube-apiserver-serving-clustertrustbundle-publisher": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["signers"], resourceNames: ["kubernetes.io/kube-apiserver-serving"], verbs: ["attest"] },
      { apiGroups: ["certificates.k8s.io"], resources: ["clustertrustbundles"], verbs: ["create", "delete", "list", "update", "watch"] },
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
      { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: READ },
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
    ],
  },
  "system:controller:pod-garbage-collector": {
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["delete", "list", "watch"] },
      { apiGroups: [""], resources: ["nodes"], verbs: READ },
      { apiGroups: [""], resources: ["pods/status"], verbs: ["patch"] },
    ],
  },
  "system:controller:podcertificaterequestcleaner": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["podcertificaterequests"], verbs: ["delete", "get", "list", "watch"] },
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
      { apiGroups: [""], resources: ["persistentvolumeclaims/status"], verbs: ["update"] },
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
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims/binding"], verbs: ["patch", "update"] },
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
      { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["delete", "update"] },
      { apiGroups: [""], resources: ["pods/finalizers"], verbs: ["update"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    ],
  },
  "system:controller:storage-version-migrator-controller": {
    rules: [
      { apiGroups: ["*"], resources: ["*"], verbs: ["list", "patch"] },
      { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: ["get"] },
      { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions/status"], verbs: ["patch"] },
      { apiGroups: ["storagemigration.k8s.io"], resources: ["storageversionmigrations/status"], verbs: ["update"] },
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
};

/**
 * The ClusterRoles that other feature gates or other releases since Kubernetes 1.28.15 have: those that
 * policy.go and controller_policy.go of any of them name.
 */
// prettier-ignore
export const OTHER_CLUSTER_ROLES: readonly string[] = [
  "system:controller:podgroup-protection-controller",
  "system:controller:resourcepoolstatusrequest-controller",
  "system:controller:storage-version-garbage-collector",
];
