import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { isMap } from "../../util/plain-values.js";
import { type FileTree, MAX_SIZE } from "../../repository/disk/file-tree.js";
import { reason } from "../../repository/disk/walk.js";
import { filesBefore } from "../../repository/git/base.js";
import { findUp } from "../../repository/repository.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import { replaceFile } from "../report/write-file.js";
import type { RootResult } from "../lint/outcome.js";
import { isIn, placeOf, repositoriesAround, wayTo } from "../places.js";

/** ESLint's own name for the file. */
const FILE = "eslint-suppressions.json";

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

/** What the file says, which is nothing if there is none. */
export interface Read {
  known: Suppressions;
  isThere: boolean;
  /** Whether the staged file differs from the one on the disk. */
  isUnstaged: boolean;
}

/**
 * Reads the file. When staged files are judged, the staged suppressions count: the commit has no others.
 * @throws {UsageError} if the file cannot be used
 */
export function readSuppressions(file: string, { root, staged }: RootResult, args: Arguments): Read {
  const path = staged && pathInRepository(root, file);
  const isStaged = staged !== undefined && path !== undefined && !isAbove(path);
  const text = isStaged ? inTree(file, path, staged) : onDisk(file, root, args);
  return {
    known: text === undefined ? {} : parse(file, text),
    isThere: text !== undefined,
    isUnstaged: isStaged && !isSame(text, () => onDisk(file, root, args)),
  };
}

/** What is accepted in a change by someone who is not trusted. */
interface Trusted {
  accepted: Suppressions;
  /** Whether they are the user's own, from outside of the repository. */
  isOwn?: true;
  /** A note for the summary: what was ignored, or where it was read. */
  note?: string;
}

/**
 * Reads what is accepted with `--no-inline-config` or `--untrusted`: a file in the repository is part of what is not
 * trusted, so it counts as it is in the commit that `--changed-since` names, and without one not at all.
 * @param known what the file says now
 * @throws {UsageError} if the file cannot be used
 */
export function trustedSuppressions(
  file: string,
  { root, base }: Pick<RootResult, "root" | "base">,
  { known, isThere }: Read,
  { inlineConfig, untrusted, changedSince, suppressionsLocation }: Arguments,
): Trusted {
  if (inlineConfig && !untrusted) return { accepted: known };
  const option = untrusted ? "--untrusted" : "--no-inline-config";
  const path = pathInRepository(root, file);
  if (path === undefined) return { accepted: known, isOwn: true };
  if (base === undefined || changedSince === undefined) {
    if (suppressionsLocation !== undefined) {
      throw new UsageError(
        `With '${option}', the suppressions in '${file}' count only as they are in a commit. Name it with '--changed-since', or give a file outside of the repository.`,
      );
    }
    if (!isThere) return { accepted: {} };
    return {
      accepted: {},
      note: `${path} was ignored: with '${option}' it counts only as it is in the commit that '--changed-since' names.`,
    };
  }
  const trusted = base.named?.() ?? base;
  const text = isAbove(path) ? before(root, file, path, changedSince) : inTree(file, path, trusted.tree);
  if (text === undefined && suppressionsLocation !== undefined)
    throw new UsageError(`There is no file '${file}' in ${trusted.name}, and only the one there counts.`);
  if (text === undefined && !isThere) return { accepted: {} };
  return {
    accepted: text === undefined ? {} : parse(file, text),
    note:
      text === undefined
        ? `${path} was ignored, since it is not in ${trusted.name}.`
        : `${path} was read as it is in ${trusted.name}.`,
  };
}

/**
 * The path of a file relative to a root, by whatever links the two are named; undefined if the file is not in
 * the repository around the root. From where the way to it enters the repository on, it is as written: links
 * from there on are part of what is not trusted.
 */
function pathInRepository(root: string, file: string): string | undefined {
  const real = placeOf(root) ?? root;
  const around = [root, ...repositoriesAround(root)].map((directory) => placeOf(directory) ?? directory);
  for (const step of isIn(file, root) ? [root] : wayTo(file)) {
    const place = placeOf(step);
    if (place !== undefined && around.some((directory) => isIn(place, directory)))
      return pathOf(real, join(place, relative(step, file)));
  }
  return undefined;
}

/** Whether a path of a file in the repository leads out of the root. */
function isAbove(path: string): boolean {
  return path.startsWith("../") || isAbsolute(path);
}

/** What a file above the root says in a commit; the files of the base are only those below the root. */
function before(root: string, file: string, path: string, commit: string): string | undefined {
  const real = placeOf(root) ?? root;
  const top = findUp(real, ".git") ?? real;
  return inTree(
    file,
    pathOf(top, resolve(real, path)),
    (filesBefore(top, commit).named?.() ?? filesBefore(top, commit)).tree,
  );
}

function isSame(staged: string | undefined, disk: () => string | undefined): boolean {
  try {
    // Git can store other line ends than it writes to the disk.
    return staged?.replaceAll("\r\n", "\n") === disk()?.replaceAll("\r\n", "\n");
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

function inTree(file: string, path: string, tree: FileTree): string | undefined {
  const kind = tree.kindAt(path);
  if (kind === "nothing") return undefined;
  if (kind === "directory") return fail(file, "used", "it is a directory");
  try {
    return tree.bytes(path).toString("utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return fail(file, "used", "it is a link that leads out of the repository");
  }
}

function onDisk(file: string, root: string, args: Arguments): string | undefined {
  try {
    check(root, file, args);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return fail(file, "read", reason(error));
  }
}

/**
 * The linted repository may hold a link to something endless, or to something that is not to be seen or
 * changed.
 * @throws {UsageError} if the file is not a plain file, or is one elsewhere that nobody has named
 */
function check(root: string, file: string, { suppressionsLocation: given }: Arguments): void {
  if (!lstatSync(file, { throwIfNoEntry: false })) return;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return fail(file, "used", "it is a link that leads nowhere");
  if (!stats.isFile())
    return fail(file, "used", stats.isDirectory() ? "it is a directory" : "it is not a file");
  if (stats.size > MAX_SIZE) fail(file, "used", "it is larger than 32 MB");
  if (given === undefined && !realpathSync(file).startsWith(join(realpathSync(root), sep)))
    fail(file, "used", "it is a link that leads out of the repository");
}

function parse(file: string, text: string): Suppressions {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(file, "read", reason(error));
  }
  const isCount = (one: unknown) => isMap(one) && Number.isFinite(one.count);
  const isRules = (rules: unknown) => isMap(rules) && Object.values(rules).every(isCount);
  if (!isMap(value) || !Object.values(value).every(isRules))
    throw new UsageError(`The suppressions in '${file}' must look like {"FILE": {"RULE": {"count": 1}}}.`);
  return value as Suppressions;
}

/**
 * Writes the file, whole or not at all: it takes the place of what has its name, be it a link.
 * @throws {UsageError} if it cannot be written
 */
export function writeSuppressions(file: string, known: Suppressions): void {
  const files = sorted(known).map(([path, rules]): [string, string] => {
    const counts = sorted(rules).map(([rule, { count }]): [string, string] => {
      return [rule, inLines([["count", String(count)]], "    ")];
    });
    return [path, inLines(counts, "  ")];
  });
  try {
    replaceFile(resolve(file), inLines(files, ""));
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
function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(byName);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function fail(file: string, what: "used" | "read" | "written", why: string): never {
  throw new UsageError(`The suppressions in '${file}' cannot be ${what}: ${why}.`);
}
