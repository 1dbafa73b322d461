import { existsSync, lstatSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { ESLint, Linter } from "eslint";
import { isMap } from "../kubernetes/fields.js";
import { reason } from "../repository/walk.js";
import type { Arguments } from "./args.js";
import { UsageError } from "./command-line.js";
import { type RootResult, withMessages } from "./lint-root.js";

/** ESLint's own name for the file. */
const FILE = "eslint-suppressions.json";

/** How many findings of each rule are accepted in each file, by its path below the root. */
type Suppressions = Record<string, Record<string, { count: number }>>;

type Counts = ReadonlyMap<string, number>;
const NOTHING: Counts = new Map();

interface Suppressed {
  results: ESLint.LintResult[];
  /** Whether findings are accepted that are no longer there. */
  isUnpruned: boolean;
}

/** Accepts findings in every root, each by the file in it. */
export function suppressAll(done: readonly RootResult[], args: Arguments): Suppressed {
  if (args.suppressionsLocation !== undefined && done.length > 1)
    throw new UsageError("--suppressions-location is for one repository; name it with --root.");
  const all = done.map((one) => suppress(one, args));
  return {
    results: all.flatMap(({ results }) => results),
    isUnpruned: all.some(({ isUnpruned }) => isUnpruned),
  };
}

/**
 * Accepts findings that were there before, in the file and the format of ESLint's own bulk suppressions: of a file and
 * rule all are accepted as long as there are no more than the file says. ESLint's classes offer this from version 10.1
 * on, and only to read: what writes the file is its command's, services/suppressions-service.js.
 * @throws {UsageError} where the file cannot be used
 */
function suppress({ root, linted, results }: RootResult, args: Arguments): Suppressed {
  const file = fileFor(root, args);
  check(root, file, args);
  const isWriting = args.suppressAll || args.suppressRule.length > 0 || args.pruneSuppressions;
  if (!isWriting && !existsSync(file)) {
    if (args.suppressionsLocation === undefined) return { results: [...results], isUnpruned: false };
    throw new UsageError(`There is no file '${file}'; --suppress-all or --suppress-rule makes it.`);
  }
  const known = read(file);
  const found = new Map(linted.map((path) => [path, NOTHING]));
  for (const result of results) found.set(pathOf(root, result.filePath), countOf(result));
  if (args.suppressAll || args.suppressRule.length > 0) add(known, found, args.suppressRule);
  if (args.pruneSuppressions) prune(root, known, found);
  if (isWriting) write(file, known);
  return {
    results: results.map((result) => withoutKnown(result, ownValue(known, pathOf(root, result.filePath)))),
    isUnpruned: [...found].some(([path, counts]) =>
      Object.entries(ownValue(known, path) ?? {}).some(
        ([rule, { count }]) => count > (counts.get(rule) ?? 0),
      ),
    ),
  };
}

/**
 * The linted repository may have laid a link, to what has no end or is nobody's to see or change.
 * @throws {UsageError} where the file is no plain file, or one elsewhere that nobody has named
 */
function check(root: string, file: string, { suppressionsLocation: given }: Arguments): void {
  const fail = (why: string): never => {
    throw new UsageError(`The suppressions in '${file}' cannot be used: ${why}.`);
  };
  if (!lstatSync(file, { throwIfNoEntry: false })) return;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return fail("it is a link that leads nowhere");
  if (!stats.isFile()) return fail(stats.isDirectory() ? "it is a directory" : "it is not a file");
  if (given === undefined && !realpathSync(file).startsWith(join(realpathSync(root), sep)))
    fail("it is a link that leads out of the repository");
}

/** A directory that is given holds the file. */
function fileFor(root: string, { suppressionsLocation: given }: Arguments): string {
  if (given === undefined) return join(root, FILE);
  const path = resolve(given);
  const isDirectory = /[\\/]$/.test(given) || (existsSync(path) && statSync(path).isDirectory());
  return isDirectory ? join(path, FILE) : path;
}

function add(known: Suppressions, found: ReadonlyMap<string, Counts>, only: readonly string[]): void {
  for (const [path, counts] of found) {
    for (const [rule, count] of counts) {
      if (only.length > 0 && !only.includes(rule)) continue;
      set(known, path, { ...ownValue(known, path), [rule]: { count } });
    }
  }
}

/** Takes out what is no longer there: of the files that were linted, and of those that are gone. */
function prune(root: string, known: Suppressions, found: ReadonlyMap<string, Counts>): void {
  for (const [path, rules] of Object.entries(known)) {
    const counts = found.get(path);
    const left = Object.entries(rules).flatMap(([rule, { count }]) => {
      const now = counts ? Math.min(count, counts.get(rule) ?? 0) : count;
      return now > 0 ? [[rule, { count: now }] as const] : [];
    });
    if (left.length === 0 || !existsSync(join(root, path))) delete known[path];
    else set(known, path, Object.fromEntries(left));
  }
}

/** Only errors are accepted: a warning fails nothing. */
function countOf({ messages }: ESLint.LintResult): Counts {
  const counts = new Map<string, number>();
  for (const { severity, ruleId } of messages) {
    if (severity === 2 && ruleId !== null) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  }
  return counts;
}

function withoutKnown(result: ESLint.LintResult, known: Suppressions[string] | undefined): ESLint.LintResult {
  if (!known) return result;
  const counts = countOf(result);
  const isKnown = ({ ruleId }: Linter.LintMessage): boolean => {
    const count = ruleId === null ? undefined : counts.get(ruleId);
    return count !== undefined && count <= (ownValue(known, ruleId ?? "")?.count ?? 0);
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

function read(file: string): Suppressions {
  if (!existsSync(file)) return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`The suppressions in '${file}' cannot be read: ${reason(error)}.`);
  }
  const isCount = (one: unknown) => isMap(one) && typeof one.count === "number";
  const isRules = (rules: unknown) => isMap(rules) && Object.values(rules).every(isCount);
  if (!isMap(value) || !Object.values(value).every(isRules))
    throw new UsageError(`The suppressions in '${file}' must look like {"FILE": {"RULE": {"count": 1}}}.`);
  return value as Suppressions;
}

/** In ESLint's own order, that of the names, so that a new entry is one changed place. */
function write(file: string, known: Suppressions): void {
  const sorted = Object.entries(known)
    .sort(byName)
    .map(([path, rules]) => [path, Object.fromEntries(Object.entries(rules).sort(byName))]);
  try {
    writeFileSync(file, JSON.stringify(Object.fromEntries(sorted), null, 2));
  } catch (error) {
    throw new UsageError(`The suppressions in '${file}' cannot be written: ${reason(error)}.`);
  }
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function pathOf(root: string, file: string): string {
  return relative(root, file).split(sep).join("/");
}

function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Never through a setter: a file can be named `__proto__`. */
function set<Value>(record: Record<string, Value>, key: string, value: Value): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}
