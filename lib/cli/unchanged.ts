import type { FileTree } from "../repository/file-tree.js";
import { GitTree } from "../repository/git-tree.js";

/** What tells the contents of files apart, now and before. */
export interface Contents {
  now: (path: string) => string;
  before: (path: string) => string | undefined;
}

/** Contents by git's ids where both are in git, and by their texts otherwise. */
export function contentsOf(now: FileTree, before: GitTree): Contents {
  if (now instanceof GitTree) {
    return { now: (path) => now.contentAt(path) ?? "", before: (path) => before.contentAt(path) };
  }
  // Git can keep other line ends than it puts on the disk.
  const text = (tree: FileTree, path: string) => tree.text(path).replaceAll("\r\n", "\n");
  return {
    now: (path) => text(now, path),
    before: (path) => (before.contentAt(path) === undefined ? undefined : text(before, path)),
  };
}

/** The files that are as they were before, at the same path. */
export function unchanged(paths: Iterable<string>, { now, before }: Contents): string[] {
  return [...paths].filter((path) => {
    const content = before(path);
    return content !== undefined && content === now(path);
  });
}

/**
 * The files that have only been moved, with where they were: new ones with the content of one that is gone.
 * @param fresh the paths that were not there before
 * @param gone the paths that are no longer there
 */
export function moved(
  fresh: Iterable<string>,
  gone: Iterable<string>,
  { now, before }: Contents,
): Map<string, string> {
  const left = new Map<string, string[]>();
  for (const path of gone) {
    const content = before(path) ?? "";
    const others = left.get(content);
    if (others) others.push(path);
    else left.set(content, [path]);
  }
  const found = new Map<string, string>();
  if (left.size === 0) return found;
  for (const path of fresh) {
    const from = left.get(now(path))?.shift();
    if (from !== undefined) found.set(path, from);
  }
  return found;
}
