import type { Analysis } from "../lib/analysis/analysis.js";
import { hiddenPods } from "../lib/analysis/network/hidden-pods.js";
import { type Network, networksWith } from "../lib/analysis/network/network.js";
import type { NetworkPolicyApplied } from "../lib/analysis/network/policies.js";
import type { Workload } from "../lib/analysis/network/workloads.js";
import { isEmptySelector } from "../lib/kubernetes/network-policy/network-policy.js";
import { isKnown, type NetworkPolicy } from "../lib/kubernetes/objects.js";
import { isSystemNamespace } from "../lib/kubernetes/rbac/builtin-roles.js";
import { asApplied, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";

export default defineRule({
  name: "no-host-network-target",
  meta: {
    docs: {
      description: "Disallow a NetworkPolicy for nothing but pods on the network of their node",
      topic: "Network isolation",
      consequence: "no effect",
      preset: "all",
      controls: [],
    },
    messages: {
      hostNetwork:
        "All that this policy selects is {{pods}}{{by}}, with 'hostNetwork: true': these pods have the address of their node, and network plugins do not reliably apply policies to them. Leave 'hostNetwork' out, or limit the connections of the node itself.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  // Which pods are selected is known only of what is applied.
  patches: false,
  check(_written, { applied, analysis, report }) {
    const copies = applied.map((one) => {
      const targets = networksWith(analysis, one.build).map((network) => {
        const policy = network.policyOf(one);
        return policy && onlyTargets(policy, network, analysis);
      });
      return targets.some((all) => all === undefined) ? undefined : targets.flatMap((all) => all ?? []);
    });
    if (copies.length === 0 || copies.some((targets) => targets === undefined)) return;
    report({
      at: ["spec", "podSelector"],
      messageId: "hostNetwork",
      data: {
        pods: podsOf(copies.flatMap((targets) => targets ?? [])),
        by: applied.every(isUnreached) ? asApplied(applied) : "",
      },
    });
  },
});

/** The workloads that a policy selects if all of them have the network of their node; undefined if others may be. */
function onlyTargets(
  { applied, namespace = "", directed }: NetworkPolicyApplied,
  network: Network,
  analysis: Analysis,
): readonly Workload[] | undefined {
  const { podSelector = {} } = (applied.object.object as NetworkPolicy).spec ?? {};
  const possible = network.workloadsFor(podSelector, namespace).filter((workload) => {
    return directed.some((policy) => policy.selects(workload) !== false);
  });
  const isSure = (workload: Workload) =>
    workload.isOnHostNetwork && directed.some((policy) => policy.selects(workload) === true);
  if (possible.length === 0 || !possible.every(isSure)) return undefined;
  // Kubernetes' own pods, and those of a namespace that is chosen later, have no labels of this repository's.
  const isElsewhere = !isKnown(namespace) || isSystemNamespace(namespace);
  const mayBeOthers = isElsewhere
    ? isEmptySelector(podSelector)
    : hiddenPods(analysis, network, namespace, podSelector) !== undefined;
  return mayBeOthers ? undefined : possible;
}

function podsOf(workloads: readonly Workload[]): string {
  const [first = "", ...others] = new Set(
    workloads.map(({ kind, name }) => `${kind} ${isKnown(name) ? `'${name}'` : "without a name"}`),
  );
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
