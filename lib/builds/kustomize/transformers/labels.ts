import { field, isMap, items } from "../../../util/plain-values.js";
import { isFieldConflict, mergeFieldSpecs } from "../merge-configurations.js";
import type { Configuration } from "../transformer-config.js";
import { changeTrees, type FieldTree, fieldTreesOf } from "../fields/field-tree.js";
import { UNKNOWN } from "../../../kubernetes/objects.js";
import { type Change, changeFields, type FieldSpec, fieldSpecsIn, isSelected } from "../fields/field-spec.js";
import type { Layer } from "../layer.js";
import type { Resource, Transformer } from "../resource.js";
import { LABELLED } from "../work.js";

/** Entries that are set in the maps to which field specs lead. */
export interface Setting {
  pairs: unknown;
  fieldSpecs: readonly FieldSpec[];
}

/** Sets entries of maps, in this order: api/filters/labels/labels.go. */
export function setEntries(layer: Layer, settings: readonly Setting[]): Transformer {
  const all = settings.flatMap(({ pairs, fieldSpecs }): EntrySpec[] => {
    const entries = isMap(pairs)
      ? Object.entries(pairs).filter(([, value]) => typeof value === "string")
      : [];
    return entries.length === 0 ? [] : fieldSpecs.map((spec) => ({ ...spec, entries: new Map(entries) }));
  });
  if (all.length === 0) return (resources) => resources;
  const byKind = new Map<string, { trees: readonly FieldTree[]; work: number }>();
  const fieldsOf = ({ object }: Resource) => {
    const key = `${object.apiVersion ?? ""}\n${object.kind ?? ""}`;
    let found = byKind.get(key);
    if (!found) {
      const specs = together(all.filter((spec) => isSelected(spec, object)));
      const trees = fieldTreesOf(specs.map((spec) => setterOf(layer, spec)));
      byKind.set(key, (found = { trees, work: LABELLED * Math.max(1, trees.length) + specs.length }));
    }
    return found;
  };
  return (resources) =>
    resources.map((resource) => {
      const { trees, work } = fieldsOf(resource);
      return layer.allows(work) ? changeTrees(resource, trees) : resource;
    });
}

interface EntrySpec extends FieldSpec {
  entries: ReadonlyMap<string, unknown>;
}

/** Sets entries; objects that have the same map, or none, get the same one. */
function setterOf(layer: Layer, spec: EntrySpec): EntrySpec & { set: Change } {
  const made = new Map<unknown, unknown>();
  const set: Change = (old) => {
    if (old !== undefined && !isMap(old)) return old;
    if (!made.has(old)) {
      if (!layer.allows(2 * spec.entries.size)) return old;
      made.set(old, Object.fromEntries([...Object.entries(old ?? {}), ...spec.entries]));
    }
    return made.get(old);
  };
  return { ...spec, set };
}

/** The specs of one object, those for the same path as one, unless one path leads through another. */
function together(specs: readonly EntrySpec[]): readonly EntrySpec[] {
  const byPath = new Map<string, EntrySpec>();
  for (const spec of specs) {
    const path = spec.path.join("\n");
    const before = byPath.get(path);
    // Only one of the two would create the map.
    if (before && before.create !== spec.create) return specs;
    const entries = new Map([...(before?.entries ?? []), ...spec.entries]);
    byPath.set(path, { ...spec, entries, custom: spec.custom === true || before?.custom === true });
  }
  const isThrough = ({ path }: EntrySpec) =>
    path.some((_, index) => index > 0 && byPath.has(path.slice(0, index).join("\n")));
  const all = [...byPath.values()];
  return all.some(isThrough) ? specs : all;
}

const METADATA_LABELS: FieldSpec = { path: ["metadata", "labels"], create: true };

/**
 * What a kustomization's `labels` and `commonLabels` set. The latter write selectors, as do the former with
 * `includeSelectors`: kusttarget_configplugin.go, LabelTransformer.
 */
export function labelSettings(layer: Layer, configuration: Configuration): Setting[] {
  const { labels, commonLabels } = layer.kustomization.value;
  const settings = items(labels).map((label) => {
    const written = fieldSpecsIn(field(label, "fields"));
    const own = mergeFieldSpecs(written, configuration.labels);
    const others = included(label, configuration);
    if (isFieldConflict(written, configuration.labels) || isFieldConflict(own, others))
      layer.markIncomplete("has labels that create a field which others only write to");
    return { pairs: field(label, "pairs"), fieldSpecs: mergeFieldSpecs(own, others) };
  });
  return [...settings, { pairs: commonLabels, fieldSpecs: configuration.commonLabels }];
}

function included(label: unknown, configuration: Configuration): readonly FieldSpec[] {
  if (field(label, "includeSelectors") === true) return configuration.commonLabels;
  const templates = field(label, "includeTemplates") === true ? configuration.templateLabels : [];
  return mergeFieldSpecs(templates, [METADATA_LABELS]);
}

const MANAGED_BY = [METADATA_LABELS];

/**
 * Labels everything as managed by kustomize, if the kustomization that is built asks for it; one that it includes does
 * not count: api/krusty/kustomizer.go, Run. The label names the version of kustomize, which is not known.
 */
export function labelManagedBy(kustomization: unknown): Transformer {
  if (!items(field(kustomization, "buildMetadata")).includes("managedByLabel"))
    return (resources) => resources;
  const label = (old: unknown) => ({
    ...(isMap(old) && old),
    "app.kubernetes.io/managed-by": `kustomize-${UNKNOWN}`,
  });
  return (resources) => resources.map((resource) => changeFields(resource, MANAGED_BY, label));
}
