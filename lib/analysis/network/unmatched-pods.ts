import type { BuildSet } from "../../builds/build-set.js";
import { isInNamespace, selectsPods } from "../../kubernetes/connections/pod-labels.js";
import { type Requirement, requirements } from "../../kubernetes/labels/label-selector.js";
import { isPlain } from "../../kubernetes/objects.js";
import { hiddenPods } from "./hidden-pods.js";
import type { Network } from "./network.js";
import { type Slip, slipOf } from "./selector-slips.js";
import type { Workload } from "./workloads.js";

/** That a selector selects no pods of some namespaces, and what was probably meant. */
export interface UnmatchedPods {
  namespaces: readonly string[];
  needed: readonly Requirement[];
  slip?: Slip;
  /** A workload of another namespace whose pods it would select. */
  elsewhere?: Workload;
}

/**
 * Whether a selector surely selects no pod of any of some namespaces. Undefined if it selects some, or may: pods whose
 * labels are not known, or those that something hidden makes.
 */
export function unmatchedPods(
  set: BuildSet,
  network: Network,
  namespaces: readonly string[],
  selector: unknown,
): UnmatchedPods | undefined {
  const needed = requirements(selector);
  if (!needed?.every(isPlainRequirement) || !needed.some(asksForLabel)) return undefined;
  const matching = network.workloads.filter((pods) => selectsPods(selector, pods) !== false);
  const isThere = (pods: Workload) => namespaces.some((name) => isInNamespace(name, pods) !== false);
  if (matching.some(isThere)) return undefined;
  if (namespaces.some((name) => hiddenPods(set, network, name, selector) !== undefined)) return undefined;
  const own = namespaces.flatMap((name) => network.workloadsIn(name));
  const slip = slipOf(needed, own);
  const elsewhere = matching.find((pods) => selectsPods(selector, pods) === true);
  return { namespaces, needed, ...(slip && { slip }), ...(elsewhere && { elsewhere }) };
}

/** Whether a requirement is known. */
function isPlainRequirement({ key, values }: Requirement): boolean {
  return isPlain(key) && values.every((value) => typeof value === "string" && isPlain(value));
}

/** Whether it asks for a label; what only asks for none is fulfilled by pods that nobody lists. */
function asksForLabel({ operator }: Requirement): boolean {
  return operator === "In" || operator === "Exists";
}
