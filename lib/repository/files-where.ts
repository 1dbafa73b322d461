import { memoize } from "../util/memoize.js";
import type { FileFacts } from "./facts.js";
import type { Repository } from "./repository.js";

type Files = Pick<Repository, "files" | "chartFiles">;

/**
 * Finds the files of a repository of whose facts and paths something holds, in the order of all. Of the state that was asked before,
 * only the files that differ are looked at again: an edit in an editor changes one of ten thousand.
 * @param holds must depend on these alone
 */
export function filesWhere(
  holds: (facts: FileFacts, path: string) => boolean,
): (repository: Repository) => ReadonlyMap<string, FileFacts> {
  // Held weakly: a repository that is closed is forgotten.
  let last: { of: { [Key in keyof Files]: WeakRef<Files[Key]> }; found: Map<string, FileFacts> } | undefined;
  return memoize((repository: Repository) => {
    const [files, chartFiles] = [last?.of.files.deref(), last?.of.chartFiles.deref()];
    const kept =
      last && files && chartFiles ? after(last.found, repository, { files, chartFiles }, holds) : undefined;
    const found = kept ?? new Map([...repository.files].filter(([path, facts]) => holds(facts, path)));
    last = {
      of: { files: new WeakRef(repository.files), chartFiles: new WeakRef(repository.chartFiles) },
      found,
    };
    return found;
  });
}

/** The same after a change; undefined if a file is added, whose place in the order is not known. */
function after(
  found: ReadonlyMap<string, FileFacts>,
  repository: Repository,
  before: Files,
  holds: (facts: FileFacts, path: string) => boolean,
): Map<string, FileFacts> | undefined {
  const now = new Map(found);
  for (const path of repository.differingFrom(before)) {
    const facts = repository.files.get(path);
    if (!facts || !holds(facts, path)) now.delete(path);
    else if (now.has(path)) now.set(path, facts);
    else return undefined;
  }
  return now;
}
