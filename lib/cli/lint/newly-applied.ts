import { patchedIn } from "../../builds/applied.js";
import type { BuildSet } from "../../builds/build-set.js";
import type { Build } from "../../builds/build.js";
import { kustomizationPath } from "../../builds/directories.js";
import { identity } from "../../builds/kustomize/resource.js";
import { groupBy, push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";

/** How sure it is that something applies a file: nothing that is seen, something that nothing else names, or yes. */
type Reach = 0 | 1 | 2;

/**
 * Returns whether the change makes something apply a file that was not applied before, as far as is seen, or apply a
 * patch to something else: then what was harmless in it need not be any more.
 */
export function newlyApplied(now: BuildSet, before: BuildSet): (path: string, pathBefore: string) => boolean {
  const [reaches, reachesBefore] = [reachesIn(now), reachesIn(before)];
  const widened = widenedPatches(now, before);
  return (path, pathBefore) =>
    widened.has(path) || (reaches.get(path) ?? 0) > (reachesBefore.get(pathBefore) ?? 0);
}

/**
 * Returns the files of which builds that the change steers otherwise apply something: what is found in them may be for
 * another reason than before.
 * @param isSame whether a file is what it was
 */
export function steeredAnew({ all }: BuildSet, isSame: (path: string) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { files, appliedBy } of all) {
    const steering = [...files].flatMap(([path, use]) => (use === "resource" ? [] : [path]));
    if (appliedBy) steering.push(appliedBy.file);
    if (!steering.every(isSame)) for (const path of files.keys()) found.add(path);
  }
  return found;
}

function reachesIn({ all }: BuildSet): ReadonlyMap<string, Reach> {
  const isControlled = all.some(isByController);
  const found = new Map<string, Reach>();
  for (const build of all) {
    // Beside Flux or Argo CD, people may apply other directories, or keep examples in them.
    const isSure = !isControlled || isByController(build) || isInstalled(build);
    const reach: Reach = isSure ? 2 : 1;
    for (const file of build.files.keys()) if ((found.get(file) ?? 0) < reach) found.set(file, reach);
  }
  return found;
}

function isByController({ type }: Build): boolean {
  return type === "flux" || type === "argocd";
}

/** Whether a HelmRelease installs it, which says nothing of who applies the directories beside it. */
function isInstalled({ type, isDefault }: Build): boolean {
  return type === "helm" && isDefault !== true;
}

/** The files of patches that change an object in some build which they did not change in what that build was before. */
function widenedPatches(now: BuildSet, before: BuildSet): ReadonlySet<string> {
  const byRoot = groupBy(before.all, (build) => rootOf(before, build));
  const widened = new Set<string>();
  for (const build of now.all) {
    const patched = patchedFiles(build);
    if (patched.size === 0) continue;
    const [earlier, roots] = [new Map<string, Set<string>>(), [...build.files.keys(), rootOf(now, build)]];
    for (const one of new Set(roots.flatMap((path) => byRoot.get(path) ?? []))) {
      for (const [file, objects] of patchedFiles(one)) {
        earlier.set(file, new Set([...(earlier.get(file) ?? []), ...objects]));
      }
    }
    for (const [file, objects] of patched) {
      if (objects.some((object) => earlier.get(file)?.has(object) !== true)) widened.add(file);
    }
  }
  return widened;
}

/** What a build starts from. */
function rootOf({ repository }: BuildSet, { directory }: Build): string {
  return kustomizationPath(repository, directory);
}

/** The objects that the patches in each file change in a build, by what they are called there. */
const patchedFiles = memoize((build: Build): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const [patch, objects] of patchedIn(build)) {
    const [file = ""] = patch.split("\n");
    for (const { object } of objects) push(found, file, identity(object));
  }
  return found;
});
