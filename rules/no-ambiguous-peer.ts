import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { isMeantAsTwo } from "../lib/analysis/network/meant-as-two.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { podLabels } from "../lib/kubernetes/kinds.js";
import { all, describeLabels, fulfils, requirements } from "../lib/kubernetes/labels/label-selector.js";
import { isEmptySelector, peersOf } from "../lib/kubernetes/network-policy/network-policy.js";
import { secondOfPair } from "../lib/kubernetes/network-policy/peer-pair.js";
import { isKnown } from "../lib/kubernetes/objects.js";
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
  check(written, { applied, patched, analysis, place, report }) {
    const copies = [...applied, ...patched];
    const policies = copies.length > 0 ? copies.map(({ object }) => object.object) : [written];
    const ownNamespaces = new Set(policies.map(({ metadata }) => metadata?.namespace));
    for (const direction of DIRECTIONS) {
      const field = rulesField(direction);
      (written.spec?.[field] ?? []).forEach((rule, index) => {
        const isFromPatch = (one: Applied) => analysis.isFromPatch(one, ["spec", field, index]);
        if (applied.length > 0 && applied.every(isFromPatch)) return;
        const peers = peersOf(rule, direction);
        const second = secondOfPair(peers);
        if (second === undefined) return;
        const [first, last] = [peers[second - 1] ?? {}, peers[second] ?? {}];
        const pair = { ...first, ...last };
        if (hasOwnPods(pair.podSelector, ownNamespaces, analysis)) return;
        const policy = { name: written.metadata?.name, file: place.file, namespaces: ownNamespaces };
        if (isMeantAsTwo(analysis, { first, second: last }, policy)) return;
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

/** Whether the selector selects, or may select, pods in the policy's own namespace: these may be meant. */
function hasOwnPods(
  selector: unknown,
  namespaces: ReadonlySet<string | undefined>,
  analysis: Analysis,
): boolean {
  const wanted = requirements(selector);
  if (!wanted) return true;
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
