import { addressWords } from "../../kubernetes/connections/address-blocks.js";
import type { AddressSet } from "../../kubernetes/connections/address-set.js";
import { UNKNOWN } from "../../kubernetes/objects.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { Network } from "./network.js";
import { namespaceWords, type Workload } from "./workloads.js";

/** The name of a workload for a sentence. */
export function nameWords({ name }: Pick<Workload, "name">): string {
  return name.replaceAll(UNKNOWN, "?");
}

/** A namespace as it is asked for: a name that is filled in when its objects are applied is empty. */
export function askedNamespace(namespace: string): string {
  return namespace.startsWith(UNKNOWN) ? "" : namespace;
}

/** What to call each workload of a network: `namespace/name`, with its kind in front if that is ambiguous. */
export const workloadWords: (network: Network) => (workload: Workload) => string = memoize((network) => {
  const short = (workload: Workload) => `${namespaceWords(workload.namespace.name)}/${nameWords(workload)}`;
  const named = groupBy(network.workloads, short);
  return memoize((workload: Workload) => {
    const words = short(workload);
    return (named.get(words)?.length ?? 0) > 1 ? `${workload.kind}/${words}` : words;
  });
});

/** Addresses outside of the cluster in words. */
export function outsideWords(addresses: AddressSet): string {
  const words = addressWords(addresses);
  return words === "" ? "outside" : `outside (${words})`;
}
