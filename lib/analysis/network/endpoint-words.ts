import { addressWords } from "../../kubernetes/connections/address-blocks.js";
import type { AddressSet } from "../../kubernetes/connections/address-set.js";
import { UNKNOWN } from "../../kubernetes/objects.js";
import { groupBy } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
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

/** What to call each workload of a network: `namespace/name`, with its kind in front if another kind has that name too. */
export const workloadWords: (network: Network) => (workload: Workload) => string = memoize((network) =>
  memoize((workload: Workload) => withKind(network, workload, fullName(workload))),
);

/** The same without the namespace, where that is said already. */
export function workloadWordsInNamespace(network: Network, workload: Workload): string {
  return withKind(network, workload, nameWords(workload));
}

function withKind(network: Network, workload: Workload, name: string): string {
  const kinds = kindsByName(network, workload.namespace.name).get(fullName(workload));
  return kinds?.some(({ kind }) => kind !== workload.kind) ? `${workload.kind}/${name}` : name;
}

const kindsByName = memoizePairs((network: Network, namespace: string) =>
  groupBy(network.workloadsIn(namespace), fullName),
);

function fullName(workload: Workload): string {
  return `${namespaceWords(workload.namespace.name)}/${nameWords(workload)}`;
}

/** Addresses outside of the cluster in words. */
export function outsideWords(addresses: AddressSet): string {
  const words = addressWords(addresses);
  return words === "" ? "outside" : `outside (${words})`;
}

/** The order of names, which is the same whatever language a machine speaks. */
export function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
