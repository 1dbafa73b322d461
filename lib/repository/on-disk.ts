import { decode } from "../manifests/decode.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import { digest } from "../util/digest.js";
import { memoizeParts } from "../util/memoize.js";
import { DiskTree, type FileTree } from "./disk/file-tree.js";
import { type NamedPaths, namesAnything } from "./named-paths.js";
import type { FetchedSources } from "./sources/fetched.js";
import { differing, Repository, type RepositoryContent, type ResultStore } from "./repository.js";

/** The values of larger files, in bytes, are not kept for later runs. */
const MAX_KEPT = 20_000;

interface Earlier {
  /** An earlier state, of which results are reused. */
  before?: Repository | undefined;
  /** The files that differ from it, if these are known already. */
  changed?: readonly string[];
  results?: ResultStore | undefined;
  /** What was fetched of what it names. */
  fetched?: FetchedSources<Repository> | undefined;
}

/** A repository that reads the values of its files on request, from the disk or another tree. */
export function onDisk(
  content: RepositoryContent,
  tree: FileTree = new DiskTree(content.root),
  { before, changed, results, fetched }: Earlier = {},
): Repository {
  // What follows from an earlier state without asking again depends on what was asked then.
  const asked = new Map(before?.asked);
  const read = memoizeParts((path: string) => {
    const stored = results?.get(`values of ${content.contents?.get(path) ?? ""}`);
    if (stored) {
      asked.set(path, content.contents?.get(path) ?? "");
      return stored as unknown[];
    }
    try {
      const bytes = tree.bytes(path);
      const current = digest(bytes);
      asked.set(path, current);
      const file = new ManifestFile(decode(bytes));
      const values = file.values();
      if (bytes.length <= MAX_KEPT && !mayHoldSecrets(file)) results?.set(`values of ${current}`, values);
      return values;
    } catch {
      asked.set(path, "");
      return undefined;
    }
  });
  return new Repository(content, {
    values: (path) => (content.files.has(path) ? read(path) : undefined),
    asked,
    results,
    tree,
    fetched,
    namedPaths: before && namedPathsOf(content, before, changed),
    // Not the earlier state itself, which would keep all before it.
    differing: before && changed && { files: before.files, chartFiles: before.chartFiles, paths: changed },
  });
}

/** Whether a file may hold what must not be kept: a Secret, a patch of one, or what sets up a cluster. */
function mayHoldSecrets(file: ManifestFile): boolean {
  return /\bSecret|stringData|\/data\b/i.test(file.text) || file.configurations.length > 0;
}

/** The named paths of an earlier state, if no file that names anything has changed since. */
function namedPathsOf(
  { files }: RepositoryContent,
  before: Repository,
  changed: readonly string[] = differing(files, before.files),
): NamedPaths | undefined {
  const isSame = changed.every((path) => {
    return ![files, before.files].some((state) => namesAnything(state.get(path)));
  });
  return isSame ? before.namedPaths : undefined;
}
