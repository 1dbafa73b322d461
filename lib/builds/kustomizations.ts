import type { Repository } from "../repository/repository.js";
import type { Build, FileUse } from "./build.js";
import { kustomizeOf } from "./kustomize/kustomize.js";

/**
 * What the kustomizations of a repository apply, and which files they use for it. A build starts at each
 * kustomization that no other one includes; a component that none includes is applied by nobody.
 * @param before an earlier state of the same repository: what has not changed since is not resolved again
 */
export function resolveKustomizations(
  repository: Repository,
  before?: Repository,
): { builds: Build[]; uses: Map<string, Set<FileUse>> } {
  const kustomize = kustomizeOf(repository, before);
  const included = new Set(kustomize.directories.flatMap((directory) => kustomize.includes(directory)));
  const roots = kustomize.directories.filter((directory) => !included.has(directory));
  const uses = new Map<string, Set<FileUse>>();
  for (const directory of roots) {
    for (const [file, use] of kustomize.build(directory).files)
      uses.set(file, (uses.get(file) ?? new Set()).add(use));
  }
  const builds = roots
    .filter((directory) => !kustomize.isComponent(directory))
    .map((directory) => kustomize.build(directory));
  return { builds, uses };
}
