import type { Build } from "../../builds/build.js";
import { selectsPods } from "../../kubernetes/connections/pod-labels.js";
import type { NetworkPolicy } from "../../kubernetes/objects.js";
import type { Analysis, Applied } from "../analysis.js";
import { type Network, networksWith } from "./network.js";
import { namespaceKey, type Workload } from "./workloads.js";

/**
 * The workloads that a NetworkPolicy selects, if surely each of them has the network of its node, in every cluster; none
 * if anything that cannot be seen may bring others.
 */
export function hostNetworkTargets(
  analysis: Analysis,
  policy: Applied<"NetworkPolicy">,
): readonly Workload[] {
  const perNetwork = networksWith(analysis, policy.build).map((network) => targetsIn(network, policy));
  return perNetwork.every((targets) => targets.length > 0) ? perNetwork.flat() : [];
}

function targetsIn(network: Network, { build, object }: Applied<"NetworkPolicy">): readonly Workload[] {
  const policy: NetworkPolicy = object.object;
  const namespace = namespaceKey(policy, build);
  const selected = network
    .workloadsIn(namespace)
    .map((workload) => ({ workload, selects: selectsPods(policy.spec?.podSelector ?? {}, workload) }))
    .filter(({ selects }) => selects !== false);
  const isSure = selected.every(({ workload, selects }) => selects === true && workload.isOnHostNetwork);
  if (!isSure || selected.length === 0) return [];
  const isWhole = network.builds.every((one) => one.hidden.length === 0 || !touches(one, build, namespace));
  return isWhole ? selected.map(({ workload }) => workload) : [];
}

/** Whether a build is the one of a policy, or has something in its namespace too. */
function touches(one: Build, own: Build, namespace: string): boolean {
  return (
    one === own ||
    (one.namespaces ?? []).some(({ name }) => name === namespace) ||
    one.objects.some(({ object }) => object.metadata?.namespace === namespace)
  );
}
