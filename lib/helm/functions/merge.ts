import type { Span } from "../values/text.js";
import { dict, type CallContext, type Dict, type List, type Value } from "../values/value.js";
import { checkDepth } from "../values/work.js";

/**
 * Merges a map into another one in place, as mergo does for sprig (merge.go, deepMerge): maps are merged, all else is only
 * set where there is nothing or something empty, or always if it is to be overwritten. A list is set as a whole.
 */
export function mergeInto(into: Dict, from: Dict, isOverwriting: boolean, depth = 0): void {
  checkDepth(depth);
  if (into === from) return;
  mergeOthers(into, from, isOverwriting);
  for (const [key, value] of from.entries) {
    const old = into.entries.get(key);
    if (value.type === "nil") {
      if (isOverwriting) into.entries.set(key, value);
    } else if (
      value.type === "map" &&
      old?.type === "map" &&
      !old.isNil &&
      (old.entries.size > 0 || value.entries.size > 0)
    ) {
      mergeInto(old, value, isOverwriting, depth + 1);
    } else if (isOverwriting || old === undefined || isEmptyValue(old)) {
      into.entries.set(key, value);
      if (old === undefined) addKeyPlace(into, key, from.keys?.get(key));
    } else if (value.type === "unknown" && old.type === "map") {
      old.others ??= value;
    }
  }
}

/** Says where a key is written that a map has got. */
function addKeyPlace({ keys }: Dict, key: string, place: Span | undefined): void {
  if (place && keys instanceof Map && !keys.has(key)) keys.set(key, place);
}

/** What may be in the one map or the other, without being known. */
function mergeOthers(into: Dict, from: Dict, isOverwriting: boolean): void {
  if (!from.others) return;
  if (isOverwriting) {
    for (const key of into.entries.keys()) if (!from.entries.has(key)) into.entries.set(key, from.others);
  }
  into.others ??= from.others;
}

/** mergo's `isEmptyValue`. What is not known is taken to be set, as what is merged into mostly is. */
function isEmptyValue(value: Value): boolean {
  switch (value.type) {
    case "nil":
      return true;
    case "bool":
      return !value.value;
    case "int":
    case "float64":
      return Number(value.value) === 0;
    case "string":
      return value.text === "";
    case "list":
      return value.items.length === 0;
    case "map":
      return value.entries.size === 0;
    default:
      return false;
  }
}

/** A value that shares no map with another one: copystructure's `Copy`. */
export function deepCopy(value: Value, context: CallContext, depth = 0): Value {
  checkDepth(depth);
  context.work(1);
  if (value.type === "list") {
    const copy: List = { ...value, items: value.items.map((item) => deepCopy(item, context, depth + 1)) };
    return copy;
  }
  if (value.type !== "map") return value;
  const entries = [...value.entries].map(([key, item]) => [key, deepCopy(item, context, depth + 1)] as const);
  return { ...value, entries: dict(entries).entries, keys: new Map(value.keys) };
}
