import { lintableFiles } from "../../repository/chart-files.js";
import { push } from "../../util/group-by.js";
import type { Repository } from "../../repository/repository.js";

/**
 * The files with unchanged content, and where they were before: at the same path, or, for new files, where
 * one with this content is gone. Git can store other line ends than it writes to the disk; these make no
 * difference.
 * @param evenMoved whether those at another path count
 */
export function unchangedFiles(
  now: Repository,
  before: Repository,
  { evenMoved = true }: { evenMoved?: boolean } = {},
): Map<string, string> {
  const inPlace = lintableFiles(now).filter((path) => isSame(now, before, path));
  const found = new Map(inPlace.map((path): [string, string] => [path, path]));
  if (!evenMoved) return found;
  const gone = new Map<string, string[]>();
  for (const path of lintableFiles(before)) {
    if (now.has(path)) continue;
    push(gone, before.contentOf(path) ?? "", path);
  }
  for (const path of lintableFiles(now)) {
    if (before.has(path)) continue;
    const from = gone.get(now.contentOf(path) ?? "")?.pop();
    if (from !== undefined) found.set(path, from);
  }
  return found;
}

function isSame(now: Repository, before: Repository, path: string): boolean {
  if (!before.has(path)) return false;
  if (now.contentOf(path) === before.contentOf(path)) return true;
  const text = (repository: Repository) => repository.text(path).replaceAll("\r\n", "\n");
  return text(now) === text(before);
}
