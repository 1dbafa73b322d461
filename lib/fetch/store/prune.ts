import { lstatSync, readdirSync, readFileSync, rmdirSync, rmSync, type Stats } from "node:fs";
import { join } from "node:path";
import { answeredDigits, isContentFile, parseTree } from "../../repository/sources/store-layout.js";

/** What was neither read nor fetched for so long, in milliseconds, goes. */
const UNUSED = 30 * 24 * 60 * 60 * 1000;
/** How old, in milliseconds, the leftovers of a process are that was killed while writing. */
const LEFT_OVER = 60 * 60 * 1000;

export interface Pruned {
  files: number;
  bytes: number;
}

/**
 * Removes from a store what a lock does not name and nobody has used for 30 days, as its file system knows.
 * @param kept the digests that stay whatever their age
 */
export function prune(directory: string, kept: ReadonlySet<string>, now = Date.now()): Pruned {
  const pruned: Pruned = { files: 0, bytes: 0 };
  const remove = (path: string, size: number) => {
    try {
      rmSync(path);
      pruned.files++;
      pruned.bytes += size;
    } catch {
      // Another process may have removed it.
    }
  };
  const contents = filesOf(join(directory, "content"), 2).filter(({ name }) => isContentFile(name));
  const isUsed = ({ name, stats }: Found) => kept.has(`sha256:${name}`) || now - lastUse(stats) < UNUSED;
  const marked = new Set(contents.filter(isUsed).map(({ name }) => name));
  for (const { name, path, stats } of contents) {
    // A tree keeps its files. A list is a fraction of what it lists.
    if (!marked.has(name) || stats.size > MAX_LIST) continue;
    for (const { digest } of listed(path)) marked.add(digest.slice("sha256:".length));
  }
  for (const { name, path, stats } of contents) {
    const isLeftOver = name.endsWith(".tmp") && now - stats.mtimeMs > LEFT_OVER;
    if (isLeftOver || (!name.endsWith(".tmp") && !marked.has(name))) remove(path, stats.size);
  }
  for (const { name, path, stats } of filesOf(join(directory, "answers"), 3)) {
    const digits = answeredDigits(name);
    const isOld = now - stats.mtimeMs > LEFT_OVER;
    if (digits !== undefined && isOld && (name.endsWith(".tmp") || !marked.has(digits))) remove(path, 0);
  }
  removeEmpty(join(directory, "answers"));
  removeRepositories(join(directory, "git"), now);
  return pruned;
}

/** The largest list, in bytes, that is looked into: of 100,000 files. */
const MAX_LIST = 32 * 2 ** 20;

interface Found {
  name: string;
  path: string;
  stats: Stats;
}

function lastUse({ atimeMs, mtimeMs }: Stats): number {
  return Math.max(atimeMs, mtimeMs);
}

function listed(path: string): Iterable<{ digest: string }> {
  try {
    return parseTree(readFileSync(path))?.values() ?? [];
  } catch {
    return [];
  }
}

/** The files that are so many levels below a directory. No link is followed: it could lead out of the store. */
function filesOf(directory: string, depth: number): Found[] {
  return names(directory).flatMap((name): Found[] => {
    const path = join(directory, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (depth > 1) return stats?.isDirectory() ? filesOf(path, depth - 1) : [];
    return stats?.isFile() ? [{ name, path, stats }] : [];
  });
}

/** The repositories of fetches that were killed. */
function removeRepositories(directory: string, now: number): void {
  for (const name of names(directory)) {
    const path = join(directory, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!/^git-\w{6}$/.test(name) || !stats?.isDirectory() || now - stats.mtimeMs < LEFT_OVER) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

function names(directory: string): string[] {
  try {
    return lstatSync(directory).isDirectory() ? readdirSync(directory).sort() : [];
  } catch {
    return [];
  }
}

function removeEmpty(answers: string): void {
  for (const first of names(answers)) {
    for (const second of names(join(answers, first))) {
      try {
        rmdirSync(join(answers, first, second));
      } catch {
        // It still has an answer.
      }
    }
  }
}
