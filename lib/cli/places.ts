import { realpathSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { CONFIG_FILES } from "../repository/configuration/config-file.js";
import { findUp } from "../repository/repository.js";

/** The repositories that a directory is in, be it by its name or by the place that a link in it leads to. */
export function repositoriesAround(directory: string): string[] {
  return [directory, placeOf(directory) ?? directory].flatMap((from) =>
    [CONFIG_FILES, [".git"]].flatMap((names) => findUp(from, ...names) ?? []),
  );
}

/** All directories above a path, the highest first, and the path. */
export function wayTo(path: string): string[] {
  const way = [path];
  for (let at = path; dirname(at) !== at; at = dirname(at)) way.push(dirname(at));
  return way.reverse();
}

/** A path with all links resolved; undefined if there is nothing. */
export function placeOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** Whether a place is a directory or below it, both without links. */
export function isIn(place: string, directory: string): boolean {
  return place === directory || place.startsWith(join(directory, sep));
}

/** Whether there is a directory at a path, or a link to one. */
export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
