import { isDeepStrictEqual } from "node:util";
import type { Repository } from "../../repository/repository.js";
import type { Build, FileUse } from "../build.js";
import { kustomizeOf } from "./kustomize.js";

type Uses = ReadonlyMap<string, ReadonlySet<FileUse>>;

interface Resolved {
  builds: Build[];
  /** How each file is used; the same map as before where that has not changed. */
  uses: Uses;
}

/** How the kustomizations at which everything starts use files. */
const known = new WeakMap<Repository, { files: Build["files"][]; uses: Uses }>();

/**
 * What the kustomizations of a repository apply, and which files they use for it. A build starts at each
 * kustomization that no other one includes; a component that none includes is applied by nobody.
 * @param before an earlier state of the same repository: what has not changed since is not resolved again
 */
export function resolveKustomizations(repository: Repository, before?: Repository): Resolved {
  const kustomize = kustomizeOf(repository, before);
  const included = new Set(kustomize.directories.flatMap((directory) => kustomize.includes(directory)));
  const roots = kustomize.directories.filter((directory) => !included.has(directory));
  const files = roots.map((directory) => kustomize.build(directory).files);
  const earlier = before && known.get(before);
  const uses = earlier && areSame(earlier.files, files) ? earlier.uses : usesIn(files);
  known.set(repository, { files, uses });
  const builds = roots
    .filter((directory) => !kustomize.isComponent(directory))
    .map((directory) => kustomize.build(directory));
  return { builds, uses };
}

function usesIn(files: readonly Build["files"][]): Uses {
  const uses = new Map<string, Set<FileUse>>();
  for (const one of files) {
    for (const [file, use] of one) {
      const others = uses.get(file);
      if (others) others.add(use);
      else uses.set(file, new Set([use]));
    }
  }
  return uses;
}

function areSame(one: readonly Build["files"][], other: readonly Build["files"][]): boolean {
  return (
    one.length === other.length &&
    one.every((files, index) => files === other[index] || isDeepStrictEqual(files, other[index]))
  );
}
