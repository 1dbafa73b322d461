import type { Definitions } from "../schema/definition.js";

/** The version of the API in which each kind is, and what follows holds. */
export const ADMIN_POLICY_VERSIONS: ReadonlyMap<string, string> = new Map([
  ["AdminNetworkPolicy", "policy.networking.k8s.io/v1alpha1"],
  ["BaselineAdminNetworkPolicy", "policy.networking.k8s.io/v1alpha1"],
  ["ClusterNetworkPolicy", "policy.networking.k8s.io/v1alpha2"],
]);

const OBJECT = { apiVersion: "text", kind: "text", metadata: "ObjectMeta", status: "any" };
const SUBJECT = { namespaces: "LabelSelector", pods: "AdminPolicyPods" };
const RULE = { name: "text", action: "text", ports: "AdminPolicyPort[]" };
const INGRESS_RULE = { ...RULE, from: "AdminPolicyIngressPeer[]" };
const INGRESS_PEER = { namespaces: "AdminPolicyNamespaces", pods: "AdminPolicyPeerPods" };
const BASELINE_PEER = { ...INGRESS_PEER, nodes: "LabelSelector", networks: "text[]" };
const CLUSTER_SUBJECT = { namespaces: "LabelSelector", pods: "ClusterPolicyPods" };
const CLUSTER_RULE = { name: "text", action: "text", protocols: "ClusterPolicyProtocol[]" };

/**
 * All fields of the kinds of SIG Network's API for administrators, those of its experimental channel and of older
 * versions included, so that what is not here is refused everywhere.
 * network-policy-api: config/crd/standard and config/crd/experimental, v0.1.2 to v0.2.0.
 */
export const ADMIN_POLICY_DEFINITIONS: Definitions = {
  AdminNetworkPolicy: { ...OBJECT, spec: "AdminPolicySpec" },
  AdminPolicySpec: {
    priority: "integer",
    subject: "AdminPolicySubject",
    ingress: "AdminPolicyIngressRule[]",
    egress: "AdminPolicyEgressRule[]",
  },
  AdminPolicySubject: SUBJECT,
  AdminPolicyIngressRule: INGRESS_RULE,
  AdminPolicyEgressRule: { ...RULE, to: "AdminPolicyEgressPeer[]" },
  AdminPolicyIngressPeer: INGRESS_PEER,
  AdminPolicyEgressPeer: { ...BASELINE_PEER, domainNames: "text[]" },
  AdminPolicyPods: { namespaceSelector: "LabelSelector", podSelector: "LabelSelector" },
  // Until v0.1.2, a peer's namespaces were no selector themselves.
  AdminPolicyPeerPods: {
    namespaceSelector: "LabelSelector",
    podSelector: "LabelSelector",
    namespaces: "{any}",
  },
  AdminPolicyNamespaces: {
    matchLabels: "{text}",
    matchExpressions: "LabelSelectorRequirement[]",
    namespaceSelector: "LabelSelector",
    sameLabels: "text[]",
    notSameLabels: "text[]",
  },
  AdminPolicyPort: {
    portNumber: "AdminPolicyPortNumber",
    portRange: "AdminPolicyPortRange",
    namedPort: "text",
  },
  AdminPolicyPortNumber: { port: "integer", protocol: "text" },
  AdminPolicyPortRange: { start: "integer", end: "integer", protocol: "text" },

  BaselineAdminNetworkPolicy: { ...OBJECT, spec: "BaselinePolicySpec" },
  BaselinePolicySpec: {
    subject: "AdminPolicySubject",
    ingress: "BaselinePolicyIngressRule[]",
    egress: "BaselinePolicyEgressRule[]",
  },
  BaselinePolicyIngressRule: INGRESS_RULE,
  BaselinePolicyEgressRule: { ...RULE, to: "BaselinePolicyEgressPeer[]" },
  BaselinePolicyEgressPeer: BASELINE_PEER,

  ClusterNetworkPolicy: { ...OBJECT, spec: "ClusterPolicySpec" },
  ClusterPolicySpec: {
    tier: "text",
    priority: "integer",
    subject: "ClusterPolicySubject",
    ingress: "ClusterPolicyIngressRule[]",
    egress: "ClusterPolicyEgressRule[]",
  },
  ClusterPolicySubject: CLUSTER_SUBJECT,
  ClusterPolicyIngressRule: { ...CLUSTER_RULE, from: "ClusterPolicyIngressPeer[]" },
  ClusterPolicyEgressRule: { ...CLUSTER_RULE, to: "ClusterPolicyEgressPeer[]" },
  ClusterPolicyIngressPeer: CLUSTER_SUBJECT,
  ClusterPolicyEgressPeer: {
    ...CLUSTER_SUBJECT,
    nodes: "LabelSelector",
    networks: "text[]",
    domainNames: "text[]",
  },
  ClusterPolicyPods: { namespaceSelector: "LabelSelector", podSelector: "LabelSelector" },
  ClusterPolicyProtocol: {
    tcp: "ClusterPolicyPorts",
    udp: "ClusterPolicyPorts",
    sctp: "ClusterPolicyPorts",
    destinationNamedPort: "text",
  },
  ClusterPolicyPorts: { destinationPort: "ClusterPolicyPort" },
  ClusterPolicyPort: { number: "integer", range: "ClusterPolicyRange" },
  ClusterPolicyRange: { start: "integer", end: "integer" },
};
