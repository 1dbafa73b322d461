import type { Repository } from "../repository.js";
import { pathInSource } from "./fetched.js";

/** A file or a directory as people are told of it: its path, or for what was fetched, what it is of. */
export function shownFile(repository: Repository, path: string): string {
  const source = repository.sourceAt(path);
  if (!source) return path;
  const inside = pathInSource(path);
  return inside === "" ? source.name : `${inside} of ${source.name}`;
}
