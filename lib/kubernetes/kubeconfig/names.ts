import { memoize } from "../../util/memoize.js";
import { couldBe, isPlain } from "../objects.js";
import { type Kubeconfig, LIST_NAMES, type ListName } from "./kubeconfig.js";

/** The names in a list of kubeconfigs. */
interface Names {
  known: Set<string>;
  /** Those that something fills in later, or that are no texts. */
  unknown: Set<string>;
}

/** More names that are filled in later could be anything. */
const MAX_UNKNOWN = 100;

/** The names in the lists of kubeconfigs, found at once: a search for each takes too long if there are many. */
export function namesIn(configs: Iterable<Kubeconfig>): Readonly<Record<ListName, Names>> {
  const names = { clusters: none(), contexts: none(), users: none() };
  for (const config of configs) {
    for (const list of LIST_NAMES) {
      for (const { name } of config[list]) names[list][isPlain(name) ? "known" : "unknown"].add(name);
    }
  }
  return names;
}

/** The names in the lists of a kubeconfig. */
export const namesOf = memoize((config: Kubeconfig) => namesIn([config]));

/** Whether a name is among others, or may be once these are filled in. */
export function mayBeAmong({ known, unknown }: Names, name: string): boolean {
  if (known.has(name) || unknown.size > MAX_UNKNOWN) return true;
  return [...unknown].some((one) => couldBe(one, name));
}

function none(): Names {
  return { known: new Set(), unknown: new Set() };
}
