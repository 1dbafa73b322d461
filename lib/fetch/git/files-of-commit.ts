import { MAX_SIZE } from "../../repository/disk/file-tree.js";
import { MANIFEST } from "../../repository/disk/walk.js";
import type { GitTree } from "../../repository/git/tree.js";
import { below, isAtOrBelow } from "../../repository/paths.js";
import { isPathInTree } from "../../repository/sources/store-layout.js";
import { FetchError } from "../answer.js";

/** Larger files, in bytes, are left out, unless they may be manifests: Helm reads none, and nothing else needs them. */
const LARGEST = 5 * 2 ** 20;
const MOST_FILES = 100_000;
/** Of all files together, in bytes. */
const MOST_BYTES = 400 * 2 ** 20;
const DEEPEST = 100;

/**
 * The regular files of a commit by path, links within it followed; what leads out, is a submodule or has a path that no
 * system has is left out.
 * @throws {FetchError} if it is more than is kept
 */
export function filesOf(tree: GitTree): Map<string, Buffer> {
  const paths = [...pathsIn(tree, "", 0)];
  if (paths.length > MOST_FILES) throw tooMuch();
  const sizes = tree.measure(paths);
  const taken = paths.filter((path) => {
    const size = sizes.get(path) ?? Infinity;
    return size <= LARGEST || (size <= MAX_SIZE && MANIFEST.test(path));
  });
  const total = taken.reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0);
  if (total > MOST_BYTES) throw tooMuch();
  tree.expect(taken);
  return new Map(taken.map((path) => [path, tree.bytes(path)]));
}

function tooMuch(): FetchError {
  return new FetchError("The repository has more than 100,000 files, or 400 MB of them, more than is kept.");
}

function* pathsIn(tree: GitTree, directory: string, count: number): Generator<string> {
  if (directory.split("/").length > DEEPEST) return;
  let found = count;
  for (const entry of tree.list(directory).sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = below(directory, entry.name);
    if (!isPathInTree(path)) continue;
    const kind = tree.kindAt(path);
    if (kind === "file") yield path;
    if (++found > MOST_FILES) throw tooMuch();
    if (kind !== "directory") continue;
    // A link to a directory above would never end.
    if (entry.isSymbolicLink() && isAtOrBelow(tree.realDirectory(directory), tree.realDirectory(path)))
      continue;
    for (const one of pathsIn(tree, path, found)) {
      found++;
      yield one;
    }
  }
}
