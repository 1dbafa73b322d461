import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { isHarmlessGlob } from "../repository/configuration/harmless-globs.js";
import { ignoreRules, MAX_WILDCARDS } from "../repository/disk/walk.js";
import { withoutBraces } from "../util/glob.js";
import { UsageError } from "./command-line.js";
import type { RootResult } from "./lint/outcome.js";
import { isDirectory, isIn } from "./places.js";

const WILD = /[*?[{]/;
const WILDCARD = /[*?[]/;

/** Whether a path is a glob that no shell has expanded. One that is the name of something is no glob. */
export function isGlob(path: string): boolean {
  return WILD.test(path) && !existsSync(resolve(path));
}

/**
 * A glob as an absolute path.
 * @throws {UsageError} for one that could take forever to match
 */
export function readGlob(glob: string): string {
  // Braces are counted before they multiply.
  const isWild =
    !isHarmlessGlob(glob) ||
    withoutBraces(glob).some((one) => one.split(WILDCARD).length > MAX_WILDCARDS + 1);
  if (isWild)
    throw new UsageError(`The glob '${glob}' could take too long to match. Write several simpler ones.`);
  // With a slash at its end, it matches directories only.
  return `${resolve(glob)}${/[/\\]$/.test(glob) ? sep : ""}`;
}

/** The nearest directory above all that a glob can match. */
export function directoryOfGlob(glob: string): string {
  let directory = dirname(glob);
  while (dirname(directory) !== directory && !isDirectory(directory)) directory = dirname(directory);
  return directory;
}

/**
 * Whether a glob matches a path below a root. It is one of .gitignore: `*` is within a name, `**` crosses directories, and
 * what matches a directory matches all in it, as where a shell expands it.
 * @param glob an absolute path
 */
export function globMatcher(root: string, glob: string): (path: string) => boolean {
  const directory = directoryOfGlob(glob);
  const end = glob.endsWith(sep) ? "/" : "";
  const pattern = `${relative(directory, glob).split(sep).join("/")}${end}`;
  const patterns = withoutBraces(pattern).filter((one) => one !== "");
  const { rules } = ignoreRules(patterns.map((one) => `/${one}`).join("\n"));
  return (path) => {
    const below = relative(directory, join(root, path)).split(sep).join("/");
    return below !== "" && !below.startsWith("../") && below !== ".." && rules.ignores(below);
  };
}

/** Those of some directories below a root that can hold what a glob matches; they and the root are absolute. */
export function reachedByGlobs(
  root: string,
  directories: readonly string[],
  globs: readonly string[],
): string[] {
  const above = globs.map(directoryOfGlob);
  return directories.filter((path) => above.some((one) => isIn(join(root, path), one)));
}

/**
 * Refuses globs that match nothing, as a shell does not.
 * @param paths as the command line has them
 * @throws {UsageError} that names such a glob
 */
export function refuseIdleGlobs(paths: readonly string[], done: readonly RootResult[]): void {
  for (const glob of paths.filter(isGlob)) {
    const isMatched = done.some(({ root, linted, looked }) => {
      return [...linted, ...looked.ignored].some(globMatcher(root, readGlob(glob)));
    });
    if (isMatched) continue;
    throw new UsageError(
      `No file that is linted matches the glob '${glob}'. It is looked for among files that can hold manifests and templates of charts, except what .gitignore names.`,
    );
  }
}
