import { lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { CONFIG_FILE } from "../repository/configuration/config-file.js";
import { findUp } from "../repository/repository.js";
import type { Arguments } from "./args.js";
import { cacheLocation } from "./cache/directory.js";
import { UsageError } from "./command-line.js";
import { fileFor } from "./suppressions/file.js";

const WHY = "a link in the repository leads out of it. If that is intended, name its target";

/**
 * Refuses to write anything, or to read suppressions, through links of the repository, which may be a
 * stranger's: `reports` can be a link to anywhere. It runs before anything is done, so that nothing is
 * written when something is refused.
 * @param roots the roots that are linted, absolute
 * @throws {UsageError} for a path that leads into a repository and by a link out of it again
 */
export function refuseWaysOut(args: Arguments, roots: readonly string[]): void {
  const around = repositoriesAround([...roots, process.cwd()]);
  for (const { file } of args.formats) {
    if (file !== undefined && leadsOut(file, around, isWrittenThrough(file)))
      throw new UsageError(`The report cannot be written to '${file}': ${WHY}.`);
  }
  // In the root itself only the file can be a link, which is noticed when it is read.
  if (args.suppressionsLocation !== undefined) {
    for (const file of roots.map((root) => fileFor(root, args))) {
      if (leadsOut(file, around, true))
        throw new UsageError(`The suppressions in '${file}' cannot be used: ${WHY}.`);
    }
  }
  if (args.cache === true) {
    const directory = cacheLocation(args);
    // The user's own directory may be a link to anywhere, but not by way of what is linted.
    if (leadsOut(directory, args.cacheLocation === undefined ? roots : around, true))
      throw new UsageError(`The cache cannot be in '${directory}': ${WHY}, with --cache-location.`);
  }
}

/** The repositories that some directories are in, and the linted directories themselves. */
function repositoriesAround(directories: readonly string[]): string[] {
  const cwd = process.cwd();
  return directories.flatMap((directory) => [
    ...(directory === cwd ? [] : [directory]),
    ...[CONFIG_FILE, ".git"].flatMap((name) => findUp(directory, name) ?? []),
  ]);
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
      if (place === root || place.startsWith(join(root, sep))) entered.add(root);
      else if (entered.has(root)) return true;
    }
  }
  return false;
}

/** All directories above a path, the highest first, and the path. */
function wayTo(path: string): string[] {
  const way = [path];
  for (let at = path; dirname(at) !== at; at = dirname(at)) way.push(dirname(at));
  return way.reverse();
}

/** A path with all links resolved; undefined if there is nothing. */
function placeOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
