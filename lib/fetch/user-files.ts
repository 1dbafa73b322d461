import { readFileSync, realpathSync, statSync } from "node:fs";
import { join, posix, relative, sep, win32 } from "node:path";
import { absoluteFrom, inHome, type UserPlaces } from "../util/user-places.js";

/**
 * The directory of a program's configuration: `%APPDATA%\NAME`, `$XDG_CONFIG_HOME/NAME` or `~/.config/NAME`; on macOS, where
 * the latter is not set, below `~/Library` and the directory that the program uses there.
 */
export function configurationDirectory(
  places: UserPlaces,
  name: string,
  onMac: "Application Support" | "Preferences",
): string | undefined {
  const xdg = absoluteFrom(places, "XDG_CONFIG_HOME");
  if (places.platform === "win32") {
    const roaming = absoluteFrom(places, "APPDATA") ?? inHome(places, "AppData", "Roaming");
    return roaming && join(roaming, name);
  }
  if (xdg !== undefined) return join(xdg, name);
  return places.platform === "darwin"
    ? inHome(places, "Library", onMac, name)
    : inHome(places, ".config", name);
}

/** A file of the user. */
export type UserFile = { text: string } | { problem: string } | undefined;

/** Larger files are of no program that is meant. */
const LARGEST = 1024 * 1024;

/**
 * Reads a file of the user; undefined if it is not there.
 * @param root of the repository that is linted, absolute. A file below it is nobody's own: a pull request can bring it.
 */
export function readUserFile(path: string | undefined, root: string): UserFile {
  if (path === undefined) return undefined;
  try {
    const real = realpathSync(path);
    if (isInRepository(real, root)) return { problem: "it lies in the repository that is linted" };
    const stats = statSync(real);
    if (!stats.isFile()) return { problem: "it is not a file" };
    if (stats.size > LARGEST) return { problem: "it is larger than 1 MB" };
    return { text: readFileSync(real, "utf8") };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : { problem: `it cannot be read (${code})` };
  }
}

/** Whether a file is below the root of a repository, or leads there. Both are there. */
export function isInRepository(path: string, root: string): boolean {
  const way = relative(realpathSync(root), realpathSync(path));
  return way !== ".." && !way.startsWith(`..${sep}`) && !win32.isAbsolute(way) && !posix.isAbsolute(way);
}
