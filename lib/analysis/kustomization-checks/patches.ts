import { field, items } from "../../util/plain-values.js";
import { isComponent } from "../../builds/kustomize/kustomization.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import { Layer } from "../../builds/kustomize/layer.js";
import { mergePatches } from "../../builds/kustomize/transformers/merge-patch.js";
import { jsonPatchEntry, patchEntry } from "../../builds/kustomize/transformers/patch.js";
import type { Resource, Transformer } from "../../builds/kustomize/resource.js";
import type { Defect, Judged } from "./defect.js";
import { gatheredAfter } from "./partial-accumulation.js";
import { mergePatchDefects } from "./merge-patches.js";
import { patchesOf, patchTextDefect, type WrittenPatch } from "./patch-texts.js";
import { targetDefect } from "./targets.js";

/** What comes before `patchesJson6902`, which therefore sees the names and labels that the kustomization sets. */
const BEFORE_JSON_PATCHES = [
  ...["patchesStrategicMerge", "patches", "namespace", "namePrefix", "nameSuffix"],
  ...["labels", "commonLabels", "commonAnnotations"],
];

/**
 * Patches that kustomize cannot apply, and, with `strict`, those whose target selects nothing. What a
 * component is applied to is known only to those that include it, so there only the texts of patches are
 * judged.
 */
export function patchDefects(judged: Judged, options: { strict: boolean }): Defect[] {
  const layer = new Layer(judged.repository, judged.directory, judged);
  const patches = patchesOf(judged, layer);
  const defects = patches.map(patchTextDefect).filter((defect) => defect !== undefined);
  if (isComponent(judged) || !bringsObjects(judged) || doesAll(judged)) return defects;
  const early = patches.filter(({ list }) => list !== "patchesJson6902");
  const late = patches.slice(early.length);
  return [
    ...defects,
    ...appliedDefects(judged, early, [], options),
    ...appliedDefects(judged, late, BEFORE_JSON_PATCHES, options),
  ];
}

/** What brings objects into a build; what a chart brings is not known anyway. */
const INPUTS = ["resources", "bases", "components", "generators", "configMapGenerator", "secretGenerator"];

/**
 * Whether a kustomization has anything to patch by itself. If it has nothing at all, something else puts the
 * objects there first: Helm's post-renderers and Fleet do.
 */
function bringsObjects({ value }: Judged): boolean {
  return INPUTS.some((key) => items(field(value, key)).length > 0);
}

/** Whether it is known already that every patch does what it says. */
function doesAll({ repository, directory }: Judged): boolean {
  const gathered = kustomizeOf(repository).accumulated(directory);
  return gathered?.hidden.length === 0 && !gathered.hasIdlePatch;
}

/** Applies patches one by one, for as long as it is known what there is to patch. */
function appliedDefects(
  judged: Judged,
  patches: readonly WrittenPatch[],
  after: readonly string[],
  options: { strict: boolean },
): Defect[] {
  const gathered = patches.length === 0 ? undefined : gatheredAfter(judged, after);
  if (!gathered) return [];
  const defects: Defect[] = [];
  let { resources }: { resources: readonly Resource[] } = gathered;
  const work = { done: 0 };
  for (const patch of patches) {
    // What an unreadable patch does is not known, so nothing after it can be judged.
    if (patch.documents.length === 0 || patchTextDefect(patch)) break;
    const isAimed = patch.list !== "patchesStrategicMerge" && patch.target !== undefined;
    const found = isAimed
      ? targetDefect(judged, { ...gathered, resources }, patch, options)
      : mergePatchDefects(judged, resources, patch);
    for (const defect of found) defects.push(defect);
    const layer = new Layer(judged.repository, judged.directory, judged, work);
    resources = transformerOf(layer, patch)(resources);
    if (!layer.isComplete) break;
  }
  return defects;
}

function transformerOf(layer: Layer, { list, entry, textAt, documents }: WrittenPatch): Transformer {
  const place = layer.place(...textAt);
  if (list === "patchesStrategicMerge") return mergePatches(layer, documents);
  return list === "patches"
    ? patchEntry(layer, entry, place)
    : jsonPatchEntry(layer, entry, field(entry, "patch"), place);
}
