import { groupBy } from "../../../lib/util/group-by.js";

/** A chart in which we differ from Helm on purpose. */
interface KnownDifference {
  /** The charts, as they are called in the list of what differs. */
  name: RegExp;
  /** Why it is right, or cannot be otherwise. */
  cause: string;
}

/** Every difference in the public charts, each with its cause. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [];

/** What differs, by its cause, or by what the first line says where there is none. */
export function differenceOf(
  found: ReadonlyMap<string, readonly string[]>,
): { cause: string; count: number }[] {
  const causes = groupBy(found, ([name, [line = ""]]) => {
    const known = KNOWN_DIFFERENCES.find((one) => one.name.test(name));
    return known?.cause ?? line.replaceAll(/'[^']*'/g, "'…'");
  });
  return [...causes]
    .map(([cause, { length }]) => ({ cause, count: length }))
    .sort((one, other) => other.count - one.count);
}
