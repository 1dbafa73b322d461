import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ESLint, Linter } from "eslint";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import { notListedIn } from "../../plugin/room.js";
import { restIn } from "../../plugin/vendored-reports.js";
import { withMessages } from "../lint/lint-repository.js";
import {
  fileFor,
  pathOf,
  readSuppressions,
  type Suppressions,
  trustedSuppressions,
  writeSuppressions,
} from "./file.js";
import type { RootResult } from "../lint/outcome.js";

/** How many findings of a rule are in a file. */
interface Count {
  /** How many are listed: what ESLint counts. */
  listed: number;
  /** How many there are with those that a listed one stands for. */
  all: number;
  /** Whether there are more than a report has room for, so that what is listed says nothing of how many there are. */
  isCut: boolean;
}
type Counts = ReadonlyMap<string, Count>;
const NOTHING: Counts = new Map();

interface Suppressed {
  results: ESLint.LintResult[];
  /** Whether findings are accepted that are no longer there. */
  isUnpruned: boolean;
  /** Whether the staged file differs from the one on the disk. */
  isUnstaged: boolean;
  /** What was ignored, or where it was read, for the summary. */
  notes: string[];
}

/** Accepts findings in every root, each by the file in it. */
export function suppressAll(done: readonly RootResult[], args: Arguments): Suppressed {
  if (args.suppressionsLocation !== undefined && done.length > 1)
    throw new UsageError("--suppressions-location is for one repository; name it with --root.");
  const all = done.map((one) => suppress(one, args));
  return {
    results: all.flatMap(({ results }) => results),
    isUnpruned: all.some(({ isUnpruned }) => isUnpruned),
    isUnstaged: all.some(({ isUnstaged }) => isUnstaged),
    notes: all.flatMap(({ notes }) => notes),
  };
}

/**
 * Accepts findings that were there before, in the file and the format of ESLint's own bulk suppressions: all
 * findings of a rule in a file are accepted as long as there are no more than the suppressions say. ESLint's
 * classes offer this only from version 10.1 on, and only for reading: writing the file is part of its
 * command, services/suppressions-service.js.
 * @throws {UsageError} if the file cannot be used
 */
function suppress(result: RootResult, args: Arguments): Suppressed {
  const { root, linted, results, leavesOut } = result;
  const file = fileFor(root, args);
  const isAdding = args.suppressAll || args.suppressRule.length > 0;
  const isWriting = isAdding || args.pruneSuppressions;
  const read = readSuppressions(file, result, args);
  const { known, isThere, isUnstaged } = read;
  // In this run it is the user who accepts findings, who is trusted.
  const { accepted, isOwn, note } = isAdding
    ? { accepted: known }
    : trustedSuppressions(file, result, read, args);
  // The count alone would let a change replace an accepted finding by another one.
  const mayBeAccepted = isOwn ? undefined : result.standing;
  if (!isWriting && accepted === known && !isThere && args.suppressionsLocation !== undefined) {
    throw new UsageError(
      isUnstaged
        ? `The file '${file}' is not staged, so it would not be in the commit. Stage it with 'git add'.`
        : `There is no file '${file}'; --suppress-all or --suppress-rule creates it.`,
    );
  }
  const found = new Map(linted.map((path) => [path, NOTHING]));
  for (const one of results) found.set(pathOf(root, one.filePath), countOf(one));
  if (isAdding) add(known, found, args.suppressRule);
  if (args.pruneSuppressions) prune(result, known, found);
  if (isWriting) writeSuppressions(file, known);
  // What a change has pruned is still in its base.
  const kept = accepted === known || args.changedSince !== undefined ? known : {};
  return {
    results: results.map((one) =>
      withoutKnown(one, ownValue(accepted, pathOf(root, one.filePath)), mayBeAccepted),
    ),
    isUnpruned: [...found].some(([path, counts]) =>
      Object.entries(ownValue(kept, path) ?? {}).some(([rule, { count }]) => {
        return !leavesOut(path, rule) && left(rule, count, counts) !== count;
      }),
    ),
    isUnstaged,
    notes: note === undefined ? [] : [note],
  };
}

function add(known: Suppressions, found: ReadonlyMap<string, Counts>, only: readonly string[]): void {
  for (const [path, counts] of found) {
    for (const [rule, { listed, all, isCut }] of counts) {
      if (only.length > 0 && !only.includes(rule)) continue;
      set(known, path, { ...ownValue(known, path), [rule]: { count: isCut ? all : listed } });
    }
  }
}

/** Removes what is no longer there, from files that were linted and from those that are gone. */
function prune(
  { root, leavesOut }: RootResult,
  known: Suppressions,
  found: ReadonlyMap<string, Counts>,
): void {
  for (const [path, rules] of Object.entries(known)) {
    const counts = found.get(path);
    if (!existsSync(resolve(root, path))) delete known[path];
    if (!counts || !Object.hasOwn(known, path)) continue;
    const kept = Object.entries(rules).flatMap(([rule, { count }]) => {
      const now = leavesOut(path, rule) ? count : left(rule, count, counts);
      return now === undefined ? [] : [[rule, { count: now }] as const];
    });
    if (kept.length > 0) set(known, path, Object.fromEntries(kept));
    else if (Object.keys(rules).length > 0) delete known[path];
  }
}

/**
 * How many of the accepted findings of a rule are still there; undefined if none are. What rules of other
 * plugins find in the same file is not known here, and is theirs to remove.
 */
function left(rule: string, accepted: number, counts: Counts): number | undefined {
  if (!rule.startsWith("gitops/")) return accepted;
  const now = counts.get(rule);
  return now === undefined ? undefined : Math.min(accepted, now.all);
}

/** Only errors are accepted: a warning fails nothing. */
function countOf({ messages }: ESLint.LintResult): Counts {
  const counts = new Map<string, Count>();
  for (const message of messages) {
    const { severity, ruleId } = message;
    if (severity !== 2 || ruleId === null) continue;
    const { listed, all, isCut } = counts.get(ruleId) ?? { listed: 0, all: 0, isCut: false };
    counts.set(ruleId, {
      listed: listed + 1,
      all: all + 1 + restIn(message),
      isCut: isCut || notListedIn(message) > 0,
    });
  }
  return counts;
}

/**
 * Whether so many findings are accepted. Whoever accepted just the one that is listed accepted those that it stands for;
 * a greater number was counted where all were listed. Where there is no room for all, the number of all was accepted.
 */
function isAccepted({ listed, all, isCut }: Count, accepted: number): boolean {
  return all <= accepted || (listed === accepted && !isCut);
}

/** @param only the findings that can be accepted, if not all can */
function withoutKnown(
  result: ESLint.LintResult,
  known: Suppressions[string] | undefined,
  only?: ReadonlySet<Linter.LintMessage>,
): ESLint.LintResult {
  if (!known) return result;
  const counts = countOf(
    only ? { ...result, messages: result.messages.filter((message) => only.has(message)) } : result,
  );
  const isKnown = (message: Linter.LintMessage): boolean => {
    const { ruleId } = message;
    if (only?.has(message) === false) return false;
    const count = ruleId === null ? undefined : counts.get(ruleId);
    return count !== undefined && isAccepted(count, ownValue(known, ruleId ?? "")?.count ?? 0);
  };
  const suppressed = result.messages
    .filter(isKnown)
    .map((message) => ({ ...message, suppressions: [{ kind: "file", justification: "" }] }));
  const left = withMessages(
    result,
    result.messages.filter((message) => !isKnown(message)),
  );
  return { ...left, suppressedMessages: [...result.suppressedMessages, ...suppressed] };
}

function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Never through a setter: a file can be named `__proto__`. */
function set<Value>(record: Record<string, Value>, key: string, value: Value): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}
