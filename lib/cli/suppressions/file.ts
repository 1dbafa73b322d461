import { existsSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { isMap } from "../../util/plain-values.js";
import { reason } from "../../repository/disk/walk.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import { replaceFile } from "../report/write-file.js";

/** ESLint's own name for the file. */
const FILE = "eslint-suppressions.json";

/** Whether a path below a root is that of what is accepted, which is ours and no manifest. */
export function isSuppressions(path: string): boolean {
  return /^eslint-suppressions(?:\.gitops)?\.json$/.test(path);
}

/** How many findings of each rule are accepted in each file, by its path below the root. */
export type Suppressions = Record<string, Record<string, { count: number }>>;

/** Where the file of a root is; a directory that is given holds it. */
export function fileFor(root: string, { suppressionsLocation: given }: Arguments): string {
  if (given === undefined) return join(root, FILE);
  const path = resolve(given);
  const isDirectory = /[\\/]$/.test(given) || (existsSync(path) && statSync(path).isDirectory());
  return isDirectory ? join(path, FILE) : path;
}

/** The path of a file relative to a root, with `/` between the parts: a key of the suppressions. */
export function pathOf(root: string, file: string): string {
  return relative(root, file).split(sep).join("/");
}

/**
 * What the text of the file says; nothing if there is none.
 * @throws {UsageError} if it cannot be understood
 */
export function parseSuppressions(file: string, text: string | undefined): Suppressions {
  if (text === undefined) return {};
  const value = parseJson(file, text);
  const isCount = (one: unknown) => isMap(one) && Number.isFinite(one.count);
  const isRules = (rules: unknown) => isMap(rules) && Object.values(rules).every(isCount);
  if (!isMap(value) || !Object.values(value).every(isRules))
    throw new UsageError(`The suppressions in '${file}' must look like {"FILE": {"RULE": {"count": 1}}}.`);
  return value as Suppressions;
}

/** @throws {UsageError} if the text is no JSON */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The words of the parser quote the text, which is a secret if the file is not what its name says.
    const [at = ""] = / at position \d+/.exec((error as Error).message) ?? [];
    return fail(file, "read", `it is not valid JSON${at}`);
  }
}

/** The text of a file that says this. */
export function suppressionsText(known: Suppressions): string {
  const files = sorted(known).map(([path, rules]): [string, string] => {
    const counts = sorted(rules).map(([rule, { count }]): [string, string] => {
      return [rule, inLines([["count", String(count)]], "    ")];
    });
    return [path, inLines(counts, "  ")];
  });
  return inLines(files, "");
}

/**
 * Writes the file, whole or not at all: it takes the place of what has its name, be it a link.
 * @throws {UsageError} if it cannot be written
 */
export function writeText(file: string, text: string): void {
  try {
    replaceFile(resolve(file), text);
  } catch (error) {
    fail(file, "written", reason(error));
  }
}

/**
 * Byte for byte as ESLint writes it, with json-stable-stringify-without-jsonify: even an empty object takes
 * two lines.
 */
function inLines(entries: readonly [string, string][], indent: string): string {
  const lines = entries.map(([key, value]) => `\n${indent}  ${JSON.stringify(key)}: ${value}`);
  return `{${lines.join(",")}\n${indent}}`;
}

/** In ESLint's own order, by name, so that a new entry changes one place. */
export function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(byName);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** @throws {UsageError} always */
export function fail(file: string, what: "used" | "read" | "written", why: string): never {
  throw new UsageError(`The suppressions in '${file}' cannot be ${what}: ${why}.`);
}

export function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Never through a setter: a file can be named `__proto__`. */
export function set<Value>(record: Record<string, Value>, key: string, value: Value): void {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}
