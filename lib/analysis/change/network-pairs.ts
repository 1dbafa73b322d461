import { policyKey } from "../network/copies.js";
import { type Network, networksOf } from "../network/network.js";
import type { Analysis } from "../analysis.js";

/** The network of a cluster before and after a change. */
export interface NetworkPair {
  before: Network;
  after: Network;
  /** The cluster, if the repository tells several apart. */
  cluster: string | undefined;
}

/** The networks of both states that differ in anything that decides about connections. */
export function changedNetworks(before: Analysis, after: Analysis): NetworkPair[] {
  const [old, now] = [networksOf(before), networksOf(after)];
  const isOne = old.length === 1 && now.length === 1;
  return now.flatMap((network) => {
    const its = isOne ? old[0] : old.find(({ cluster }) => cluster === network.cluster);
    if (!its || contentOf(its) === contentOf(network)) return [];
    return { before: its, after: network, cluster: isOne ? undefined : network.cluster };
  });
}

/** All that decides about connections, in an order of its own. */
function contentOf(network: Network): string {
  const { namespaces, workloads, policies } = network;
  return JSON.stringify([
    namespaces
      .map(({ name, labels }) => JSON.stringify([name, labels && Object.entries(labels).sort()]))
      .sort(),
    workloads
      .map(({ kind, name, namespace, labels, ports, isOnHostNetwork, serviceAccount }) => {
        const sorted = Object.entries(labels).sort();
        return JSON.stringify([kind, name, namespace.name, sorted, ports, isOnHostNetwork, serviceAccount]);
      })
      .sort(),
    policies.map(policyKey).sort(),
    namespaces.map(({ name }) => network.hiddenPolicyIn(name)?.reason ?? "").sort(),
  ]);
}
