import type { Repository } from "../../repository/repository.js";
import { directoryOf } from "../../repository/paths.js";
import { field, items } from "../../util/plain-values.js";
import type { AppliedObject, Build, Place } from "../build.js";
import { Layer } from "./layer.js";
import { type Resource, resourceOf } from "./resource.js";
import { mergePatches } from "./transformers/merge-patch.js";
import { jsonPatchEntry, patchEntry } from "./transformers/patch.js";
import { mergePatchDocuments } from "./transformers/plugins.js";

/**
 * Objects with the patches that something else than a kustomization holds, in the same words.
 * @param fields `patches`, `patchesStrategicMerge` and `patchesJson6902`
 * @param place where they are written
 */
export function patchObjects(
  repository: Repository,
  objects: readonly AppliedObject[],
  fields: Readonly<Record<string, unknown>>,
  place: Place,
): Pick<Build, "objects" | "hidden"> {
  const layer = new Layer(repository, directoryOf(place.file), { path: place.file, value: fields });
  const at = (...path: Place["path"]): Place => ({ ...place, path: [...place.path, ...path] });
  const merges = items(fields.patchesStrategicMerge).flatMap((entry, index) =>
    mergePatchDocuments(layer, textOf(entry), at("patchesStrategicMerge", index)),
  );
  const transformers = [
    mergePatches(layer, merges),
    ...items(fields.patches).map((entry, index) => patchEntry(layer, entry, at("patches", index, "patch"))),
    ...items(fields.patchesJson6902).map((entry, index) =>
      jsonPatchEntry(layer, entry, textOf(field(entry, "patch")), at("patchesJson6902", index, "patch")),
    ),
  ];
  const written = objects.map((one): Resource => {
    return { ...resourceOf(one.file, one), changes: one.changes ?? [] };
  });
  const patched = transformers.reduce<readonly Resource[]>((all, transform) => transform(all), written);
  return { objects: patched.flatMap(appliedAs), hidden: layer.hidden };
}

/** A patch need not be a text here. */
function textOf(patch: unknown): unknown {
  return typeof patch === "object" && patch !== null ? JSON.stringify(patch) : patch;
}

function appliedAs({ kind, object, file, document, at, changes, defects }: Resource): AppliedObject[] {
  if (kind === undefined) return [];
  return [
    {
      ...{ kind, object, file, document, at },
      ...(changes.length > 0 && { changes }),
      ...(defects.length > 0 && { defects }),
    },
  ];
}
