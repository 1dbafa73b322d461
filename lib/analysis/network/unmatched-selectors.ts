import type { Applied } from "../../builds/applied.js";
import type { BuildSet } from "../../builds/build-set.js";
import { type Peer, peersOf, policyDirections } from "../../kubernetes/network-policy/network-policy.js";
import { peersField, rulesField } from "../../kubernetes/network-policy/policy-step.js";
import type { Path } from "../../manifests/locate.js";
import { memoizePairs } from "../../util/memoize.js";
import { namespacesNamed } from "./wanted-pods.js";
import { type Network, networksWith } from "./network.js";
import { placeInSelector } from "./selector-slips.js";
import { isStale } from "./stale-policies.js";
import { type UnmatchedNamespaces, unmatchedNamespaces } from "./unmatched-namespaces.js";
import { type UnmatchedPods, unmatchedPods } from "./unmatched-pods.js";
import { namespaceKey } from "./workloads.js";

/** A selector of a policy that selects nothing, and where it asks for what is not there. */
export type Unmatched = { path: Path; selector: unknown } & (
  | { of: "policy"; pods: UnmatchedPods }
  | { of: "peer"; pods: UnmatchedPods }
  | { of: "namespaces"; namespaces: UnmatchedNamespaces }
);

/**
 * The selectors of an applied NetworkPolicy that surely select nothing, in whichever cluster it is. One of pods that no
 * namespace has yet may be a contract: pods that are labelled so later on may connect. So a peer, and a label that is
 * only a switch, count only if they were probably meant to select something that is there.
 */
export function unmatchedSelectors(set: BuildSet, applied: Applied<"NetworkPolicy">): readonly Unmatched[] {
  return remembered(set, applied);
}

const remembered = memoizePairs((set: BuildSet, applied: Applied<"NetworkPolicy">): Unmatched[] => {
  const inEach = networksWith(set, applied.build).map((network) => unmatchedIn(set, network, applied));
  const [first = [], ...others] = inEach;
  return first.filter(({ path }) =>
    others.every((unmatched) => unmatched.some((one) => String(one.path) === String(path))),
  );
});

function unmatchedIn(
  set: BuildSet,
  network: Network,
  { build, object }: Applied<"NetworkPolicy">,
): Unmatched[] {
  const policy = object.object;
  const selector = policy.spec?.podSelector;
  const own = namespaceKey(policy, build);
  const found: Unmatched[] = [];
  const pods = unmatchedPods(set, network, [own], selector);
  if (pods && (isLikely(pods) || isStale(set, network, { build, namespace: own, selector, pods }))) {
    const at = placeInSelector(selector, pods.needed, pods.slip?.requirement);
    found.push({ of: "policy", path: ["spec", "podSelector", ...at], selector, pods });
  }
  for (const direction of policyDirections(policy)) {
    const field = rulesField(direction);
    for (const [index, rule] of (policy.spec?.[field] ?? []).entries()) {
      const peers = peersOf(rule, direction);
      const isAlone = !peers.some(isNamespaceOnly);
      for (const [number, peer] of peers.entries()) {
        const none = unmatchedPeer(set, network, own, { peer, isAlone });
        const at = ["spec", field, index, peersField(direction), number];
        if (none) found.push({ ...none, path: [...at, ...none.path] });
      }
    }
  }
  return found;
}

function unmatchedPeer(
  set: BuildSet,
  network: Network,
  own: string,
  { peer, isAlone }: { peer: Peer; isAlone: boolean },
): Unmatched | undefined {
  const { namespaceSelector, podSelector, ipBlock } = peer;
  if (ipBlock) return undefined;
  const namespaces = namespaceSelector && unmatchedNamespaces(set, network, namespaceSelector);
  if (namespaces) {
    const path = ["namespaceSelector", ...placeInSelector(namespaceSelector, [], namespaces.requirement)];
    return { of: "namespaces", path, selector: namespaceSelector, namespaces };
  }
  const there = namespaceSelector ? namespacesNamed(namespaceSelector) : [own];
  const pods = podSelector && there && unmatchedPods(set, network, there, podSelector);
  if (!pods || !isLikely(pods, isAlone && !namespaceSelector)) return undefined;
  const path = ["podSelector", ...placeInSelector(podSelector, pods.needed, pods.slip?.requirement)];
  return { of: "peer", path, selector: podSelector, pods };
}

/** Beside such a peer, one of pods was probably meant to be one with it: `no-ambiguous-peer` says so. */
function isNamespaceOnly({ namespaceSelector, podSelector }: Peer): boolean {
  return namespaceSelector !== undefined && podSelector === undefined;
}

/** Whether something shows that a selector was meant to select pods that are there. */
function isLikely({ slip, elsewhere }: UnmatchedPods, mayBeElsewhere = true): boolean {
  return (slip !== undefined && slip.type !== "related") || (mayBeElsewhere && elsewhere !== undefined);
}
