/** The long example of https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/, which logs what must be logged. */
export const DOCUMENTED = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: RequestResponse
    resources:
      - group: ""
        resources: [pods]
  - level: Metadata
    resources:
      - group: ""
        resources: [pods/log, pods/status]
  - level: None
    resources:
      - group: ""
        resources: [configmaps]
        resourceNames: [controller-leader]
  - level: None
    users: ["system:kube-proxy"]
    verbs: [watch]
    resources:
      - group: ""
        resources: [endpoints, services]
  - level: None
    userGroups: ["system:authenticated"]
    nonResourceURLs: ["/api*", /version]
  - level: Request
    resources:
      - group: ""
        resources: [configmaps]
    namespaces: [kube-system]
  - level: Metadata
    resources:
      - group: ""
        resources: [secrets, configmaps]
  - level: Request
    resources:
      - group: ""
      - group: extensions
  - level: Metadata
    omitStages: [RequestReceived]
`;

/**
 * The policy with which Kubernetes' own scripts set up a cluster on GCE: cluster/gce/gci/configure-helper.sh,
 * create-master-audit-policy.
 */
export const GCE = `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - {level: None, users: ["system:kube-proxy"], verbs: [watch], resources: [{group: "", resources: [endpoints, services, services/status]}]}
  - {level: None, users: ["system:unsecured"], namespaces: [kube-system], verbs: [get], resources: [{group: "", resources: [configmaps]}]}
  - {level: None, users: [kubelet], verbs: [get], resources: [{group: "", resources: [nodes, nodes/status]}]}
  - {level: None, userGroups: ["system:nodes"], verbs: [get], resources: [{group: "", resources: [nodes, nodes/status]}]}
  - level: None
    users: ["system:kube-controller-manager", "system:kube-scheduler", "system:serviceaccount:kube-system:endpoint-controller"]
    verbs: [get, update]
    namespaces: [kube-system]
    resources: [{group: "", resources: [endpoints]}]
  - {level: None, users: ["system:apiserver"], verbs: [get], resources: [{group: "", resources: [namespaces, namespaces/status, namespaces/finalize]}]}
  - {level: None, users: [cluster-autoscaler], verbs: [get, update], namespaces: [kube-system], resources: [{group: "", resources: [configmaps, endpoints]}]}
  - {level: None, users: ["system:kube-controller-manager"], verbs: [get, list], resources: [{group: metrics.k8s.io}]}
  - {level: None, nonResourceURLs: ["/healthz*", /version, "/swagger*"]}
  - {level: None, resources: [{group: "", resources: [events]}]}
  - level: Request
    users: [kubelet, "system:node-problem-detector"]
    verbs: [update, patch]
    resources: [{group: "", resources: [nodes/status, pods/status]}]
    omitStages: [RequestReceived]
  - level: Request
    userGroups: ["system:nodes"]
    verbs: [update, patch]
    resources: [{group: "", resources: [nodes/status, pods/status]}]
    omitStages: [RequestReceived]
  - level: Request
    users: ["system:serviceaccount:kube-system:namespace-controller"]
    verbs: [deletecollection]
    omitStages: [RequestReceived]
  - level: Metadata
    resources:
      - group: ""
        resources: [secrets, configmaps, serviceaccounts/token]
      - group: authentication.k8s.io
        resources: [tokenreviews]
    omitStages: [RequestReceived]
  - level: Request
    verbs: [get, list, watch]
    resources: &known
      - group: ""
      - group: apps
      - group: authentication.k8s.io
      - group: authorization.k8s.io
      - group: batch
      - group: networking.k8s.io
      - group: rbac.authorization.k8s.io
    omitStages: [RequestReceived]
  - level: RequestResponse
    resources: *known
    omitStages: [RequestReceived]
  - level: Metadata
    omitStages: [RequestReceived]
`;

/** The same as it was before TokenRequests were thought of. */
export const GCE_BEFORE_TOKEN_REQUESTS = GCE.replace(", serviceaccounts/token", "");
