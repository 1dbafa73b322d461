import type { ConnectionRule } from "../../kubernetes/connections/directed-policy.js";
import { destinationOf, type Endpoint, type PodSet } from "../../kubernetes/connections/endpoint.js";
import { NO_PORTS, isNoPort, type PortSet, portsWithout } from "../../kubernetes/connections/port-set.js";
import type { Certainty } from "../../kubernetes/labels/label-selector.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
import { type Place, placeOf } from "../../builds/build.js";
import { memoize } from "../../util/memoize.js";
import type { KindName } from "../../kubernetes/objects.js";
import type { Network } from "./network.js";
import type { NetworkPolicyApplied, Selecting } from "./policies.js";
import { namespaceWords, type PlacedPods } from "./workloads.js";

/** A rule of a policy, as far as it speaks of the connections in question. */
export interface DecidingRule {
  action: ConnectionRule["action"];
  /** Where the rule is in its object, as in `spec.ingress[0]`. */
  words: string;
  place: Place | undefined;
  /** The ports that it surely decides about, if the policy selects the pods, and those that it may. */
  sure: PortSet;
  possible: PortSet;
  /** Why something about it is not known. */
  doubts: readonly string[];
}

/** A policy that selects the pods at one end of a connection, or may, and its rules on the other end. */
export interface DecidingPolicy {
  source: NetworkPolicyApplied | undefined;
  direction: Direction;
  selects: true | undefined;
  isolates: Certainty;
  tier: Selecting["policy"]["tier"];
  rules: readonly DecidingRule[];
  /** Why it is not known whether it selects the pods or isolates them. */
  doubt?: string;
}

/** Why nothing is known of what policies do to the pods of a workload. */
export const ON_HOST_NETWORK =
  "pods that have the network of their node: what policies do there is up to the network plugin";

/** The policies that decide, in one direction, about the connections of pods with a peer. */
export function decidingPolicies(
  network: Network,
  direction: Direction,
  pods: PlacedPods,
  peer: Endpoint,
): DecidingPolicy[] {
  const destination = destinationOf(direction, pods, peer);
  return network.selecting(pods, direction).map((selecting) => {
    const { source, policy } = selecting;
    const rules = policy.rules.flatMap((rule) => decidingRule(rule, { source, peer, destination }));
    return { ...selectingPolicy(selecting), rules };
  });
}

/** The policies that select pods in one direction, without their rules. */
export function selectingPolicies(
  network: Network,
  direction: Direction,
  pods: PlacedPods,
): DecidingPolicy[] {
  return network.selecting(pods, direction).map(selectingPolicy);
}

/** One for each policy, and for whether that is certain: it can select thousands of workloads. */
function selectingPolicy({ source, policy, selects }: Selecting): DecidingPolicy {
  const made = madeOf(policy);
  let one = made.get(selects);
  if (!one) {
    const { direction, isolates, tier } = policy;
    const doubt = doubtOf(policy, selects);
    one = { source, direction, selects, isolates, tier, rules: [], ...(doubt !== undefined && { doubt }) };
    made.set(selects, one);
  }
  return one;
}

const madeOf: (policy: Selecting["policy"]) => Map<true | undefined, DecidingPolicy> = memoize(
  () => new Map(),
);

function doubtOf({ doubt, isolates }: Selecting["policy"], selects: true | undefined): string | undefined {
  if (doubt !== undefined) return doubt;
  if (selects === undefined) return "whether it selects the pods";
  return isolates === undefined ? "whether it isolates them" : undefined;
}

function decidingRule(
  rule: ConnectionRule,
  {
    source,
    peer,
    destination,
  }: Pick<DecidingPolicy, "source"> & { peer: Endpoint; destination: PodSet | undefined },
): DecidingRule[] {
  const matches = rule.matches(peer);
  const { sure, possible } = rule.portsOf(destination);
  if (matches === false || isNoPort(possible)) return [];
  const words = pathWords(rule.path);
  const doubts = [
    ...(matches === undefined ? [`whether ${words} ${whyUnmatched(rule, peer)}`] : []),
    ...(isNoPort(portsWithout(possible, sure)) ? [] : [`the ports of ${words}`]),
    ...(rule.action === "unclear" ? [`what ${words} does`] : []),
  ];
  const place = source && placeOf(source.applied.object, rule.path);
  return [{ action: rule.action, words, place, sure: matches === true ? sure : NO_PORTS, possible, doubts }];
}

/** Why it is not known whether a rule speaks of an endpoint: whether it were known if that one fact were. */
function whyUnmatched(rule: ConnectionRule, peer: Endpoint): string {
  if (peer.is === "pods" && peer.isOnHostNetwork !== false) {
    if (rule.matches({ ...peer, isOnHostNetwork: false }) !== undefined) {
      return "speaks of pods that have the network of their node: that is up to the network plugin";
    }
  }
  if (peer.is === "pods" && peer.namespace && !peer.namespace.labels) {
    if (rule.matches({ ...peer, namespace: { ...peer.namespace, labels: {} } }) !== undefined) {
      return `speaks of the pods: no Namespace object says which labels namespace ${namespaceInQuotes(peer.namespace.name)} has`;
    }
  }
  return "speaks of the other end";
}

function namespaceInQuotes(name: string): string {
  const words = namespaceWords(name);
  return words === name ? `'${name}'` : words;
}

function pathWords(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");
}

/** A policy for sentences and programs. */
export interface PolicyName {
  kind: KindName;
  namespace: string | undefined;
  name: string | undefined;
}

export function policyName({ applied: { object }, namespace }: NetworkPolicyApplied): PolicyName {
  return { kind: object.kind, namespace, name: object.object.metadata?.name };
}

/** Where the name of a policy is written. */
export function policyPlace({ applied: { object } }: NetworkPolicyApplied): Place {
  return placeOf(object, ["metadata", "name"]);
}

/** Why something about a policy, or one of its rules, is not known. */
export function doubtsOf({ source, doubt, rules }: DecidingPolicy): string[] {
  const doubts = [...(doubt === undefined ? [] : [doubt]), ...rules.flatMap((rule) => rule.doubts)];
  return source ? doubts.map((one) => `${policyWords(policyName(source))}: ${one}`) : doubts;
}

/** A policy in words: `NetworkPolicy shop/default-deny`. */
export function policyWords({ kind, namespace, name = "?" }: PolicyName): string {
  return `${kind} ${namespace === undefined ? "" : `${namespaceWords(namespace)}/`}${name}`;
}
