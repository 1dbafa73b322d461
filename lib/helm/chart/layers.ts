import { below, emptyTable, overshadowed, setEntry, shallowCopy } from "./tables.js";
import { sizeOf } from "./unit.js";
import type { CallContext, Dict, Unknown, Value } from "../values/value.js";

/** Values that are given to a release, such as those of a file. Of an unknown one, only that there may be some is known. */
export type ValuesLayer = Dict | Unknown;

/**
 * The values of several layers, the later over the earlier ones: helm, pkg/cli/values/options.go, mergeMaps. A null stays,
 * since it takes away what the chart says.
 * @param work is told how much there is to merge
 */
export function mergeLayers(layers: readonly ValuesLayer[], work: CallContext["work"]): Dict {
  let merged = emptyTable();
  for (const layer of layers) {
    work(merged.entries.size + (layer.type === "map" ? sizeOf(layer) : 0));
    const found = layer.type === "unknown" ? overshadowed(merged, layer) : merge(merged, layer);
    if (found.type === "map") merged = found;
  }
  return merged;
}

function merge(under: Dict, over: Dict): Dict {
  const merged = over.others ? overshadow(under, over.others) : shallowCopy(under);
  for (const [key, value] of over.entries) {
    setEntry(merged, key, mergeValue(at(under, key), value), over.keys?.get(key));
  }
  return { ...merged, from: over.from ?? under.from };
}

function overshadow(table: Dict, by: Unknown): Dict {
  const found = overshadowed(table, by);
  return found.type === "map" ? found : table;
}

function at(table: Dict, key: string): Value | undefined {
  return table.entries.get(key) ?? (table.others && below(table.others, key));
}

function mergeValue(under: Value | undefined, over: Value): Value {
  if (over.type !== "map") return over;
  if (under?.type === "map") return merge(under, over);
  return under?.type === "unknown" ? merge(emptyTable(under), over) : over;
}

/**
 * A layer that says one thing at a path of keys, such as `targetPath` of a HelmRelease or a parameter of an Application
 * does.
 */
export function layerAt(path: readonly string[], value: Value): ValuesLayer | undefined {
  let layer = value;
  for (const key of [...path].reverse()) {
    const table = emptyTable();
    table.entries.set(key, layer);
    layer = table;
  }
  return layer.type === "map" || layer.type === "unknown" ? layer : undefined;
}
