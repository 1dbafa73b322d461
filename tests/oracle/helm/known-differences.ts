import { groupBy } from "../../../lib/util/group-by.js";

/** A difference from Helm that is there on purpose. */
interface KnownDifference {
  /** What the first line of what differs in a chart is like, behind the name of the chart and a colon. */
  line: RegExp;
  /** Why it is right, or cannot be otherwise. */
  cause: string;
}

/** Every difference in the public charts, each with its cause. */
const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    line: /Helm alone refuses it: found in .* but missing in charts\/ directory/,
    cause: "Helm asks for dependencies that are switched off too. Without them, nothing is missing.",
  },
];

/** What differs in charts that has no cause here. */
export function unexpected(found: ReadonlyMap<string, readonly string[]>): [string, readonly string[]][] {
  return [...found].filter(([name, lines]) => causeOf(name, lines) === undefined);
}

/** How many charts differ for which cause, or in what where there is none. */
export function causes(found: ReadonlyMap<string, readonly string[]>): { cause: string; count: number }[] {
  const all = groupBy(found, ([name, lines]) => {
    return causeOf(name, lines) ?? (lines[0] ?? "").replaceAll(/'[^']*'/g, "'…'");
  });
  return [...all]
    .map(([cause, { length }]) => ({ cause, count: length }))
    .sort((one, other) => other.count - one.count);
}

function causeOf(name: string, [line = ""]: readonly string[]): string | undefined {
  return KNOWN_DIFFERENCES.find((known) => known.line.test(`${name}: ${line}`))?.cause;
}
