import { incrementally } from "../../util/incrementally.js";
import { isDeepStrictEqual } from "node:util";
import type { Repository } from "../../repository/repository.js";
import type { Build, FileUse } from "../build.js";
import { type Kustomize, kustomizeOf } from "./kustomize.js";

type Uses = ReadonlyMap<string, ReadonlySet<FileUse>>;

interface Resolved {
  builds: Build[];
  /** How each file is used; the same map as before if that has not changed. */
  uses: Uses;
}

/**
 * What the kustomizations of a repository apply, and which files they use for it. A build starts at each
 * kustomization that no other one includes; a component that none includes is not applied.
 * @param before an earlier state of the same repository: what has not changed since is not resolved again
 */
export function resolveKustomizations(repository: Repository, before?: Repository): Resolved {
  const kustomize = kustomizeOf(repository, before);
  const builds = rootsOf(kustomize)
    .filter((directory) => !kustomize.isComponent(directory))
    .map((directory) => kustomize.build(directory));
  return { builds, uses: fileUses(repository, before).uses };
}

function rootsOf(kustomize: Kustomize): string[] {
  const included = new Set(kustomize.directories.flatMap((directory) => kustomize.includes(directory)));
  return kustomize.directories.filter((directory) => !included.has(directory));
}

/** How the kustomizations that no other includes use files. */
const fileUses = incrementally(
  (repository: Repository, before: { files: Build["files"][]; uses: Uses } | undefined) => {
    const kustomize = kustomizeOf(repository);
    const files = rootsOf(kustomize).map((directory) => kustomize.build(directory).files);
    return { files, uses: before && areSame(before.files, files) ? before.uses : usesIn(files) };
  },
);

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
