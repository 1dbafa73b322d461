import { lstatSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Arguments, Format } from "./args.js";
import { cacheLocation } from "./cache/directory.js";
import { UsageError } from "./command-line.js";
import { isIn, placeOf, repositoriesAround, wayTo } from "./places.js";
import { fileFor } from "./suppressions/file.js";
import { besides } from "./suppressions/fingerprints-file.js";

const WHY = "a link in the repository leads out of it. If that is intended, name its target";

/**
 * Refuses to write anything, or to read suppressions, through links of the repository, which may be a
 * stranger's: `reports` can be a link to anywhere. It runs before anything is done, so that nothing is
 * written when something is refused.
 * @param roots the roots that are linted, absolute
 * @throws {UsageError} for a path that leads into a repository and by a link out of it again
 */
export function refuseWaysOut(args: Arguments, roots: readonly string[]): void {
  const around = refuseReportsOut(args.formats, roots);
  if (args.config !== undefined && leadsOut(args.config, around, true))
    throw new UsageError(`The configuration '${args.config}' cannot be used: ${WHY}.`);
  // In the root itself only the file can be a link, which is noticed when it is read.
  if (args.suppressionsLocation !== undefined) {
    for (const file of roots.flatMap((root) => [fileFor(root, args), besides(fileFor(root, args))])) {
      if (leadsOut(file, around, true))
        throw new UsageError(`The suppressions in '${file}' cannot be used: ${WHY}.`);
    }
  }
  if (args.cache === true) {
    const directory = cacheLocation(args);
    // The user's own directory may be a link to anywhere, but not by way of what is linted.
    if (leadsOut(directory, args.cacheLocation === undefined ? roots : around, true))
      throw new UsageError(`The cache cannot be in '${directory}': ${WHY}, with --cache-location.`);
    refuseCommitted(args, directory, roots);
  }
}

/**
 * Refuses to write reports through such links.
 * @param roots what may be a stranger's, absolute
 * @returns these and the repositories around them and around the current directory
 * @throws {UsageError} as `refuseWaysOut` does
 */
export function refuseReportsOut(formats: readonly Format[], roots: readonly string[]): string[] {
  // What is linted may be a stranger's without git as well; the current directory may be the user's own.
  const around = [...roots, ...[...roots, process.cwd()].flatMap(repositoriesAround)];
  for (const { file } of formats) {
    if (file !== undefined && leadsOut(file, around, isWrittenThrough(file)))
      throw new UsageError(`The report cannot be written to '${file}': ${WHY}.`);
  }
  return around;
}

/**
 * What lies in the linted repository may have been committed, and a cache is believed. So none is put there unasked, and
 * none is read there where the repository is not trusted.
 */
function refuseCommitted(args: Arguments, directory: string, roots: readonly string[]): void {
  const isBelow = (places: readonly string[]) => {
    return places.some((place) => isIn(placeToBe(directory), placeOf(place) ?? place));
  };
  if (args.cacheLocation === undefined && isBelow(roots))
    throw new UsageError(
      `The cache would be in what is linted, in '${directory}', since your home directory is there. Name a place with --cache-location.`,
    );
  if (!args.inlineConfig && isBelow([...roots, ...roots.flatMap(repositoriesAround)]))
    throw new UsageError(
      `With '--no-inline-config', the cache cannot be in the repository, in '${directory}': it may have been committed there, and what it says is believed. Name a place outside with --cache-location.`,
    );
}

/** Where a path will be, without links, once it is made. */
function placeToBe(path: string): string {
  const [nearest = path] = wayTo(path)
    .reverse()
    .filter((step) => placeOf(step) !== undefined);
  return join(placeOf(nearest) ?? nearest, relative(nearest, path));
}

/** A report replaces a file, or a link to one, but not a pipe or a terminal. */
function isWrittenThrough(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() === false;
  } catch {
    return false;
  }
}

/**
 * Whether the way to a path leads into one of some directories and out of it again through a link.
 * @param isFollowed whether the path itself counts, and not only the directories above it
 */
function leadsOut(path: string, directories: readonly string[], isFollowed: boolean): boolean {
  const roots = directories.map((directory) => placeOf(directory) ?? directory);
  const entered = new Set<string>();
  const absolute = resolve(path);
  for (const step of wayTo(isFollowed ? absolute : dirname(absolute))) {
    const place = placeOf(step);
    // A link that leads nowhere leads somewhere as soon as its target is created.
    if (place === undefined) return entered.size > 0 && isLink(step);
    for (const root of roots) {
      if (isIn(place, root)) entered.add(root);
      else if (entered.has(root)) return true;
    }
  }
  return false;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
