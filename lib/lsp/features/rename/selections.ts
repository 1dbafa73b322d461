import type { Place } from "../../../builds/build.js";
import { ManifestFile } from "../../../manifests/manifest-file.js";
import type { Path } from "../../../manifests/locate.js";
import type { Repository } from "../../../repository/repository.js";
import { field, isMap, items } from "../../../util/plain-values.js";
import { filesNamedIn } from "../../links/files.js";

/** Where a kustomization, or what Flux and Argo CD add to one, picks an object by its name. */
export interface Selection {
  /** Where the name is written. */
  place: Place;
  name: string;
  kind: string | undefined;
  namespace: string | undefined;
  /** Whether name and kind are patterns, as in the target of a patch. */
  isPattern: boolean;
  /** The file whose builds it is for. */
  by: string;
}

/** Every place in the kustomizations of a repository that picks objects by name. */
export function selectionsIn(repository: Repository): Selection[] {
  const found: Selection[] = [];
  for (const [file, { kustomization, objects }] of repository.files) {
    const add = (value: unknown, place: Place) => addAll(found, value, place, file);
    if (isMap(kustomization)) {
      add(kustomization, { file, document: 0, path: [] });
      addFiles(found, repository, file);
    }
    for (const { kind, object, document, at } of objects) {
      if (kind === "FluxKustomization") add(object.spec, { file, document, path: [...at, "spec"] });
      if (kind !== "Application" && kind !== "ApplicationSet") continue;
      for (const path of sourcesOf(object.spec)) {
        const value = path.reduce<unknown>(step, object.spec);
        add(value, { file, document, path: [...at, "spec", ...path] });
      }
    }
  }
  return found;
}

function step(value: unknown, key: string | number): unknown {
  return Array.isArray(value) ? (value as unknown[])[Number(key)] : field(value, String(key));
}

/** Where an Application, or the template of one, says what kustomize is to do besides. */
function sourcesOf(spec: unknown): Path[] {
  const template = ["template", "spec"];
  return [[], template].flatMap((base) => {
    const own = field(spec, ...base);
    const several = items(field(own, "sources")).map((_, index) => [...base, "sources", index, "kustomize"]);
    return [[...base, "source", "kustomize"], ...several];
  });
}

function addAll(found: Selection[], value: unknown, place: Place, by: string): void {
  const at = (...path: Path): Place => ({ ...place, path: [...place.path, ...path] });
  for (const list of ["patches", "patchesJson6902"]) {
    items(field(value, list)).forEach((entry, index) => {
      const target: unknown = field(entry, "target");
      add(found, { value: target, place: at(list, index, "target"), isPattern: true, by });
      const text: unknown = field(entry, "patch");
      if (typeof text === "string") addText(found, text, at(list, index, "patch"), by);
    });
  }
  items(field(value, "patchesStrategicMerge")).forEach((text, index) => {
    if (typeof text === "string" && text.includes("\n"))
      addText(found, text, at("patchesStrategicMerge", index), by);
  });
  items(field(value, "replacements")).forEach((one, index) => {
    addReplacement(found, one, at("replacements", index), by);
  });
  items(field(value, "vars")).forEach((one, index) => {
    const reference = field(one, "objref");
    add(found, { value: reference, place: at("vars", index, "objref"), isPattern: false, by });
  });
}

function addReplacement(found: Selection[], value: unknown, place: Place, by: string): void {
  const at = (...path: Path): Place => ({ ...place, path: [...place.path, ...path] });
  add(found, { value: field(value, "source"), place: at("source"), isPattern: false, by });
  items(field(value, "targets")).forEach((target, index) => {
    const select = field(target, "select");
    add(found, { value: select, place: at("targets", index, "select"), isPattern: true, by });
    items(field(target, "reject")).forEach((reject, number) => {
      add(found, { value: reject, place: at("targets", index, "reject", number), isPattern: true, by });
    });
  });
}

/** The patches in files of their own, and the replacements in such. */
function addFiles(found: Selection[], repository: Repository, by: string): void {
  for (const { at, path: file } of filesNamedIn(repository, by)) {
    const [list] = at;
    const isPatch = list === "patches" || list === "patchesStrategicMerge" || list === "patchesJson6902";
    if (!isPatch && list !== "replacements") continue;
    (repository.values(file) ?? []).forEach((value, document) => {
      if (isPatch) addPatch(found, value, { file, document, path: [] }, by);
      else if (!Array.isArray(value)) addReplacement(found, value, { file, document, path: [] }, by);
      else
        value.forEach((one, index) => {
          addReplacement(found, one, { file, document, path: [index] }, by);
        });
    });
  }
}

/** Longer texts are no patches. */
const LONGEST = 1_000_000;

function addText(found: Selection[], text: string, place: Place, by: string): void {
  if (text.length > LONGEST) return;
  new ManifestFile(text).values().forEach((value, document) => {
    addPatch(found, value, { ...place, path: [...place.path, document] }, by);
  });
}

/** A patch says what it is for as an object says what it is. */
function addPatch(found: Selection[], value: unknown, place: Place, by: string): void {
  if (!isMap(value) || !isMap(value.metadata)) return;
  const { name, namespace } = value.metadata;
  const meant = { kind: value.kind, name, namespace };
  add(found, { value: meant, place, isPattern: false, by, within: ["metadata"] });
}

function add(
  found: Selection[],
  {
    value,
    place,
    isPattern,
    by,
    within = [],
  }: { value: unknown; place: Place; isPattern: boolean; by: string; within?: Path },
): void {
  const [name, kind, namespace] = ["name", "kind", "namespace"].map((key) => field(value, key));
  if (typeof name !== "string" || name === "") return;
  found.push({
    ...{ name, isPattern, by, place: { ...place, path: [...place.path, ...within, "name"] } },
    kind: typeof kind === "string" && kind !== "" ? kind : undefined,
    namespace: typeof namespace === "string" && namespace !== "" ? namespace : undefined,
  });
}
