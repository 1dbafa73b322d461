/**
 * What API discovery states and the package does not hold, by group and resource. Kubernetes:
 * api/discovery/aggregated_v2.json and api__v1.json, `shortNames`. The singular name is always the kind in
 * small letters there.
 */
export const SHORT_NAMES = {
  "": {
    componentstatuses: ["cs"],
    configmaps: ["cm"],
    endpoints: ["ep"],
    events: ["ev"],
    limitranges: ["limits"],
    namespaces: ["ns"],
    nodes: ["no"],
    persistentvolumeclaims: ["pvc"],
    persistentvolumes: ["pv"],
    pods: ["po"],
    replicationcontrollers: ["rc"],
    resourcequotas: ["quota"],
    serviceaccounts: ["sa"],
    services: ["svc"],
  },
  "apiextensions.k8s.io": { customresourcedefinitions: ["crd", "crds"] },
  apps: { daemonsets: ["ds"], deployments: ["deploy"], replicasets: ["rs"], statefulsets: ["sts"] },
  autoscaling: { horizontalpodautoscalers: ["hpa"] },
  batch: { cronjobs: ["cj"] },
  "certificates.k8s.io": { certificatesigningrequests: ["csr"] },
  "events.k8s.io": { events: ["ev"] },
  "networking.k8s.io": { ingresses: ["ing"], ipaddresses: ["ip"], networkpolicies: ["netpol"] },
  policy: { poddisruptionbudgets: ["pdb"] },
  "scheduling.k8s.io": { priorityclasses: ["pc"] },
  "storage.k8s.io": { storageclasses: ["sc"], volumeattributesclasses: ["vac"] },
};

/** The list of these takes `watch` in the OpenAPI document and refuses it: discovery does not state the verb. */
export const NOT_WATCHED = new Set(["/componentstatuses"]);
