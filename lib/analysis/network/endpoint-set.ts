import type { AddressSet } from "../../kubernetes/connections/address-set.js";
import { groupBy } from "../../util/group-by.js";
import { outsideWords, workloadWords } from "./endpoint-words.js";
import type { Network } from "./network.js";
import { namespaceWords, type Workload } from "./workloads.js";

/** Several endpoints of a network. */
export interface EndpointSet {
  workloads: readonly Workload[];
  outside: AddressSet;
  /** A workload that may count as one of them: it makes no difference to say so. */
  self?: Workload;
}

/** What a part of a set leaves out. */
export type Exception = { is: "namespace"; namespace: string } | { is: "workload"; workload: Workload };

/** A part of a set that can be said in a few words. */
export type SetPart =
  | { is: "everyPod"; except: readonly Exception[] }
  | { is: "namespace"; namespace: string; except: readonly Exception[] }
  | { is: "workload"; workload: Workload }
  | { is: "outside"; addresses: AddressSet };

/** More exceptions than this say less than a list. */
const MOST_EXCEPTIONS = 3;

/** A set in as few parts as possible: whole namespaces, or all pods, rather than each workload. */
export function partsOf(network: Network, set: EndpointSet): SetPart[] {
  const outside: SetPart[] = set.outside.length === 0 ? [] : [{ is: "outside", addresses: set.outside }];
  if (set.workloads.length === 0) {
    const isAll = set.self !== undefined && network.workloads.length === 1;
    return isAll ? [{ is: "everyPod", except: [] }, ...outside] : outside;
  }
  const members = new Set(set.self ? [...set.workloads, set.self] : set.workloads);
  const byNamespace = groupBy(set.workloads, ({ namespace }) => namespace.name);
  const lacking = (namespace: string, count: number): Workload[] => {
    const all = network.workloadsIn(namespace);
    const own = set.self?.namespace.name === namespace && !set.workloads.includes(set.self) ? 1 : 0;
    return all.length === count + own ? [] : all.filter((workload) => !members.has(workload));
  };
  let exceptions: Exception[] = [];
  const parts = [...byNamespace].flatMap(([namespace, workloads]): SetPart[] => {
    const missing = lacking(namespace, workloads.length).map((workload): Exception => {
      return { is: "workload", workload };
    });
    if (exceptions.length <= MOST_EXCEPTIONS) exceptions = [...exceptions, ...missing];
    const isOnly = workloads.length === 1;
    return isFew(missing.length, workloads.length) && !isOnly
      ? [{ is: "namespace", namespace, except: missing }]
      : workloads.map((workload) => ({ is: "workload", workload }));
  });
  if (exceptions.length <= MOST_EXCEPTIONS) {
    const others = network.populated.filter((namespace) => !byNamespace.has(namespace));
    const absent = others.filter((namespace) => lacking(namespace, 0).length > 0);
    if (absent.length <= MOST_EXCEPTIONS) {
      exceptions = [...exceptions, ...absent.map((namespace): Exception => ({ is: "namespace", namespace }))];
    }
    if (absent.length <= MOST_EXCEPTIONS && isFew(exceptions.length, parts.length)) {
      return [{ is: "everyPod", except: exceptions }, ...outside];
    }
  }
  return [...parts, ...outside];
}

/** Whether it is shorter to say what is left out. */
function isFew(missing: number, there: number): boolean {
  return missing === 0 || (missing <= MOST_EXCEPTIONS && there > 2 * missing + 1);
}

/** How many parts of a set a line names. */
const NAMED = 8;

/** A set in words: `everything`, `every pod of shop except shop/db, outside (10.0.0.0/8)`. */
export function setWords(network: Network, set: EndpointSet): string {
  const parts = partsOf(network, set);
  const [first, second] = parts;
  if (first?.is === "everyPod" && second?.is === "outside" && outsideWords(second.addresses) === "outside") {
    return `everything${exceptWords(network, first.except)}`;
  }
  // Overlays may apply workloads of one name that differ.
  const words = [...new Set(parts.map((part) => partWords(network, part)))];
  const more = words.length - NAMED;
  return more > 1 ? `${words.slice(0, NAMED).join(", ")} and ${more} more` : words.join(", ");
}

/** A part of a set in words. */
export function partWords(network: Network, part: SetPart): string {
  switch (part.is) {
    case "everyPod":
      return `every pod${exceptWords(network, part.except)}`;
    case "namespace":
      return `every pod of ${namespaceWords(part.namespace)}${exceptWords(network, part.except)}`;
    case "workload":
      return workloadWords(network)(part.workload);
    case "outside":
      return outsideWords(part.addresses);
  }
}

function exceptWords(network: Network, except: readonly Exception[]): string {
  if (except.length === 0) return "";
  const words = except.map((one) => {
    return one.is === "namespace"
      ? `those of ${namespaceWords(one.namespace)}`
      : workloadWords(network)(one.workload);
  });
  return ` except ${words.join(" and ")}`;
}
