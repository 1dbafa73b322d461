import { isEmptySelector, type Peer } from "./network-policy.js";

/**
 * Returns the index of the second of two adjacent peers, one of which selects namespaces and the other pods by their
 * labels. Undefined if there are more of either: that is a list of alternatives.
 */
export function secondOfPair(peers: readonly Peer[]): number | undefined {
  const [namespaces, ...otherNamespaces] = peers.flatMap((peer, index) =>
    isNamespaces(peer) ? [index] : [],
  );
  const [pods, ...otherPods] = peers.flatMap((peer, index) => (isPods(peer) ? [index] : []));
  if (namespaces === undefined || pods === undefined || otherNamespaces.length + otherPods.length > 0)
    return undefined;
  // Every pod of the policy's own namespace is an alternative: nobody means it in addition to other namespaces.
  if (Math.abs(namespaces - pods) !== 1 || isEmptySelector(peers[pods]?.podSelector)) return undefined;
  return Math.max(namespaces, pods);
}

function isNamespaces({ namespaceSelector, podSelector, ipBlock }: Peer): boolean {
  return namespaceSelector !== undefined && !podSelector && !ipBlock;
}

/** Whether a peer selects pods of the policy's own namespace. */
export function isPods({ namespaceSelector, podSelector, ipBlock }: Peer): boolean {
  return podSelector !== undefined && !namespaceSelector && !ipBlock;
}
