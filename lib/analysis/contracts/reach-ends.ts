import type { AddressSet } from "../../kubernetes/connections/address-set.js";
import { isWithin, unionOf } from "../../kubernetes/connections/intervals.js";
import { isKnown } from "../../kubernetes/objects.js";
import { type NamedPods, readEnd, readPods } from "../../repository/configuration/contract-words.js";
import { matchesGlob } from "../../util/glob.js";
import { memoize } from "../../util/memoize.js";
import { nameWords } from "../network/endpoint-words.js";
import type { Workload } from "../network/workloads.js";

/** Whether pods are those that a contract names; undefined if their labels or namespace are filled in later. */
export function arePods(named: NamedPods, workload: Workload): boolean | undefined {
  const { namespace, name, labels } = workload;
  const parts = [
    isKnown(namespace.name) ? matchesGlob(named.namespace, namespace.name) : undefined,
    named.workload === undefined ||
      matchesGlob(named.workload, nameWords({ name })) ||
      (isKnown(name) ? false : undefined),
    ...named.labels.map(([key, value]) => {
      if (!Object.hasOwn(labels, key)) return false;
      const own = labels[key] ?? "";
      return own === "" || isKnown(own) ? matchesGlob(value, own) : undefined;
    }),
  ];
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

/** The pods that the texts of a contract name, and the addresses outside of the cluster. */
export interface NamedEnds {
  pods: readonly NamedPods[];
  addresses: AddressSet;
}

/** Reads the ends that a contract names: that they can be read was made sure of when it was. */
export const namedEnds: (texts: readonly string[]) => NamedEnds = memoize((texts: readonly string[]) => {
  const all = texts.map(readEnd).filter((one) => typeof one !== "string");
  return {
    pods: all.flatMap((one) => (one.is === "pods" ? [one.pods] : [])),
    addresses: unionOf(all.flatMap((one) => (one.is === "outside" ? [one.addresses] : []))),
  };
});

/** The pods that a contract is about, with their ports. */
export const namedTargets: (texts: readonly string[]) => readonly NamedPods[] = memoize(
  (texts: readonly string[]) => texts.map(readPods).filter((one) => typeof one !== "string"),
);

/** Whether any of the ends are some pods; undefined if nobody can tell. */
export function arePodsOf({ pods }: NamedEnds, workload: Workload): boolean | undefined {
  const answers = pods.map((named) => arePods(named, workload));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Whether all of some addresses are among those that are named. */
export function areAddressesOf({ addresses }: NamedEnds, asked: AddressSet): boolean {
  return isWithin(asked, addresses);
}
