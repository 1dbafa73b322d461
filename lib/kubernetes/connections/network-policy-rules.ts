import { all, type Certainty, requirements, selectsNamespace } from "../labels/label-selector.js";
import {
  NETWORK_POLICY_ORDER,
  type NetworkPolicyRule,
  type Peer,
  peersOf,
  policyDirections,
} from "../network-policy/network-policy.js";
import { DIRECTIONS, type Direction, rulesField } from "../network-policy/policy-step.js";
import { isKnown, type NetworkPolicy } from "../objects.js";
import { type AddressSet, holdsPods, withoutAddresses, writtenBlock } from "./address-set.js";
import { intersection, isWithin, unionOf } from "./intervals.js";
import type { ConnectionRule, DirectedPolicy } from "./directed-policy.js";
import type { Endpoint } from "./endpoint.js";
import { neededLabel } from "./label-index.js";
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
        needs: neededLabel(policy.spec?.podSelector),
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
  const written = peersOf(rule, direction);
  const blocks = written.flatMap(({ ipBlock }) => (ipBlock ? [blockOf(ipBlock)] : []));
  const known = blocks.filter((block) => block !== undefined);
  // Blocks add up: two halves of all addresses are all.
  const together = unionOf(known);
  const peers = [
    ...(known.length > 0 ? [(endpoint: Endpoint) => isInBlock(endpoint, together)] : []),
    ...(known.length < blocks.length ? [() => undefined] : []),
    ...written.filter(({ ipBlock }) => !ipBlock).map((peer) => peerMatcher(peer, namespace)),
  ];
  return {
    action: "allow",
    path,
    blocks: together.length > 0 ? [together] : [],
    matches: (endpoint) => peers.length === 0 || anyMatches(peers, endpoint),
    ...writtenPorts(rule.ports ?? []),
  };
}

type Matcher = (endpoint: Endpoint) => Certainty;

function anyMatches(peers: readonly Matcher[], endpoint: Endpoint): Certainty {
  let result: Certainty = false;
  for (const matches of peers) {
    const answer = matches(endpoint);
    if (answer === true) return true;
    if (answer === undefined) result = undefined;
  }
  return result;
}

/** Whether a peer of a rule that is no block is at the other end. */
function peerMatcher({ namespaceSelector, podSelector }: Peer, namespace: string): Matcher {
  if (!namespaceSelector && !podSelector) return () => undefined;
  const isEveryPod = [namespaceSelector, podSelector].every(
    (selector) => selector === undefined || requirements(selector)?.length === 0,
  );
  return (endpoint) => {
    if (endpoint.is === "addresses") return false;
    const isThere = namespaceSelector
      ? selectsNamespace(namespaceSelector, endpoint.namespace)
      : isInNamespace(namespace, endpoint);
    if (isThere === false) return false;
    const isSelected = podSelector ? selectsPods(podSelector, endpoint) : true;
    const answer = all([isThere, isSelected]);
    // What comes from a node has the node's address: plugins differ in whom they take it for.
    if (endpoint.isOnHostNetwork === false || answer === false) return answer;
    return isEveryPod && namespaceSelector ? answer : undefined;
  };
}

/** The addresses of a block without those that it excepts; undefined if they are not known. */
function blockOf({ cidr, except = [] }: NonNullable<Peer["ipBlock"]>): AddressSet | undefined {
  const block = writtenBlock([cidr]);
  const cut = writtenBlock(except);
  return block && cut && withoutAddresses(block, cut);
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
