import { field, isMap, items } from "../../../util/plain-values.js";
import { type Configuration, mergeFieldSpecs } from "../transformer-config.js";
import { changeFields, type FieldSpec, fieldSpecsIn } from "../fields/field-spec.js";
import type { Transformer } from "../resource.js";

/** Sets entries of the maps that the field specs lead to: api/filters/labels/labels.go. */
export function setEntries(pairs: unknown, fieldSpecs: readonly FieldSpec[]): Transformer {
  const entries = isMap(pairs) ? Object.entries(pairs).filter(([, value]) => typeof value === "string") : [];
  if (entries.length === 0) return (resources) => resources;
  const set = (old: unknown) => {
    if (old !== undefined && !isMap(old)) return old;
    return Object.fromEntries([...Object.entries(old ?? {}), ...entries]);
  };
  return (resources) => resources.map((resource) => changeFields(resource, fieldSpecs, set));
}

const METADATA_LABELS: FieldSpec = { path: ["metadata", "labels"], create: true };

/**
 * The transformers of a kustomization's `labels` and `commonLabels`. The latter write selectors, as do the
 * former with `includeSelectors`: kusttarget_configplugin.go, LabelTransformer.
 */
export function labelTransformers(kustomization: unknown, configuration: Configuration): Transformer[] {
  const labels = items(field(kustomization, "labels")).map((label) => {
    const own = mergeFieldSpecs(fieldSpecsIn(field(label, "fields")), configuration.labels);
    return setEntries(field(label, "pairs"), mergeFieldSpecs(own, included(label, configuration)));
  });
  return [...labels, setEntries(field(kustomization, "commonLabels"), configuration.commonLabels)];
}

function included(label: unknown, configuration: Configuration): readonly FieldSpec[] {
  if (field(label, "includeSelectors") === true) return configuration.commonLabels;
  const templates = field(label, "includeTemplates") === true ? configuration.templateLabels : [];
  return mergeFieldSpecs(templates, [METADATA_LABELS]);
}
