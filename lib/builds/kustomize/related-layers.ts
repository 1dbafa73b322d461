import { directoryOf, resolvePath } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { push } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { items } from "../../util/plain-values.js";
import { kustomizationIn } from "./kustomization.js";
import { kustomizeOf } from "./kustomize.js";

/**
 * Whether what one kustomization brings is at hand for a file: the kustomization includes the file, or the one that lists
 * the file includes the kustomization. Two bases that only a distant root brings together know nothing of each other.
 * @returns true for a file that no kustomization lists, since something else applies it
 */
export function isAtHand(repository: Repository, kustomization: string, file: string): boolean {
  const directory = directoryOf(kustomization);
  const listing = listersOf(repository).get(file);
  if (!listing || kustomizationIn(repository, directory) === undefined) return true;
  const included = includedBy(repository, directory);
  return listing.some((lister) => included.has(lister) || includedBy(repository, lister).has(directory));
}

/** The directories with a kustomization that lists a file among its resources. */
const listersOf = memoize((repository: Repository): ReadonlyMap<string, readonly string[]> => {
  const listers = new Map<string, string[]>();
  for (const directory of kustomizeOf(repository).directories) {
    const { resources, bases } = kustomizationIn(repository, directory)?.value ?? {};
    for (const entry of [...items(resources), ...items(bases)]) {
      const path = typeof entry === "string" ? resolvePath(directory, entry) : undefined;
      if (path !== undefined && repository.files.has(path)) push(listers, path, directory);
    }
  }
  return listers;
});

/** The directory of a kustomization, and those of all that it includes, directly or not. */
const includedBy = memoizePairs((repository: Repository, directory: string): ReadonlySet<string> => {
  const kustomize = kustomizeOf(repository);
  const found = new Set([directory]);
  // Iterating over a set covers what is added on the way.
  for (const one of found) for (const next of kustomize.includes(one)) found.add(next);
  return found;
});
