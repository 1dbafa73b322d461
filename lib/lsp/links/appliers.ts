import type { Analysis } from "../../analysis/analysis.js";
import type { Build, Place } from "../../builds/build.js";
import type { KindName } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import { isMap, valueAt } from "../../util/plain-values.js";
import type { Cursor } from "../cursor/cursor.js";

/** Where what Flux and Argo CD apply names a directory of a repository. */
const PATHS: Readonly<Partial<Record<KindName, RegExp>>> = {
  FluxKustomization: /^spec\.path$/,
  HelmRelease: /^spec\.chart\.spec\.chart$/,
  Application: /^spec\.(?:source|sources\.\d+)\.path$/,
  ApplicationSet: /^spec\.(?:template\.spec\.(?:source|sources\.\d+)\.path|generators\..*\.path)$/,
};

/** The directories of this repository that the object at a cursor applies by the path there. */
export function directoriesAppliedAt(cursor: Cursor): readonly string[] {
  const { model, path, document, written, inObject } = cursor;
  if (!written || !PATHS[written.kind]?.test(inObject.join("."))) return [];
  const text = valueAt(written.object, inObject);
  if (typeof text !== "string") return [];
  const builds = model.analysis.all.filter(
    ({ appliedBy }) => appliedBy?.file === path && appliedBy.document === document,
  );
  const directories = new Set(builds.flatMap(directoriesOf));
  // An object with several sources has one build: which directory is whose, the text says.
  const own = directoryIn(text);
  return directories.has(own) || builds.some((build) => holds(build, own)) ? [own] : [...directories];
}

/** Where Flux and Argo CD objects name a directory that they apply. */
export function appliersOf(analysis: Analysis, directory: string): readonly Place[] {
  return analysis.all.flatMap(({ appliedBy, ...build }): Place[] => {
    if (!appliedBy || !(directoriesOf(build).includes(directory) || holds(build, directory))) return [];
    const { file, document, path } = appliedBy;
    const applier = analysis.repository.files
      .get(file)
      ?.objects.find((one) => one.document === document && one.at.join() === path.join());
    const pattern = applier && PATHS[applier.kind];
    if (!pattern) return [];
    const named = pathsIn(applier.object).filter((one) => pattern.test(one.join(".")));
    const same = named.filter((one) => directoryIn(String(valueAt(applier.object, one))) === directory);
    const isMeant = same.length > 0 ? same : directoriesOf(build).includes(directory) ? named : [];
    return isMeant.map((one) => ({ file, document, path: [...path, ...one] }));
  });
}

function directoriesOf({ type, directory, charts = [] }: Pick<Build, "type" | "directory" | "charts">) {
  return type === "helm" || charts.length > 0 ? charts : [directory];
}

function holds({ files }: Pick<Build, "files">, directory: string): boolean {
  if (directory === "") return false;
  for (const file of files.keys()) if (file.startsWith(`${directory}/`)) return true;
  return false;
}

/** The directory that the path of a source names. */
function directoryIn(text: string): string {
  return text.replace(/^(?:\.?\/)+|^\.$/, "").replace(/\/$/, "");
}

/** So deep do controllers name paths. */
const DEEPEST = 8;

/** The paths to all texts in what a controller's object says about its sources. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (path.length > DEEPEST) return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : isMap(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([step, item]) => pathsIn(item, [...path, step]));
}
