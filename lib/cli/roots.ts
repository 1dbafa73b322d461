import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { rootOf } from "../plugin/linted-file.js";
import { CONFIG_FILES } from "../repository/configuration/config-file.js";
import { rootAsIn } from "../repository/git/base.js";
import type { Arguments } from "./args.js";
import { Mistake, UsageError } from "./command-line.js";
import { COMMAND_NAMES } from "./definitions/command-names.js";
import { foreignCommand } from "./foreign-words.js";
import { directoryOfGlob, isGlob } from "./globs.js";
import { isDirectory } from "./places.js";

/**
 * A path as given on the command line, made absolute.
 * @throws {UsageError} if there is no file or directory
 */
export function existing(path: string): string {
  const absolute = resolve(path);
  if (!existsSync(absolute)) {
    const why =
      foreignCommand(path, COMMAND_NAMES) ??
      "If it was deleted, '--staged' and '--changed-since' show what that breaks.";
    throw new Mistake(`There is no file or directory '${path}'. ${why}`);
  }
  const stats = statSync(absolute);
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new UsageError(`'${path}' is neither a file nor a directory.`);
  }
  return absolute;
}

/**
 * The root of the repository that a path is in: the one that the command line names, or the nearest.
 * @param path absolute
 * @throws {UsageError} if the one that is named is none, or the path is outside of it
 */
export function rootFor(
  path: string,
  { root: given, untrusted, changedSince }: Pick<Arguments, "root" | "untrusted" | "changedSince">,
): string {
  if (given === undefined) {
    const above = isGlob(path) ? directoryOfGlob(path) : dirname(path);
    const directory = isDirectory(path) ? path : above;
    return untrusted ? (rootAsIn(changedSince, directory, CONFIG_FILES) ?? directory) : rootOf(directory);
  }
  const root = existing(given);
  if (!isDirectory(root)) throw new UsageError(`The root '${given}' is not a directory.`);
  if (path !== root && !path.startsWith(join(root, sep))) {
    throw new UsageError(`'${relative(process.cwd(), path) || "."}' is outside of the root '${given}'.`);
  }
  return root;
}
