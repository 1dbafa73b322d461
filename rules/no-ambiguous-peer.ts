import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { podLabels } from "../lib/kubernetes/kinds.js";
import { all, describeLabels, fulfils, requirements } from "../lib/kubernetes/labels/label-selector.js";
import { isEmptySelector, type Peer, peersOf } from "../lib/kubernetes/network-policy/network-policy.js";
import { isKnown, type NetworkPolicy } from "../lib/kubernetes/objects.js";
import { DIRECTIONS, peersField, rulesField } from "../lib/kubernetes/network-policy/policy-step.js";
import { joinItem } from "../lib/manifests/edit.js";

export default defineRule({
  name: "no-ambiguous-peer",
  meta: {
    docs: {
      description: "Disallow peers of a NetworkPolicy that read as one and count as two",
      topic: "Network isolation",
      consequence: "danger",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      twoPeers:
        "These are two peers, either of which is enough: every pod of {{namespaces}}, and {{pods}} in the namespace of this policy. If a pod must match both, remove this '-', which makes them one peer; otherwise write two rules.",
      join: "Make one peer of the two, for {{pods}} in {{namespaces}} only.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  patches: true,
  check(written, { applied, patched, analysis, report }) {
    const copies = [...applied, ...patched];
    for (const direction of DIRECTIONS) {
      const field = rulesField(direction);
      (written.spec?.[field] ?? []).forEach((rule, index) => {
        const isFromPatch = (one: Applied) => analysis.isFromPatch(one, ["spec", field, index]);
        if (applied.length > 0 && applied.every(isFromPatch)) return;
        const peers = peersOf(rule, direction);
        const second = secondOf(peers);
        if (second === undefined) return;
        const pair = { ...peers[second - 1], ...peers[second] };
        if (hasOwnPods(pair.podSelector, written, copies, analysis)) return;
        const at = ["spec", field, index, peersField(direction), second];
        const namespaces = isEmptySelector(pair.namespaceSelector)
          ? "every namespace"
          : withLabels("the namespaces", pair.namespaceSelector);
        const pods = withLabels("the pods", pair.podSelector);
        report({
          at: [...at, peers[second]?.podSelector ? "podSelector" : "namespaceSelector"],
          messageId: "twoPeers",
          data: { namespaces, pods },
          suggest: [{ messageId: "join", data: { namespaces, pods }, edit: joinItem(at) }],
        });
      });
    }
  },
});

/**
 * Returns the index of the second of two adjacent peers, one of which selects namespaces and the other pods by their
 * labels. Undefined if there are more of either: that is a list of alternatives.
 */
function secondOf(peers: readonly Peer[]): number | undefined {
  const isNamespaces = ({ namespaceSelector, podSelector, ipBlock }: Peer) =>
    namespaceSelector !== undefined && !podSelector && !ipBlock;
  const isPods = ({ namespaceSelector, podSelector, ipBlock }: Peer) =>
    podSelector !== undefined && !namespaceSelector && !ipBlock;
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

/** Whether the selector selects, or may select, pods in the policy's own namespace: these may be meant. */
function hasOwnPods(
  selector: unknown,
  written: NetworkPolicy,
  copies: readonly Applied[],
  analysis: Analysis,
): boolean {
  const wanted = requirements(selector);
  if (!wanted) return true;
  const policies = copies.length > 0 ? copies.map(({ object }) => object.object) : [written];
  const namespaces = new Set(policies.map(({ metadata }) => metadata?.namespace));
  return [...namespaces].some((namespace) =>
    analysis.workloads(namespace).some(({ object }) => {
      const labels = podLabels(object);
      return all(wanted.map((one) => fulfils(labelIn(labels, one.key), one))) !== false;
    }),
  );
}

function labelIn(labels: Readonly<Record<string, unknown>>, key: string): string | null | undefined {
  if (!Object.hasOwn(labels, key)) return null;
  const value = labels[key];
  return typeof value === "string" && isKnown(value) ? value : undefined;
}

function withLabels(what: string, selector: unknown): string {
  const labels = describeLabels(selector);
  return labels === undefined ? `${what} that it selects` : `${what} with ${labels}`;
}
