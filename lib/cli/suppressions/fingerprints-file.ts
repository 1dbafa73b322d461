import { isMap } from "../../util/plain-values.js";
import { UsageError } from "../command-line.js";
import { ownValue, parseJson, set, sorted, type Suppressions } from "./file.js";

/** Another version of the file names findings in another way. */
const VERSION = 1;

/** Stands for all findings of a rule in a generated or vendored file, of which only the first is listed. */
export const ALL = "*";

/** Accepted findings of a rule in a file: the object that each is in, by its fingerprint. */
export type Known = Readonly<Record<string, string>>;

/**
 * Which findings are accepted, by file and rule, for what ESLint's format cannot hold: it has but the number of errors,
 * and ESLint drops what else it finds there whenever it writes the file.
 */
export type KnownFindings = Record<string, Record<string, Known>>;

/** The file beside one of suppressions: `x.gitops.json` beside `x.json`. */
export function besides(file: string): string {
  return `${file.replace(/\.json$/, "")}.gitops.json`;
}

/**
 * What the text of the file says; nothing if there is none.
 * @throws {UsageError} if it cannot be understood
 */
export function parseKnown(file: string, text: string | undefined): KnownFindings {
  if (text === undefined) return {};
  const value = parseJson(file, text);
  const isKnown = (known: unknown) =>
    isMap(known) && Object.values(known).every((one) => typeof one === "string");
  const isRules = (rules: unknown) => isMap(rules) && Object.values(rules).every(isKnown);
  if (
    !isMap(value) ||
    value.version !== VERSION ||
    !isMap(value.accepted) ||
    !Object.values(value.accepted).every(isRules)
  ) {
    throw new UsageError(
      `The accepted findings in '${file}' must look like {"version": ${VERSION}, "accepted": {"FILE": {"RULE": {"FINGERPRINT": "OBJECT"}}}}. Delete the file to accept findings by their number only.`,
    );
  }
  return value.accepted as KnownFindings;
}

/** The text of a file that says this, in the order of names, so that a new entry changes one place. */
export function knownText(known: KnownFindings): string {
  const accepted: KnownFindings = {};
  for (const [path, rules] of sorted(known)) {
    const ordered: Record<string, Known> = {};
    for (const [rule, findings] of sorted(rules)) set(ordered, rule, Object.fromEntries(sorted(findings)));
    if (Object.keys(ordered).length > 0) set(accepted, path, ordered);
  }
  return `${JSON.stringify({ version: VERSION, accepted }, null, 2)}\n`;
}

/** What a file accepts of a rule in a file. */
export interface Entry {
  /** How many errors, by ESLint's file; undefined if it does not say. */
  count: number | undefined;
  /** Which findings, by ours; undefined if it does not say. */
  known: Known | undefined;
}

/** What two files accept. */
export interface Acceptance {
  counts: Suppressions;
  known: KnownFindings;
}

/** What is accepted in a file, by rule. */
export function entriesOf({ counts, known }: Acceptance, path: string): Map<string, Entry> {
  const byCount = ownValue(counts, path) ?? {};
  const byName = ownValue(known, path) ?? {};
  return new Map(
    [...new Set([...Object.keys(byCount), ...Object.keys(byName)])].map((rule) => [
      rule,
      { count: ownValue(byCount, rule)?.count, known: ownValue(byName, rule) },
    ]),
  );
}

/** Sets what is accepted of a rule in a file. */
export function setEntry({ counts, known }: Acceptance, path: string, rule: string, entry: Entry): void {
  const byCount = { ...ownValue(counts, path) };
  const byName = { ...ownValue(known, path) };
  delete byCount[rule];
  delete byName[rule];
  if (entry.count !== undefined) set(byCount, rule, { count: entry.count });
  if (entry.known && Object.keys(entry.known).length > 0) set(byName, rule, entry.known);
  if (Object.keys(byCount).length > 0) set(counts, path, byCount);
  else delete counts[path];
  if (Object.keys(byName).length > 0) set(known, path, byName);
  else delete known[path];
}
