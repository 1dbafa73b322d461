import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { type FileTree, MAX_SIZE } from "../../repository/disk/file-tree.js";
import { reason } from "../../repository/disk/walk.js";
import { filesBefore } from "../../repository/git/base.js";
import { findUp } from "../../repository/repository.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import type { RootResult } from "../lint/outcome.js";
import { isIn, placeOf, repositoriesAround, wayTo } from "../places.js";
import { fail, pathOf } from "./file.js";

/** The text of a file of suppressions as it counts in a run. */
export interface Read {
  /** Undefined if there is no such file. */
  text: string | undefined;
  /** Whether the staged file differs from the one on the disk. */
  isUnstaged: boolean;
}

/**
 * Reads a file. When staged files are judged, the staged suppressions count: the commit has no others.
 * @throws {UsageError} if the file cannot be used
 */
export function readText(file: string, { root, staged }: RootResult, args: Arguments): Read {
  const path = staged && pathInRepository(root, file);
  const isStaged = staged !== undefined && path !== undefined && !isAbove(path);
  const text = isStaged ? inTree(file, path, staged) : onDisk(file, root, args);
  return { text, isUnstaged: isStaged && !isSame(text, () => onDisk(file, root, args)) };
}

/** What a file says in a change by someone who is not trusted. */
interface Trusted {
  text: string | undefined;
  /** Whether it is the file that was read, and no other state of it. */
  isSame?: true;
  /** Whether it is the user's own, from outside of the repository. */
  isOwn?: true;
  /** A note for the summary: what was ignored, or where it was read. */
  note?: string;
}

/**
 * Reads what counts with `--no-inline-config` or `--untrusted`: a file in the repository is part of what is not trusted,
 * so it counts as it is in the commit that `--changed-since` names, and without one not at all.
 * @param now what the file says now
 * @param isNeeded whether the user has named the file, so that it has to be there
 * @throws {UsageError} if the file cannot be used
 */
export function trustedText(
  file: string,
  { root, base }: Pick<RootResult, "root" | "base">,
  now: string | undefined,
  { inlineConfig, untrusted, changedSince }: Arguments,
  isNeeded: boolean,
): Trusted {
  if (inlineConfig && !untrusted) return { text: now, isSame: true };
  const option = untrusted ? "--untrusted" : "--no-inline-config";
  const path = pathInRepository(root, file);
  if (path === undefined) return { text: now, isSame: true, isOwn: true };
  if (base === undefined || changedSince === undefined) {
    if (isNeeded) {
      throw new UsageError(
        `With '${option}', the suppressions in '${file}' count only as they are in a commit. Name it with '--changed-since', or give a file outside of the repository.`,
      );
    }
    if (now === undefined) return { text: undefined };
    return {
      text: undefined,
      note: `${path} was ignored: with '${option}' it counts only as it is in the commit that '--changed-since' names.`,
    };
  }
  const trusted = base.named?.() ?? base;
  const text = isAbove(path) ? before(root, file, path, changedSince) : inTree(file, path, trusted.tree);
  if (text === undefined && isNeeded)
    throw new UsageError(`There is no file '${file}' in ${trusted.name}, and only the one there counts.`);
  if (text === undefined && now === undefined) return { text };
  return {
    text,
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

function inTree(file: string, path: string, tree: Pick<FileTree, "kindAt" | "bytes">): string | undefined {
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
