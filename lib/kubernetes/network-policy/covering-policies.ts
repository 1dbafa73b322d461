import { all, fulfils, type Requirement, requirements } from "../labels/label-selector.js";
import { isKnown, type NetworkPolicy } from "../objects.js";
import { field } from "../../util/plain-values.js";

/** More combinations of labels than this are not compared. */
const MAX_COMBINATIONS = 4096;

/** The labels of a pod that selectors ask for; null where it has none. */
type Labels = ReadonlyMap<string, string | null>;

/**
 * Whether policies select every pod between them, whatever its labels: `app In [x]` and `app NotIn [x]` do. Every
 * combination of the labels and values that the selectors name is tried, with no label and with another value for each.
 */
export function selectEveryPod(policies: readonly NetworkPolicy[]): boolean {
  const selectors = policies.flatMap((policy) => {
    const needed = requirements(field(policy.spec, "podSelector") ?? {});
    return needed && needed.every(isPlain) ? [needed] : [];
  });
  // A pod without labels must be selected, too, and most policies do not.
  if (!selectors.some((needed) => selects(needed, new Map()))) return false;
  let combinations: Labels[] = [new Map()];
  for (const [key, values] of valuesByKey(selectors)) {
    const choices = [null, ...values, otherThan(values)];
    if (combinations.length * choices.length > MAX_COMBINATIONS) return false;
    combinations = combinations.flatMap((labels) => choices.map((value) => new Map(labels).set(key, value)));
  }
  return combinations.every((labels) => selectors.some((needed) => selects(needed, labels)));
}

function isPlain({ key, values }: Requirement): boolean {
  return (
    isKnown(key) && values.every((value) => value === "" || (typeof value === "string" && isKnown(value)))
  );
}

function selects(needed: readonly Requirement[], labels: Labels): boolean {
  return all(needed.map((requirement) => fulfils(labels.get(requirement.key) ?? null, requirement))) === true;
}

function valuesByKey(selectors: readonly (readonly Requirement[])[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { key, values } of selectors.flat()) {
    const known = found.get(key) ?? new Set();
    for (const value of values) known.add(value as string);
    found.set(key, known);
  }
  return found;
}

function otherThan(values: ReadonlySet<string>): string {
  let other = "other";
  while (values.has(other)) other += "-";
  return other;
}
