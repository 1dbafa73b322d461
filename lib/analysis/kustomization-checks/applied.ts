import type { Build, BuildError, ChangedKustomization } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { kustomizationDefects } from "./checks.js";
import type { Defect, DefectId } from "./defect.js";

/** An error that a file makes in builds. */
export interface ErrorInBuilds extends BuildError {
  in: readonly { build: Build }[];
}

/** What a file makes kustomize refuse in builds, each error once. */
export function errorsIn(builds: BuildSet, file: string): readonly ErrorInBuilds[] {
  return errorsByFile(builds).get(file) ?? [];
}

const errorsByFile = memoize((builds: BuildSet): ReadonlyMap<string, ErrorInBuilds[]> => {
  const found = builds.all.flatMap((build) => (build.errors ?? []).map((error) => ({ error, build })));
  const grouped = [...groupBy(found, ({ error: { id, place } }) => JSON.stringify([id, place])).values()];
  const errors = grouped.flatMap((all): ErrorInBuilds[] => {
    const [first] = all;
    return first ? [{ ...first.error, in: all }] : [];
  });
  return groupBy(errors, ({ place }) => place.file);
});

/** The kustomizations that the objects of Flux and Argo CD in a file change. */
export function changedBy(builds: BuildSet, file: string): readonly ChangedKustomization[] {
  return changedByFile(builds).get(file) ?? [];
}

const changedByFile = memoize((builds: BuildSet) => {
  return groupBy(
    builds.all.flatMap(({ changed = [] }) => changed),
    ({ by }) => by.file,
  );
});

/** What can be wrong with a kustomization that Flux makes of all the files below a directory. */
const IN_MADE: ReadonlySet<DefectId> = new Set(["objectTwice", "heldTwice", "nameless"]);

/**
 * What makes kustomize refuse a kustomization as Flux or Argo CD changes it, without what is wrong with it anyway. The
 * paths are those in the document that changes it.
 */
export function changedDefects(
  builds: BuildSet,
  { repository, directory, written, value, directoryAt, pathOf, nameOf }: ChangedKustomization,
  options: { strict: boolean },
): Defect[] {
  const keyOf = ({ at, id, data }: Defect) => JSON.stringify([at, id, data]);
  const before = written && kustomizationDefects(builds.repository, { directory, value: written }, options);
  const known = new Set(before?.map(keyOf));
  return kustomizationDefects(repository, { directory, value }, options).flatMap((defect): Defect[] => {
    if (known.has(keyOf(defect))) return [];
    const isOfMade = written === undefined && IN_MADE.has(defect.id);
    const found = pathOf(defect.at) ?? (isOfMade ? { path: directoryAt, isWritten: true } : undefined);
    // A patch that is for many Kustomizations need not have something to do in each.
    if (!found || (!found.isWritten && defect.id === "emptyTarget")) return [];
    return [{ ...defect, at: found.path, data: renamed(defect.data, nameOf("namespace")) }];
  });
}

/** The words of a defect with the name that what changes the kustomization has for its namespace. */
function renamed(data: Defect["data"], namespace: string): Defect["data"] {
  const { field } = data ?? {};
  if (field !== "namespace" && field !== "'namespace'") return data;
  return { ...data, field: field.replace("namespace", namespace) };
}
