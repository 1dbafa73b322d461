import { hostNetworkTargets } from "../lib/analysis/network/host-network-targets.js";
import type { Workload } from "../lib/analysis/network/workloads.js";
import { isEmptySelector } from "../lib/kubernetes/network-policy/network-policy.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { plural, series } from "../lib/util/phrases.js";

export default defineRule({
  name: "no-host-network-target",
  meta: {
    docs: {
      description: "Disallow NetworkPolicies that select only pods with the network of their node",
      topic: "Network isolation",
      consequence: "no effect",
      preset: "all",
      controls: [],
    },
    messages: {
      hostNetwork:
        "This policy selects only {{workloads}}, with 'hostNetwork: true': most network plugins cannot tell such pods from their node, and do not apply it. Restrict the ports of the nodes, or give the pods a network of their own.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  patches: false,
  check(written, { applied, analysis, report }) {
    // What is for every pod of a namespace is also for those that come later.
    if (isEmptySelector(written.spec?.podSelector)) return;
    const targets = applied.map((one) => hostNetworkTargets(analysis, one));
    // Where one of the builds has other pods, the policy is meant for them.
    if (targets.length === 0 || targets.some((workloads) => workloads.length === 0)) return;
    report({
      at: ["spec", "podSelector"],
      messageId: "hostNetwork",
      data: { workloads: words(targets.flat()) },
    });
  },
});

/** The most workloads that a sentence names. */
const NAMED = 3;

function words(workloads: readonly Workload[]): string {
  const names = [
    ...new Set(workloads.map(({ kind, name }) => (isKnown(name) ? `${kind} '${name}'` : `a ${kind}`))),
  ];
  const more = names.length - NAMED;
  return series(more > 0 ? [...names.slice(0, NAMED), plural(more, "other workload")] : names);
}
