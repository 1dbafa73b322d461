import type { Repository } from "../repository.js";
import { isFetched, pathInSource } from "./fetched.js";
import { LOCK_FILE } from "./locked.js";

/** A file or a directory as people are told of it: its path, or for what was fetched, what it is of. */
export function shownFile(repository: Repository, path: string): string {
  const source = repository.sourceAt(path);
  if (!source) return path;
  const inside = pathInSource(path);
  return inside === "" ? source.name : `${inside} of ${source.name}`;
}

/** Paths in a text: a name below the lock, and what comes behind it up to the end of a word. */
const MOUNTED = new RegExp(`${LOCK_FILE.replaceAll(".", "\\.")}/[^/\\s'";:,()]+(?:/[^\\s'";:,()]*)?`, "g");

/** A text for people, in which paths of what was fetched are replaced with what they are of. */
export function shownText(repository: Repository, text: string): string {
  return text.replace(MOUNTED, (path) => (isFetched(path) ? shownFile(repository, path) : path));
}
