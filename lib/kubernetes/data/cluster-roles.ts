import { type BootstrapRole, READ, WRITE } from "./bootstrap-role.js";

/**
 * The ClusterRoles that the API server creates, except those of controllers, by name, in Kubernetes 1.37.2:
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, ClusterRoles. Written by `npm run data`
 * (scripts/bootstrap-policy.mjs): do not edit.
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
      { apiGroups: [""], resources: ["configmaps", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "secrets", "serviceaccounts", "services", "services/proxy"], verbs: WRITE },
      { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: WRITE },
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
      { apiGroups: [""], resources: ["bindings", "limitranges", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status", "resourcequotas", "resourcequotas/status"], verbs: READ },
      { apiGroups: [""], resources: ["namespaces"], verbs: READ },
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: READ },
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
  "system:cluster-trust-bundle-discovery": {
    rules: [
      { apiGroups: ["certificates.k8s.io"], resources: ["clustertrustbundles"], verbs: READ },
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
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims"], verbs: ["create", "delete"] },
      { apiGroups: ["resource.k8s.io"], resources: ["devicetaintrules"], verbs: READ },
      { apiGroups: ["resource.k8s.io"], resources: ["resourceclaims/binding"], verbs: ["patch", "update"] },
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
      { nonResourceURLs: ["/flagz", "/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics", "/metrics/slis", "/readyz", "/readyz/*", "/statusz"], verbs: ["get"] },
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
      { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
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
      { apiGroups: ["certificates.k8s.io"], resources: ["clustertrustbundles"], verbs: READ },
      { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["get"] },
      { apiGroups: ["certificates.k8s.io"], resources: ["podcertificaterequests"], verbs: ["create", "get", "list", "watch"] },
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
