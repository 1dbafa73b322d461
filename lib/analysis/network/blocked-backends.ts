import { keyOf, placesIn } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import { commonPorts, isNoPort } from "../../kubernetes/connections/port-set.js";
import { selectsPods } from "../../kubernetes/connections/pod-labels.js";
import { requirements } from "../../kubernetes/labels/label-selector.js";
import { type Peer, peersOf } from "../../kubernetes/network-policy/network-policy.js";
import { isKnown, type NetworkPolicy } from "../../kubernetes/objects.js";
import { areAlternatives } from "./alternative-builds.js";
import { memoizePairs } from "../../util/memoize.js";
import type { Target } from "./exposure.js";
import type { Network } from "./network.js";
import type { NetworkPolicyApplied, Selecting } from "./policies.js";
import type { Workload } from "./workloads.js";

/** Words in the names of what lets the outside into a cluster, and of the namespaces that it runs in. */
const CONTROLLER =
  /(?:^|[^a-z])(?:ingress|nginx|traefik|haproxy|contour|envoy|istio|gateways?|kong|ambassador|emissary|apisix|caddy|skipper|router|openresty|cloudflared?|tunnel|proxy|edge|lb|loadbalancer|alb|elb|gloo|gce|ngrok|pomerium|tailscale|cilium)(?:[^a-z]|$)/i;
/** Namespaces in which clusters have one themselves. */
const SYSTEM = /^(?:kube-system|openshift-.*)$/;

/**
 * The policies that keep what a route of a build lets in away from ports of a workload: they select it, and none of them
 * lets in anything that may be an ingress controller, or the load balancer outside of the cluster that stands for one.
 * Undefined if there is no such policy, or if that is not certain. What only another way to apply the same application
 * brings says nothing.
 */
export function blockingPolicies(
  network: Network,
  { build, source: from }: { build: Build; source: "controller" | "load balancer" },
  { workload, ports }: Target,
): readonly NetworkPolicyApplied[] | undefined {
  const selecting = network.selecting(workload, "Ingress");
  if (workload.isOnHostNetwork || isNoPort(ports)) return undefined;
  const sources = selecting.flatMap(({ source, selects, policy }) => {
    const isPlain = source?.applied.object.kind === "NetworkPolicy" && selects === true;
    return isPlain && policy.isolates === true ? [source] : [];
  });
  if (sources.length < selecting.length) return undefined;
  const mayBeSource =
    from === "load balancer"
      ? ({ ipBlock }: Peer) => ipBlock !== undefined
      : (peer: Peer) => mayBeController(network, workload.namespace.name, peer);
  if (selecting.some((one) => mayLetIn(one, { workload, ports }, mayBeSource))) return undefined;
  const blocking = sources.filter((source) => isBeside(source, build));
  return blocking.length > 0 ? blocking : undefined;
}

function isBeside({ applied }: NetworkPolicyApplied, build: Build): boolean {
  if (!areAlternatives(applied.build, build)) return true;
  // Both may apply it.
  return placesIn(build).has(keyOf(applied.object));
}

function mayLetIn(
  { source, policy }: Selecting,
  { workload, ports }: Target,
  mayBeSource: (peer: Peer) => boolean,
): boolean {
  return policy.rules.some((rule) => {
    if (isNoPort(commonPorts(ports, rule.portsOf(workload).possible))) return false;
    // These policies are all NetworkPolicies.
    const { spec } = source?.applied.object.object as NetworkPolicy;
    const written = spec?.ingress?.[Number(rule.path.at(-1))] ?? {};
    const peers = peersOf(written, "Ingress");
    return peers.length === 0 || peers.some(mayBeSource);
  });
}

/** Whether a peer of a policy may be an ingress controller. */
function mayBeController(
  network: Network,
  own: string,
  { ipBlock, namespaceSelector, podSelector }: Peer,
): boolean {
  // Load balancers outside of the cluster send to pods as well, and controllers have the addresses of nodes.
  if (ipBlock) return true;
  const names = namespaceSelector ? namesIn(namespaceSelector) : [own];
  return (
    names === undefined ||
    names.some((name) => {
      if (!isKnown(name) || CONTROLLER.test(name) || SYSTEM.test(name)) return true;
      if (network.workloadsIn(name).length === 0) return name !== own;
      return controllersIn(network, name).some((one) => {
        return !podSelector || selectsPods(podSelector, one) !== false;
      });
    })
  );
}

/** The workloads of a namespace that may be controllers: every peer of every rule asks for them. */
const controllersIn = memoizePairs((network: Network, namespace: string) =>
  network.workloadsIn(namespace).filter(looksLikeController),
);

function looksLikeController({ name, labels }: Workload): boolean {
  return [name, ...Object.values(labels)].some((text) => CONTROLLER.test(text));
}

/** The only names of namespaces that a selector can select; undefined if it goes by other labels. */
function namesIn(selector: Peer["namespaceSelector"]): readonly string[] | undefined {
  const byName = requirements(selector)?.find(
    ({ key, operator }) => key === "kubernetes.io/metadata.name" && operator === "In",
  );
  return byName?.values.map(String);
}
