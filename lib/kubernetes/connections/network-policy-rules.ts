import { all, any, type Certainty, requirements, selectsNamespace } from "../labels/label-selector.js";
import {
  NETWORK_POLICY_ORDER,
  type NetworkPolicyRule,
  type Peer,
  peersOf,
  policyDirections,
} from "../network-policy/network-policy.js";
import { DIRECTIONS, type Direction, rulesField } from "../network-policy/policy-step.js";
import { isKnown, isPlain, type NetworkPolicy } from "../objects.js";
import { addressesOf, type AddressSet, holdsPods, withoutAddresses } from "./address-set.js";
import { intersection, isWithin } from "./intervals.js";
import type { ConnectionRule, DirectedPolicy } from "./directed-policy.js";
import type { Endpoint } from "./endpoint.js";
import { isInNamespace, selectsPods } from "./pod-labels.js";
import { writtenPorts } from "./written-ports.js";

/**
 * What a NetworkPolicy does to the connections of the pods that it selects: in each direction that it applies to, it
 * allows what one of its rules names, and isolates.
 * Kubernetes: staging/src/k8s.io/api/networking/v1/types.go, NetworkPolicySpec.
 * @param namespace the one that the policy is in, in whatever words pods name it
 */
export function networkPolicyConnections(policy: NetworkPolicy, namespace: string): DirectedPolicy[] {
  const types = policy.spec?.policyTypes ?? [];
  return DIRECTIONS.flatMap((direction): DirectedPolicy[] => {
    const applies = policyDirections(policy).includes(direction);
    if (!applies && types.every(isKnown)) return [];
    const field = rulesField(direction);
    const rules: readonly NetworkPolicyRule[] = policy.spec?.[field] ?? [];
    return [
      {
        direction,
        tier: "namespace",
        order: NETWORK_POLICY_ORDER,
        engine: "any",
        selects: (pods) =>
          all([
            applies ? true : undefined,
            isInNamespace(namespace, pods),
            selectsPods(policy.spec?.podSelector ?? {}, pods),
          ]),
        isolates: true,
        rules: rules.map((rule, index) => ruleOf(rule, direction, ["spec", field, index], namespace)),
      },
    ];
  });
}

function ruleOf(
  rule: NetworkPolicyRule,
  direction: Direction,
  path: ConnectionRule["path"],
  namespace: string,
): ConnectionRule {
  const peers = peersOf(rule, direction).map((peer) => peerMatcher(peer, namespace));
  return {
    action: "allow",
    path,
    blocks: peersOf(rule, direction).map(({ ipBlock }) => (ipBlock && blockOf(ipBlock)) ?? []),
    matches: (peer) => (peers.length === 0 ? true : any(peers.map((matches) => matches(peer)))),
    ...writtenPorts(rule.ports ?? []),
  };
}

/** Whether a peer of a rule is at the other end. */
function peerMatcher(
  { ipBlock, namespaceSelector, podSelector }: Peer,
  namespace: string,
): (endpoint: Endpoint) => Certainty {
  if (ipBlock) {
    const block = blockOf(ipBlock);
    return (endpoint) => isInBlock(endpoint, block);
  }
  if (!namespaceSelector && !podSelector) return () => undefined;
  const isEveryPod = [namespaceSelector, podSelector].every(
    (selector) => selector === undefined || requirements(selector)?.length === 0,
  );
  return (endpoint) => {
    if (endpoint.is === "addresses") return false;
    const isThere = namespaceSelector
      ? selectsNamespace(namespaceSelector, endpoint.namespace)
      : isInNamespace(namespace, endpoint);
    const isSelected = podSelector ? selectsPods(podSelector, endpoint) : true;
    const answer = all([isThere, isSelected]);
    // What comes from a node has the node's address: plugins differ in whom they take it for.
    if (endpoint.isOnHostNetwork === false || answer === false) return answer;
    return isEveryPod && namespaceSelector ? answer : undefined;
  };
}

/** The addresses of a block without those that it excepts; undefined if they are not known. */
function blockOf({ cidr, except = [] }: NonNullable<Peer["ipBlock"]>): AddressSet | undefined {
  if (cidr === undefined || !isPlain(cidr)) return undefined;
  const block = addressesOf(cidr);
  return except.reduce<AddressSet | undefined>((left, part) => {
    const cut = isPlain(part) ? addressesOf(part) : undefined;
    return left && cut ? withoutAddresses(left, cut) : undefined;
  }, block);
}

/**
 * Whether an endpoint is among some addresses.
 * @param ofPods whether those of pods are
 */
export function isInBlock(
  endpoint: Endpoint,
  block: AddressSet | undefined,
  ofPods: (block: AddressSet) => Certainty = holdsPods,
): Certainty {
  if (block === undefined) return undefined;
  if (endpoint.is === "addresses") {
    if (isWithin(endpoint.addresses, block)) return true;
    return intersection(endpoint.addresses, block).length === 0 ? false : undefined;
  }
  if (endpoint.isOnHostNetwork !== false && block.length > 0)
    return ofPods(block) === true ? true : undefined;
  return ofPods(block);
}
