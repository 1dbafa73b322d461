/*
 * A second writing of what policies do to a connection, without sets, tiers of steps or anything that is not known: it
 * asks of one pod, one port and one address after the other what the text of the API says.
 */

export type Protocol = "TCP" | "UDP" | "SCTP";
export type Direction = "Ingress" | "Egress";

export interface Pod {
  namespace: string;
  labels: Record<string, string>;
  ports: readonly { name: string; containerPort: number; protocol: Protocol }[];
}

export interface World {
  namespaces: Record<string, Record<string, string>>;
  pods: readonly Pod[];
  /** IPv4 addresses outside of the cluster. */
  addresses: readonly string[];
  networkPolicies: readonly NaivePolicy[];
  adminPolicies: readonly NaiveAdminPolicy[];
  baseline: NaiveAdminPolicy | undefined;
}

export interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
}

export interface NaivePort {
  protocol?: Protocol;
  port?: number | string;
  endPort?: number;
}

export interface NaivePeer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: readonly string[] };
}

export interface NaivePolicy {
  namespace: string;
  podSelector: Selector;
  policyTypes?: readonly Direction[];
  ingress?: readonly { from?: readonly NaivePeer[]; ports?: readonly NaivePort[] }[];
  egress?: readonly { to?: readonly NaivePeer[]; ports?: readonly NaivePort[] }[];
}

export interface NaiveAdminPeer {
  namespaces?: Selector;
  pods?: { namespaceSelector: Selector; podSelector: Selector };
  networks?: readonly string[];
}

export interface NaiveAdminPort {
  portNumber?: { protocol: Protocol; port: number };
  portRange?: { protocol: Protocol; start: number; end: number };
  namedPort?: string;
}

export interface NaiveAdminRule {
  action: "Allow" | "Deny" | "Pass";
  from?: readonly NaiveAdminPeer[];
  to?: readonly NaiveAdminPeer[];
  ports?: readonly NaiveAdminPort[];
}

export interface NaiveAdminPolicy {
  priority: number;
  subject: NaiveAdminPeer;
  ingress?: readonly NaiveAdminRule[];
  egress?: readonly NaiveAdminRule[];
}

/** One end of a connection: a pod, or an address outside. */
export type End = Pod | string;

/** Whether a connection comes about: what it comes from may leave, and what it goes to lets it in. */
export function isAllowed(world: World, from: End, to: End, protocol: Protocol, port: number): boolean {
  const target = typeof to === "string" ? undefined : to;
  return (
    (typeof from === "string" || isAllowedAt(world, "Egress", from, to, protocol, port, target)) &&
    (typeof to === "string" || isAllowedAt(world, "Ingress", to, from, protocol, port, target))
  );
}

function isAllowedAt(
  world: World,
  direction: Direction,
  pod: Pod,
  peer: End,
  protocol: Protocol,
  port: number,
  target: Pod | undefined,
): boolean {
  const ask = (policy: NaiveAdminPolicy): NaiveAdminRule["action"] | undefined => {
    if (!isAdminPeer(world, policy.subject, pod)) return undefined;
    const rules = (direction === "Ingress" ? policy.ingress : policy.egress) ?? [];
    for (const rule of rules) {
      const peers = (direction === "Ingress" ? rule.from : rule.to) ?? [];
      if (!peers.some((one) => isAdminPeer(world, one, peer))) continue;
      const { ports } = rule;
      if (ports === undefined || ports.some((one) => isAdminPort(one, protocol, port, target)))
        return rule.action;
    }
    return undefined;
  };
  const inOrder = [...world.adminPolicies].sort((a, b) => a.priority - b.priority);
  for (const policy of inOrder) {
    const action = ask(policy);
    if (action === "Allow") return true;
    if (action === "Deny") return false;
    if (action === "Pass") break;
  }
  const isolating = world.networkPolicies.filter((policy) => {
    return (
      policy.namespace === pod.namespace &&
      isSelected(policy.podSelector, pod.labels) &&
      typesOf(policy).includes(direction)
    );
  });
  if (isolating.length > 0) {
    return isolating.some((policy) =>
      direction === "Ingress"
        ? (policy.ingress ?? []).some(
            ({ from = [], ports = [] }) =>
              (from.length === 0 || from.some((one) => isPeer(world, policy, one, peer))) &&
              (ports.length === 0 || ports.some((one) => isPort(one, protocol, port, target))),
          )
        : (policy.egress ?? []).some(
            ({ to = [], ports = [] }) =>
              (to.length === 0 || to.some((one) => isPeer(world, policy, one, peer))) &&
              (ports.length === 0 || ports.some((one) => isPort(one, protocol, port, target))),
          ),
    );
  }
  return world.baseline === undefined || ask(world.baseline) !== "Deny";
}

function typesOf({ policyTypes, egress }: NaivePolicy): readonly Direction[] {
  if (policyTypes !== undefined && policyTypes.length > 0) return policyTypes;
  return egress !== undefined && egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

function isSelected(
  { matchLabels = {}, matchExpressions = [] }: Selector,
  labels: Record<string, string>,
): boolean {
  for (const key in matchLabels) if (labels[key] !== matchLabels[key]) return false;
  for (const { key, operator, values = [] } of matchExpressions) {
    const value = labels[key];
    if (operator === "In" && (value === undefined || !values.includes(value))) return false;
    if (operator === "NotIn" && value !== undefined && values.includes(value)) return false;
    if (operator === "Exists" && value === undefined) return false;
    if (operator === "DoesNotExist" && value !== undefined) return false;
  }
  return true;
}

function labelsOf(world: World, namespace: string): Record<string, string> {
  return { ...world.namespaces[namespace], "kubernetes.io/metadata.name": namespace };
}

function isPeer(world: World, policy: NaivePolicy, peer: NaivePeer, end: End): boolean {
  if (peer.ipBlock) {
    const { cidr, except = [] } = peer.ipBlock;
    // A block speaks of addresses outside; only one of all addresses speaks of pods, too.
    if (typeof end !== "string") return cidr === "0.0.0.0/0" && except.length === 0;
    return isIn(end, cidr) && !except.some((part) => isIn(end, part));
  }
  if (typeof end === "string") return false;
  const isThere = peer.namespaceSelector
    ? isSelected(peer.namespaceSelector, labelsOf(world, end.namespace))
    : end.namespace === policy.namespace;
  return isThere && (!peer.podSelector || isSelected(peer.podSelector, end.labels));
}

function isAdminPeer(world: World, peer: NaiveAdminPeer, end: End): boolean {
  if (typeof end === "string") return (peer.networks ?? []).some((cidr) => isIn(end, cidr));
  if (peer.namespaces) return isSelected(peer.namespaces, labelsOf(world, end.namespace));
  if (!peer.pods) return false;
  return (
    isSelected(peer.pods.namespaceSelector, labelsOf(world, end.namespace)) &&
    isSelected(peer.pods.podSelector, end.labels)
  );
}

function isPort(
  { protocol = "TCP", port, endPort }: NaivePort,
  asked: Protocol,
  number: number,
  target: Pod | undefined,
): boolean {
  if (protocol !== asked) return false;
  if (port === undefined) return true;
  if (typeof port === "number") return port <= number && number <= (endPort ?? port);
  return (target?.ports ?? []).some(
    (one) => one.name === port && one.protocol === protocol && one.containerPort === number,
  );
}

function isAdminPort(
  port: NaiveAdminPort,
  asked: Protocol,
  number: number,
  target: Pod | undefined,
): boolean {
  const { portNumber, portRange, namedPort } = port;
  if (portNumber) return portNumber.protocol === asked && portNumber.port === number;
  if (portRange) return portRange.protocol === asked && portRange.start <= number && number <= portRange.end;
  return (target?.ports ?? []).some(
    (one) => one.name === namedPort && one.protocol === asked && one.containerPort === number,
  );
}

function isIn(address: string, cidr: string): boolean {
  const [block = "", length = "0"] = cidr.split("/");
  return bits(address).startsWith(bits(block).slice(0, Number(length)));
}

function bits(address: string): string {
  return address
    .split(".")
    .map((octet) => Number(octet).toString(2).padStart(8, "0"))
    .join("");
}
