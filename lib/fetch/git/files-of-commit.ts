import { MAX_SIZE } from "../../repository/disk/file-tree.js";
import { MANIFEST } from "../../repository/disk/walk.js";
import type { GitTree } from "../../repository/git/tree.js";
import { below, isAtOrBelow } from "../../repository/paths.js";
import { isPathInTree } from "../../repository/sources/store-layout.js";
import { FetchError } from "../answer.js";

/** Larger files, in bytes, are left out, unless they may be manifests: Helm reads none, and nothing else needs them. */
const LARGEST = 5 * 2 ** 20;
const MOST_FILES = 100_000;
/** Files, directories, and what is left out. */
const MOST_ENTRIES = 2 * MOST_FILES;
/** Of all files together, in bytes. */
const MOST_BYTES = 400 * 2 ** 20;
const DEEPEST = 100;

/**
 * The regular files of a commit by path, links within it followed; what leads out, is a submodule or has a path that no
 * system has is left out.
 * @throws {FetchError} if it is more than is kept
 */
export function filesOf(tree: GitTree): Map<string, Buffer> {
  const places = new Map(new Walk(tree).filesIn("", ""));
  if (places.size > MOST_FILES) throw tooMuch();
  const sizes = tree.measure([...places.values()]);
  const sizeOf = (place: string) => sizes.get(place) ?? Infinity;
  const taken = [...places].filter(([path, place]) => {
    const size = sizeOf(place);
    return size <= LARGEST || (size <= MAX_SIZE && MANIFEST.test(path));
  });
  const total = taken.reduce((sum, [, place]) => sum + sizeOf(place), 0);
  if (total > MOST_BYTES) throw tooMuch();
  tree.expect(taken.map(([, place]) => place));
  return new Map(taken.map(([path, place]) => [path, tree.bytes(place)]));
}

function tooMuch(): FetchError {
  return new FetchError("The repository has more than 100,000 files, or 400 MB of them, more than is kept.");
}

/** A walk of all files, in which all that is looked at counts: a few links can lead to each other in billions of ways. */
class Walk {
  readonly #tree: GitTree;
  #count = 0;

  constructor(tree: GitTree) {
    this.#tree = tree;
  }

  /**
   * The files in a directory, each with the place to which links lead on its way.
   * @param real the directory without links
   */
  *filesIn(directory: string, real: string): Generator<[path: string, place: string]> {
    if (directory.split("/").length > DEEPEST) return;
    const tree = this.#tree;
    for (const entry of tree.list(real).sort((one, other) => (one.name < other.name ? -1 : 1))) {
      if (++this.#count > MOST_ENTRIES) throw tooMuch();
      const [path, place] = [below(directory, entry.name), below(real, entry.name)];
      if (!isPathInTree(path)) continue;
      const kind = tree.kindAt(place);
      if (kind === "file") yield [path, place];
      if (kind !== "directory") continue;
      const target = entry.isSymbolicLink() ? tree.realDirectory(place) : place;
      // A link to a directory above would never end.
      if (entry.isSymbolicLink() && isAtOrBelow(real, target)) continue;
      yield* this.filesIn(path, target);
    }
  }
}
