import { requirements, selectsNamespace, type NamespaceFacts } from "../labels/label-selector.js";
import { type NetworkPolicyRule, type Peer, peersOf } from "../network-policy/network-policy.js";
import { isPlain } from "../objects.js";
import { addresses, type AddressSet, withoutAddresses, writtenBlock } from "./address-set.js";
import { ANY_POD } from "./endpoint.js";
import { intersection } from "./intervals.js";
import { hasPort, type PortSet, portRange, portsWithout, isNoPort } from "./port-set.js";
import { type WrittenPort, writtenPorts } from "./written-ports.js";

/** The namespaces in which clusters run their DNS pods: that of CoreDNS and kube-dns, and that of OpenShift. */
export const DNS_NAMESPACES = ["kube-system", "openshift-dns"] as const;

/** What an egress rule of a NetworkPolicy says of DNS. */
export interface DnsRule {
  /** Whether it lets pods reach DNS servers over each protocol, or may. */
  UDP: boolean;
  TCP: boolean;
  /** Whether it lets them reach something that is usually found by its name. */
  needsNames: boolean;
  /** How it was meant to allow DNS and does not: where in the rule, and what is wrong. */
  slip?: { id: "onlyTcp" | "ownNamespace"; at: readonly (string | number)[] };
}

export interface DnsFacts {
  ports: readonly number[];
  /** The namespace that the policy is in, if it is known. */
  namespace: string | undefined;
  /** The namespaces of DNS pods, with their labels if these are known. */
  dnsNamespaces: readonly NamespaceFacts[];
  /** Whether some pods of the policy's namespace may be those that a selector selects. */
  isSeen(selector: unknown): boolean;
}

/** What an egress rule of a NetworkPolicy says of DNS. */
export function dnsRule(rule: NetworkPolicyRule, facts: DnsFacts): DnsRule {
  const written = rule.ports ?? [];
  const ports = writtenPorts(written).portsOf(ANY_POD).possible;
  const peers = peersOf(rule, "Egress");
  const namesPort = written.some((one) => facts.ports.some((port) => namesOnly(one, port)));
  const lost = namesPort ? lostPeer(peers, facts) : undefined;
  // Whoever writes port 53 of some address or pod knows of a DNS server there.
  const mayBeThere =
    lost === undefined && (namesPort || peers.length === 0 || peers.some((peer) => mayBeDns(peer, facts)));
  const [UDP, TCP] = (["UDP", "TCP"] as const).map(
    (protocol) => mayBeThere && facts.ports.some((port) => hasPort(ports, protocol, port)),
  ) as [boolean, boolean];
  const slip = lost ?? (mayBeThere && TCP && !UDP ? onlyTcp(written, facts) : undefined);
  const needsNames = leadsToNames(peers, written, facts);
  return { UDP, TCP, needsNames, ...(slip && { slip }) };
}

/** Whether a port of a rule is this one, by itself. */
function namesOnly({ port, endPort }: WrittenPort, wanted: number): boolean {
  return port === wanted && (endPort === undefined || endPort === wanted);
}

/** Addresses that clusters give to pods and Services, and where NodeLocal DNSCache listens. */
const DNS_ADDRESSES = addresses(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]);

function mayBeDns({ ipBlock, namespaceSelector, podSelector }: Peer, facts: DnsFacts): boolean {
  if (ipBlock) {
    const block = blockOf(ipBlock);
    return block === undefined || intersection(block, DNS_ADDRESSES).length > 0;
  }
  if (podSelector && isForOthers(podSelector)) return false;
  if (namespaceSelector) {
    return facts.dnsNamespaces.some((one) => selectsNamespace(namespaceSelector, one) !== false);
  }
  return isDnsNamespace(facts.namespace);
}

/** Whether a selector asks for labels that no DNS pods have. */
function isForOthers(selector: unknown): boolean {
  return (requirements(selector) ?? []).some(
    ({ key, operator, values }) =>
      operator === "In" &&
      [key, ...values].every((text) => typeof text === "string" && isPlain(text) && !/dns/i.test(text)),
  );
}

function isDnsNamespace(namespace: string | undefined): boolean {
  return DNS_NAMESPACES.some((one) => one === namespace);
}

function blockOf({ cidr, except = [] }: NonNullable<Peer["ipBlock"]>): AddressSet | undefined {
  const block = writtenBlock([cidr]);
  // An exception that is not known may leave all.
  return block && withoutAddresses(block, addresses(except.filter(isPlain)));
}

/** The labels of the cluster's DNS pods: cluster/addons/dns in Kubernetes. */
const DNS_LABELS: ReadonlySet<unknown> = new Set(["kube-dns", "coredns", "node-local-dns"]);

/** The peer that looks for the cluster's DNS pods in the namespace of the policy, if there are no others. */
function lostPeer(peers: readonly Peer[], facts: DnsFacts): DnsRule["slip"] {
  if (facts.namespace === undefined || isDnsNamespace(facts.namespace)) return undefined;
  const isLost = ({ ipBlock, namespaceSelector, podSelector }: Peer) =>
    !ipBlock &&
    !namespaceSelector &&
    !facts.isSeen(podSelector) &&
    (requirements(podSelector) ?? []).some(
      ({ key, operator, values }) =>
        key === "k8s-app" &&
        operator === "In" &&
        values.length > 0 &&
        values.every((one) => DNS_LABELS.has(one)),
    );
  if (peers.length === 0 || !peers.every(isLost)) return undefined;
  return { id: "ownNamespace", at: ["to", 0, "podSelector"] };
}

function onlyTcp(ports: readonly WrittenPort[], facts: DnsFacts): DnsRule["slip"] {
  const index = ports.findIndex(
    (one) => (one.protocol ?? "TCP") === "TCP" && facts.ports.some((port) => namesOnly(one, port)),
  );
  return index < 0 ? undefined : { id: "onlyTcp", at: ["ports", index, "port"] };
}

/**
 * The port of API servers, and that of their Service. Pods have its address in KUBERNETES_SERVICE_HOST, where clients look
 * for it: pkg/kubelet/envvars/envvars.go.
 */
const API_SERVER = portRange("TCP", 6443);
const API_SERVICE = portRange("TCP", 443);

/** A block with fewer addresses than this is likely written for those who use the addresses themselves. */
const MANY = 1n << 31n;

function leadsToNames(peers: readonly Peer[], written: readonly WrittenPort[], facts: DnsFacts): boolean {
  const { portsOf } = writtenPorts(written);
  if (peers.length === 0) return isForNames(portsOf(ANY_POD).possible, facts);
  return peers.some(({ ipBlock }) =>
    ipBlock
      ? isWide(blockOf(ipBlock)) && isForNames(portsOf(undefined).possible, facts)
      : isForNames(portsOf(ANY_POD).possible, facts),
  );
}

/** Whether ports lead to anything else than the API server and DNS itself. */
function isForNames(ports: PortSet, facts: DnsFacts): boolean {
  const isForApi = hasPort(ports, "TCP", 6443);
  const others = facts.ports.reduce(
    (left, port) => portsWithout(portsWithout(left, portRange("UDP", port)), portRange("TCP", port)),
    isForApi ? portsWithout(portsWithout(ports, API_SERVER), API_SERVICE) : ports,
  );
  return !isNoPort(others);
}

function isWide(block: AddressSet | undefined): boolean {
  return (block ?? []).reduce((sum, [from, end]) => sum + (end - from), 0n) >= MANY;
}
