/** What the values of a map of an admin policy must be, beyond their types. */
export interface Limits {
  /** What the map is, for a sentence. */
  called: string;
  required?: readonly string[];
  /** How many fields it must have: one and no more, or any. */
  has?: "one" | "some";
  /** The least and the greatest number, or number of items; and the version of the API that brought the least. */
  bounds?: Readonly<Record<string, readonly [min: number, max: number, since?: string]>>;
  /** The only texts that a field can be. */
  values?: Readonly<Record<string, readonly string[]>>;
}

const PORT = [1, 65_535] as const;
const PORTS = { start: PORT, end: PORT };
const ADMIN_RULES = { ingress: [0, 100], egress: [0, 100] } as const;
const CLUSTER_RULES = { ingress: [0, 25], egress: [0, 25] } as const;
const ADMIN_PORTS = { ports: [1, 100, "0.1.7"] } as const;
const CLUSTER_PORTS = { protocols: [1, 25] } as const;
const ACTIONS = ["Allow", "Deny", "Pass"];
const BASELINE_ACTIONS = ["Allow", "Deny"];
const CLUSTER_ACTIONS = ["Accept", "Deny", "Pass"];
const ADDRESSES = { networks: [1, 25], domainNames: [1, 25] } as const;

const SUBJECT: Limits = { called: "subject", has: "one" };
const PEER: Limits = { called: "peer", has: "one" };
const ADDRESS_PEER: Limits = { ...PEER, bounds: ADDRESSES };

function rule(peers: "from" | "to", actions: readonly string[], most: 100 | 25): Limits {
  const ports = most === 100 ? ADMIN_PORTS : CLUSTER_PORTS;
  return {
    called: "rule",
    required: ["action", peers],
    bounds: { [peers]: [1, most], ...ports },
    values: { action: actions },
  };
}

/**
 * The limits of the maps in the admin policies, by the names of their definitions. Where versions differ, the widest
 * that any of them has.
 * network-policy-api: config/crd/standard and config/crd/experimental, v0.1.3 to v0.2.0.
 */
export const ADMIN_POLICY_LIMITS: Readonly<Record<string, Limits>> = {
  AdminNetworkPolicy: { called: "policy", required: ["spec"] },
  AdminPolicySpec: {
    called: "policy",
    required: ["priority", "subject"],
    bounds: { priority: [0, 1000], ...ADMIN_RULES },
  },
  AdminPolicySubject: SUBJECT,
  AdminPolicyIngressRule: rule("from", ACTIONS, 100),
  AdminPolicyEgressRule: rule("to", ACTIONS, 100),
  AdminPolicyIngressPeer: PEER,
  AdminPolicyEgressPeer: ADDRESS_PEER,
  AdminPolicyPods: { called: "selection of pods", required: ["namespaceSelector", "podSelector"] },
  AdminPolicyPeerPods: { called: "selection of pods", required: ["namespaceSelector", "podSelector"] },
  AdminPolicyPort: { called: "port", has: "one" },
  AdminPolicyPortNumber: { called: "port", required: ["port"], bounds: { port: PORT } },
  AdminPolicyPortRange: { called: "range", required: ["start", "end"], bounds: PORTS },

  BaselineAdminNetworkPolicy: { called: "policy", required: ["spec"] },
  BaselinePolicySpec: { called: "policy", required: ["subject"], bounds: ADMIN_RULES },
  BaselinePolicyIngressRule: rule("from", BASELINE_ACTIONS, 100),
  BaselinePolicyEgressRule: rule("to", BASELINE_ACTIONS, 100),
  BaselinePolicyEgressPeer: ADDRESS_PEER,

  ClusterNetworkPolicy: { called: "policy", required: ["spec"] },
  ClusterPolicySpec: {
    called: "policy",
    required: ["tier", "priority", "subject"],
    bounds: { priority: [0, 1000], ...CLUSTER_RULES },
    values: { tier: ["Admin", "Baseline"] },
  },
  ClusterPolicySubject: SUBJECT,
  ClusterPolicyIngressRule: rule("from", CLUSTER_ACTIONS, 25),
  ClusterPolicyEgressRule: rule("to", CLUSTER_ACTIONS, 25),
  ClusterPolicyIngressPeer: PEER,
  ClusterPolicyEgressPeer: ADDRESS_PEER,
  ClusterPolicyPods: { called: "selection of pods", required: ["podSelector"] },
  ClusterPolicyProtocol: { called: "protocol", has: "one" },
  ClusterPolicyPorts: { called: "protocol", has: "some" },
  ClusterPolicyPort: { called: "port", has: "one", bounds: { number: PORT } },
  ClusterPolicyRange: { called: "range", required: ["start", "end"], bounds: PORTS },

  LabelSelectorRequirement: { called: "expression", required: ["key", "operator"] },
};
