import { type ApiResource, COMMON_VERBS } from "../api/api-resource.js";
import type { MinorRange } from "../api/kubernetes-version.js";

/** Something that RBAC checks although no API serves it, and with which verbs. */
export interface SyntheticResource extends MinorRange {
  readonly groups: readonly string[];
  /** `resource` or `resource/subresource`; a `*` matches any one name. */
  readonly name: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** The verbs that HTTP methods are checked as. */
const METHODS = ["get", "create", "update", "patch", "delete"];
const IDENTITIES = ["impersonate", "impersonate:user-info"];

/**
 * Written by hand, from the places where Kubernetes and OpenShift ask their authorizer (each
 * `authorizer.AttributesRecord` and SubjectAccessReview in their sources).
 */
export const SYNTHETIC_RESOURCES: readonly SyntheticResource[] = [
  // plugin/pkg/admission/gc/gc_admission.go: setting blockOwnerDeletion requires update on the owner's finalizers.
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

  // pkg/registry/core/serviceaccount/storage/token.go, authorizeAdmissionWebhookAuthnTokenRequest: whether a
  // ServiceAccount may get a token for webhooks on the API group in resourceNames.
  {
    groups: ["authentication.k8s.io"],
    name: "admissionReviewAPIGroups",
    namespaced: false,
    verbs: ["attest"],
    since: 37,
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
  // Checked by an older or forked sarapprove.go; many roles of such clusters name it.
  {
    groups: ["certificates.k8s.io"],
    name: "certificatesigningrequests/selfnodeserver",
    namespaced: false,
    verbs: ["create"],
  },
  // kube-rbac-proxy, examples/rewrites: what its users make it check, in either spelling.
  ...["namespaces/metrics", "namespace/metrics"].map((name) => {
    return { groups: [""], name, namespaced: true, verbs: METHODS };
  }),

  // pkg/registry/resource/utils.go (DRAResourceClaimGranularStatusAuthorization, on by default since 1.36).
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

  // Until 1.24: plugin/pkg/admission/security/podsecuritypolicy/admission.go. Many roles still have it,
  // with the verbs of the resource that was served.
  {
    groups: ["policy", "extensions"],
    name: "podsecuritypolicies",
    namespaced: true,
    verbs: ["use", ...COMMON_VERBS],
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
 * The groups that Kubernetes has emptied, and since which minor nothing is in them. Ingress was the last kind of
 * extensions/v1beta1: CHANGELOG/CHANGELOG-1.22.md, "Removal of several beta Kubernetes APIs".
 */
export const EMPTY_GROUPS: ReadonlyMap<string, number> = new Map([["extensions", 22]]);

/**
 * Verbs that are checked for any resource that is served. The first: apiserver, pkg/endpoints/handlers/delete.go.
 * The prefixes are followed by the verb of the request: pkg/endpoints/filters/impersonation.
 */
export const VERBS_OF_ANY_RESOURCE: readonly string[] = ["unsafe-delete-ignore-read-errors"];
export const VERB_PREFIXES_OF_ANY_RESOURCE: readonly string[] = [
  "impersonate-on:user-info:",
  "impersonate-on:serviceaccount:",
  "impersonate-on:arbitrary-node:",
  "impersonate-on:associated-node:",
];

/**
 * A verb that is checked for something that is not a resource: the audience of a token that a kubelet requests takes
 * the resource's place, in the core group. Kubernetes: plugin/pkg/admission/noderestriction/admission.go.
 */
export const AUDIENCE_VERB = "request-serviceaccounts-token-audience";

/**
 * Served, but not by Kubernetes itself, so not in the generated table. Written by hand.
 * The verbs of metrics.k8s.io: metrics-server serves get and list, its own role has watch as well, and the
 * proxy in front of Prometheus (kube-rbac-proxy, on OpenShift) checks create if a query is posted.
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
];
