import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { writtenObject } from "../../../analysis/as-written.js";
import { keyOf } from "../../../builds/applied.js";
import type { Build } from "../../../builds/build.js";
import { wholeMatcher } from "../../../builds/kustomize/selectors/regex.js";
import { type NameEdit, nameEdit } from "./edits.js";
import { builtAs } from "./new-name.js";
import { builtName, type Renamed } from "./renamed.js";
import { Refusal } from "./refusal.js";
import { type Selection, selectionsIn } from "./selections.js";

/**
 * The edits of the places where kustomizations pick an object by its name: in patches and their targets, replacements and
 * variables.
 * @throws Refusal where it is not clear whether the object is meant, or where a pattern would pick other objects than before
 */
export function editsOfSelections(renamed: Renamed, name: string): NameEdit[] {
  const { model, analysis, applied } = renamed;
  const own = new Set(applied.map(({ build }) => build));
  return selectionsIn(model.repository).flatMap((selection) => {
    const builds = analysis.all.filter((build) => own.has(build) && isFor(build, selection));
    if (builds.length === 0) return [];
    const to = selection.isPattern
      ? newPattern(renamed, selection, name, builds)
      : newName(renamed, selection, name, builds);
    return to === undefined ? [] : [nameEdit(model, selection.place, [selection.name, to])];
  });
}

function isFor({ files, appliedBy }: Build, { by }: Selection): boolean {
  return files.has(by) || appliedBy?.file === by;
}

/** The new text of a name that must be the object's as it is; undefined if another object is meant. */
function newName(
  renamed: Renamed,
  selection: Selection,
  name: string,
  builds: readonly Build[],
): string | undefined {
  const { kind, naming, key, analysis, namespaces } = renamed;
  if (selection.kind !== undefined && selection.kind !== kind) return undefined;
  const to = naming.renamed(selection.name, name);
  if (to === undefined) return undefined;
  const isNamed = selection.namespace !== undefined;
  if (isNamed && !namespaces.has(selection.namespace) && !namespaces.has(undefined)) return undefined;
  const patched = analysis.patchedBy(selection.place.file, selection.place.document);
  const isPatchFile = analysis.isPatch(selection.place.file) && patched.length > 0;
  const keys = new Set(patched.map(({ object }) => keyOf(object)));
  if (isPatchFile && !keys.has(key)) return undefined;
  if (isPatchFile ? keys.size > 1 : hasNamesakes(renamed, selection, builds))
    throw unclear(renamed, selection);
  return to;
}

/** The new text of a pattern; undefined if it picks the object as before, or not at all. */
function newPattern(
  renamed: Renamed,
  selection: Selection,
  name: string,
  builds: readonly Build[],
): string | undefined {
  const { kind, naming, applied, words } = renamed;
  const isOfKind = selection.kind === undefined ? () => true : wholeMatcher(selection.kind);
  const matches = wholeMatcher(selection.name);
  if (isOfKind && !isOfKind(kind)) return undefined;
  if (!isOfKind || !matches) throw unclear(renamed, selection);
  const before = [renamed.name, ...applied.map(builtName)].some((one) => matches(one));
  const after = [name, ...applied.map((one) => builtAs(renamed, one, name))].some((one) => matches(one));
  if (before === after && !(before && matches.texts)) return undefined;
  const to = before ? naming.renamed(selection.name, name) : undefined;
  if (to === undefined) {
    const what = before ? "would no longer pick" : "would pick";
    throw new Refusal(`The pattern '${selection.name}' in ${selection.place.file} ${what} ${words}.`);
  }
  if (hasNamesakes(renamed, selection, builds)) throw unclear(renamed, selection);
  return to;
}

/** Whether another object of some builds may be meant as well. */
function hasNamesakes(renamed: Renamed, selection: Selection, builds: readonly Build[]): boolean {
  return builds.some((build) =>
    build.objects.some((object) => {
      if (keyOf(object) === renamed.key) return false;
      if (selection.kind !== undefined && object.object.kind !== selection.kind) return false;
      return namesOf(renamed.analysis, { build, object }).includes(selection.name);
    }),
  );
}

function namesOf(analysis: Analysis, { object }: Applied): readonly (string | undefined)[] {
  return [object.object.metadata?.name, writtenObject(analysis, object)?.metadata?.name];
}

function unclear({ words }: Renamed, { place, name }: Selection): Refusal {
  return new Refusal(`It is not clear whether '${name}' in ${place.file} means ${words} alone.`);
}
