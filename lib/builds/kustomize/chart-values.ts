import { field, isMap, items } from "../../util/plain-values.js";
import { isKnown } from "../../kubernetes/objects.js";
import { below } from "../../repository/paths.js";
import type { Place } from "../build.js";
import { RefusedValues } from "../helm/refused-values.js";
import type { ReleaseValues } from "../helm/release.js";
import type { Values } from "../helm/set-values.js";
import { valuesAt } from "../helm/value-files.js";
import { ValueLayers } from "../helm/value-layers.js";
import type { Layer } from "./layer.js";

/** A chart that a kustomization renders: api/types/helmchartargs.go, with the older names of its fields read as the new ones. */
export interface ChartEntry {
  value: Values;
  place: Place;
  /** The directory of the chart. */
  directory: string;
}

/**
 * The values that a kustomization gives a chart, the weakest first:
 * api/internal/builtins/HelmChartInflationGenerator.go, replaceValuesInline; api/types/helmchartargs.go, AsHelmArgs.
 * @throws RefusedValues
 */
export function chartValues(layer: Layer, { value, place, directory }: ChartEntry): readonly ReleaseValues[] {
  const layers = new ValueLayers();
  const at = (...path: Place["path"]): Place => ({ ...place, path: [...place.path, ...path] });
  const inline = isMap(value.valuesInline) ? value.valuesInline : {};
  const hasInline = Object.keys(inline).length > 0;
  const merge = (value.valuesMerge ?? "") === "" ? "override" : value.valuesMerge;
  if (merge !== "override" && merge !== "merge" && merge !== "replace")
    throw new RefusedValues(
      `has a 'valuesMerge' that is none of override, merge and replace`,
      at("valuesMerge"),
    );
  const isWritten = (value.valuesFile ?? "") !== "";
  const file = (path: unknown, by: Place, isOwn = false) => {
    return fileValues(layer, isOwn ? below(directory, "values.yaml") : layerPath(layer, path, by), by);
  };
  if (hasInline && merge === "replace") layers.add(inline, at("valuesInline"));
  else {
    // Without a file of its own, it is the chart's, which is under everything anyway.
    const needsFile = isWritten || (hasInline && merge === "merge");
    const read = needsFile ? file(value.valuesFile, at("valuesFile"), !isWritten) : undefined;
    const [under, over]: [Sourced | undefined, Sourced | undefined] = [
      read,
      hasInline ? { values: inline, place: at("valuesInline") } : undefined,
    ];
    const [first, second] = merge === "merge" ? [over, under] : [under, over];
    if (first) layers.add(second ? without(first.values, second.values) : first.values, first.place);
    if (second) layers.add(first || hasInline ? withoutNulls(second.values) : second.values, second.place);
  }
  items(value.additionalValuesFiles).forEach((path, index) => {
    const { values, place: where } = file(path, at("additionalValuesFiles", index));
    layers.add(values, where);
  });
  return layers.layers;
}

interface Sourced {
  values: Values;
  place: Place;
}

function layerPath(layer: Layer, path: unknown, by: Place): string {
  const located = typeof path === "string" && isKnown(path) ? layer.locate(path) : undefined;
  if (located === undefined)
    throw new RefusedValues("takes values from a file that is not in this repository", by, true);
  return located;
}

function fileValues(layer: Layer, path: string, by: Place): Sourced {
  layer.lookAt(path);
  layer.read.add(path);
  const read = valuesAt(layer.repository, path);
  if (!read) throw new RefusedValues(`takes values from '${path}', which is not there`, by);
  if ("unread" in read)
    throw new RefusedValues(`takes values from '${path}', which ${read.unread}`, by, true);
  if ("refused" in read) throw new RefusedValues(`takes values from '${path}', which ${read.refused}`, by);
  return { values: read.values, place: { file: path, document: 0, path: [] } };
}

/** Values without what others over them take away with a null: kyaml/yaml/merge2/merge2.go, VisitMap. */
function without(values: Values, over: Values): Values {
  const entries = Object.entries(values).flatMap(([key, value]) => {
    const other = field(over, key);
    if (other === null) return [];
    return [[key, isMap(value) && isMap(other) ? without(value, other) : value] as const];
  });
  return Object.fromEntries(entries);
}

function withoutNulls(values: Values): Values {
  const entries = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([key, value]) => [key, isMap(value) ? withoutNulls(value) : value]));
}
