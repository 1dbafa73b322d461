import type { BuildSet } from "../../builds/build-set.js";
import type { Build } from "../../builds/build.js";

/** How sure it is that something applies a file: nothing that is seen, something that nothing else names, or yes. */
type Reach = 0 | 1 | 2;

/**
 * Returns whether the change makes something apply a file that was not applied before, as far as is seen: then what was
 * harmless in it need not be any more.
 */
export function newlyApplied(now: BuildSet, before: BuildSet): (path: string, pathBefore: string) => boolean {
  const [reaches, reachesBefore] = [reachesIn(now), reachesIn(before)];
  return (path, pathBefore) => (reaches.get(path) ?? 0) > (reachesBefore.get(pathBefore) ?? 0);
}

function reachesIn({ all }: BuildSet): ReadonlyMap<string, Reach> {
  const isControlled = all.some(isByController);
  const found = new Map<string, Reach>();
  for (const build of all) {
    // Beside Flux or Argo CD, people may apply other directories, or keep examples in them.
    const reach: Reach = isControlled && !isByController(build) ? 1 : 2;
    for (const file of build.files.keys()) if ((found.get(file) ?? 0) < reach) found.set(file, reach);
  }
  return found;
}

function isByController({ type }: Build): boolean {
  return type === "flux" || type === "argocd";
}
