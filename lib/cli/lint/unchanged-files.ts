import { push } from "../../util/group-by.js";
import type { Repository } from "../../repository/repository.js";

/**
 * The files whose content is as it was before, with where they were: at the same path, or, of those that are new, where
 * one with this content is gone. Git can keep other line ends than it puts on the disk; these make no difference.
 */
export function unchangedFiles(now: Repository, before: Repository): Map<string, string> {
  const kept = [...now.files.keys()].filter((path) => isSame(now, before, path));
  const left = new Map<string, string[]>();
  for (const path of before.files.keys()) {
    if (now.files.has(path)) continue;
    push(left, before.contents.get(path) ?? "", path);
  }
  const found = new Map(kept.map((path): [string, string] => [path, path]));
  for (const [path, content] of now.contents) {
    if (before.files.has(path)) continue;
    const from = left.get(content)?.pop();
    if (from !== undefined) found.set(path, from);
  }
  return found;
}

function isSame(now: Repository, before: Repository, path: string): boolean {
  if (!before.files.has(path)) return false;
  if (now.contents.get(path) === before.contents.get(path)) return true;
  const text = (repository: Repository) => repository.text(path).replaceAll("\r\n", "\n");
  return text(now) === text(before);
}
