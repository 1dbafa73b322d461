import type { Analysis, Applied } from "../../analysis/analysis.js";
import { type AppliedObject, type Place, placeOf } from "../../builds/build.js";
import type { Cursor } from "../cursor/cursor.js";
import { filesNamedIn } from "./files.js";
import { isWithin } from "./links-at.js";

/** The lists of a kustomization that hold patches. */
const LISTS: ReadonlySet<unknown> = new Set(["patches", "patchesJson6902", "patchesStrategicMerge"]);

/** The objects that the patch around a cursor changes: one in a file of its own, or an entry of a kustomization. */
export function patchedAt(cursor: Cursor): readonly Applied[] {
  const { model, path, document, at } = cursor;
  const { analysis } = model;
  const all = analysis.patchedBy(path, document);
  const entry = entryAt(cursor);
  if (entry === undefined) return model.repository.files.get(path)?.kustomization ? [] : all;
  const within = at.slice(0, entry + 2);
  const isOwn = ({ object }: Applied) =>
    (object.changes ?? []).some(({ by }) => by.file === path && isWithin(by.path, within));
  return [...all.filter(isOwn), ...patchedByFile(cursor, within)];
}

/** Where a list of patches begins in the path at a cursor; undefined if it is in none. */
function entryAt({ at }: Cursor): number | undefined {
  const list = at.findIndex((step, index) => LISTS.has(step) && typeof at[index + 1] === "number");
  return list < 0 ? undefined : list;
}

/** What the file that an entry names changes in the builds of the kustomization. */
function patchedByFile({ model, path }: Cursor, entry: readonly (string | number)[]): readonly Applied[] {
  const { analysis, repository } = model;
  const named = filesNamedIn(repository, path).filter(({ at }) => isWithin(at, entry));
  return named.flatMap(({ path: file }) => {
    const count = (repository.values(file) ?? []).length;
    return Array.from({ length: count }, (_, document) => analysis.patchedBy(file, document))
      .flat()
      .filter(({ build }) => build.files.has(path));
  });
}

/** Where patches change an object, in any build: one place for each patch. */
export function patchesOf(analysis: Analysis, applied: readonly Applied[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { object } of applied) {
    for (const { by } of object.changes ?? []) {
      const key = JSON.stringify([by.file, by.document, isKustomization(analysis, by.file) && by.path]);
      if (!places.has(key)) places.set(key, by);
    }
  }
  return [...places.values()];
}

/** Patches that are written in a kustomization are told apart by where they are there. */
function isKustomization(analysis: Analysis, file: string): boolean {
  return analysis.repository.files.get(file)?.kustomization !== undefined;
}

/** Where an object says its name; what makes names up has its own place. */
export function nameOf(object: AppliedObject): Place {
  const { file, document, at } = object;
  const written = placeOf(object, ["metadata", "name"]);
  return written.file === file ? { file, document, path: [...at, "metadata", "name"] } : written;
}
