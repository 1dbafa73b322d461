import type { ApiResource } from "../api/api-resource.js";
import type { MinorRange } from "../api/kubernetes-version.js";

/** Something that RBAC is asked about although no API serves it, and with which verbs. */
export interface SyntheticResource extends MinorRange {
  readonly groups: readonly string[];
  /** `resource` or `resource/subresource`; a `*` is any one name. */
  readonly name: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const MOST = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
/** What the methods of HTTP are asked for as. */
const METHODS = ["get", "create", "update", "patch", "delete"];
const IDENTITIES = ["impersonate", "impersonate:user-info"];

/**
 * Written by hand, from where Kubernetes and OpenShift ask their authorizer (each `authorizer.AttributesRecord`
 * and SubjectAccessReview of their sources).
 */
export const SYNTHETIC_RESOURCES: readonly SyntheticResource[] = [
  // plugin/pkg/admission/gc/gc_admission.go: who sets blockOwnerDeletion must be able to update the owner's.
  { groups: ["*"], name: "*/finalizers", namespaced: true, verbs: ["update"] },

  // pkg/kubelet/server/auth.go, GetRequestAttributes: the kubelet's own API, by path. `spec` until 1.20 or so.
  ...["stats", "metrics", "log", "spec", "checkpoint", "pods", "healthz", "configz", "statusz", "flagz"].map(
    (name) => ({ groups: [""], name: `nodes/${name}`, namespaced: false, verbs: METHODS }),
  ),

  // apiserver, pkg/endpoints/filters/impersonation.go, buildImpersonationRequests, and, for the verbs with
  // a colon (ConstrainedImpersonation), pkg/endpoints/filters/impersonation.
  { groups: [""], name: "users", namespaced: false, verbs: ["impersonate"] },
  { groups: [""], name: "groups", namespaced: false, verbs: ["impersonate"] },
  { groups: [""], name: "serviceaccounts", namespaced: true, verbs: ["impersonate"] },
  { groups: ["authentication.k8s.io"], name: "uids", namespaced: false, verbs: IDENTITIES },
  { groups: ["authentication.k8s.io"], name: "userextras", namespaced: false, verbs: IDENTITIES },
  { groups: ["authentication.k8s.io"], name: "userextras/*", namespaced: false, verbs: IDENTITIES },
  {
    groups: ["authentication.k8s.io"],
    name: "users",
    namespaced: false,
    verbs: ["impersonate:user-info"],
    since: 35,
  },
  {
    groups: ["authentication.k8s.io"],
    name: "groups",
    namespaced: false,
    verbs: ["impersonate:user-info"],
    since: 35,
  },
  {
    groups: ["authentication.k8s.io"],
    name: "serviceaccounts",
    namespaced: true,
    verbs: ["impersonate:serviceaccount"],
    since: 35,
  },
  {
    groups: ["authentication.k8s.io"],
    name: "nodes",
    namespaced: false,
    verbs: ["impersonate:arbitrary-node", "impersonate:associated-node"],
    since: 35,
  },

  // pkg/registry/rbac/escalation_check.go, EscalationAllowed and BindingAuthorized.
  { groups: ["rbac.authorization.k8s.io"], name: "roles", namespaced: true, verbs: ["bind", "escalate"] },
  {
    groups: ["rbac.authorization.k8s.io"],
    name: "clusterroles",
    namespaced: false,
    verbs: ["bind", "escalate"],
  },

  // pkg/registry/certificates/certificates, authorization of plugin/pkg/admission/certificates: approval,
  // signing and ctbattest.
  {
    groups: ["certificates.k8s.io"],
    name: "signers",
    namespaced: false,
    verbs: ["approve", "sign", "attest"],
  },
  // pkg/controller/certificates/approver/sarapprove.go, recognizers.
  {
    groups: ["certificates.k8s.io"],
    name: "certificatesigningrequests/nodeclient",
    namespaced: false,
    verbs: ["create"],
  },
  {
    groups: ["certificates.k8s.io"],
    name: "certificatesigningrequests/selfnodeclient",
    namespaced: false,
    verbs: ["create"],
  },
  // Asked about by an older or forked sarapprove.go; many roles of such clusters name it.
  {
    groups: ["certificates.k8s.io"],
    name: "certificatesigningrequests/selfnodeserver",
    namespaced: false,
    verbs: ["create"],
  },
  // kube-rbac-proxy, examples/rewrites: what its users let it ask about, in either spelling.
  ...["namespaces/metrics", "namespace/metrics"].map((name) => {
    return { groups: [""], name, namespaced: true, verbs: METHODS };
  }),

  // pkg/registry/resource/utils.go (DRAResourceClaimGranularStatusAuthorization, on by default from 1.36 on).
  {
    groups: ["resource.k8s.io"],
    name: "resourceclaims/binding",
    namespaced: true,
    verbs: ["update", "patch"],
  },
  {
    groups: ["resource.k8s.io"],
    name: "resourceclaims/driver",
    namespaced: true,
    verbs: [
      "associated-node:update",
      "associated-node:patch",
      "arbitrary-node:update",
      "arbitrary-node:patch",
    ],
  },

  // Until 1.24: plugin/pkg/admission/security/podsecuritypolicy/admission.go. Many roles still say it,
  // and what was served with it.
  {
    groups: ["policy", "extensions"],
    name: "podsecuritypolicies",
    namespaced: true,
    verbs: ["use", ...MOST],
  },
  // OpenShift: apiserver-library-go, pkg/securitycontextconstraints/sccmatching/matcher.go.
  {
    groups: ["security.openshift.io", ""],
    name: "securitycontextconstraints",
    namespaced: true,
    verbs: ["use"],
  },
  // OpenShift: apiserver-library-go or its fork of Kubernetes, pkg/admission/network/restrictedendpoints.
  { groups: [""], name: "endpoints/restricted", namespaced: true, verbs: ["create"] },
  { groups: ["discovery.k8s.io"], name: "endpointslices/restricted", namespaced: true, verbs: ["create"] },
];

/**
 * Verbs that are asked for on any resource that is served. The first: apiserver, pkg/endpoints/handlers/delete.go.
 * The others are followed by the verb of the request: pkg/endpoints/filters/impersonation.
 */
export const VERBS_OF_ANY_RESOURCE: readonly string[] = ["unsafe-delete-ignore-read-errors"];
export const VERB_PREFIXES_OF_ANY_RESOURCE: readonly string[] = [
  "impersonate-on:user-info:",
  "impersonate-on:serviceaccount:",
  "impersonate-on:arbitrary-node:",
  "impersonate-on:associated-node:",
];

/**
 * A verb that is asked for on what is no resource at all: the audience of a token that a kubelet asks for stands
 * in the resource's place, in the core group. Kubernetes: plugin/pkg/admission/noderestriction/admission.go.
 */
export const AUDIENCE_VERB = "request-serviceaccounts-token-audience";

/**
 * Served, but not in the OpenAPI document of a release that the generated table knows. Written by hand.
 * The verbs of metrics.k8s.io: metrics-server serves get and list, its own role has watch as well, and what
 * stands before Prometheus (kube-rbac-proxy, on OpenShift) asks for create where a query is posted.
 */
export const MORE_API_RESOURCES: readonly ApiResource[] = [
  ...[
    { name: "nodes", kind: "NodeMetrics", namespaced: false },
    { name: "pods", kind: "PodMetrics", namespaced: true },
  ].map((resource) => ({
    ...resource,
    group: "metrics.k8s.io",
    versions: { v1beta1: {} },
    verbs: ["get", "list", "watch", "create"],
  })),
  // api/discovery/apis__scheduling.k8s.io__v1alpha2.json, after 1.36.
  {
    group: "scheduling.k8s.io",
    name: "compositepodgroups",
    kind: "CompositePodGroup",
    namespaced: true,
    versions: { v1alpha2: { since: 37 } },
    verbs: MOST,
    subresources: { status: { verbs: ["get", "update", "patch"] } },
  },
];
