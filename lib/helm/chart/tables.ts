import type { Span } from "../values/text.js";
import { type Dict, type Unknown, unknown, type Value } from "../values/value.js";

/** Values as they are written and changed: maps that are tables of their own. */
export function copyValue<Kind extends Value>(value: Kind): Kind;
export function copyValue(value: Value): Value {
  if (value.type === "list") return { ...value, items: value.items.map((item) => copyValue(item)) };
  if (value.type !== "map") return value;
  const copy = shallowCopy(value);
  for (const [key, entry] of copy.entries) copy.entries.set(key, copyValue(entry));
  return copy;
}

/** A table with the same values: helm, pkg/chartutil/coalesce.go, copyMap. */
export function shallowCopy(table: Dict): Dict {
  return { ...table, entries: new Map(table.entries), keys: new Map(table.keys) };
}

/** A table without anything, of which keys may be in a place that is not known. */
export function emptyTable(others?: Unknown): Dict {
  return { type: "map", goType: "map[string]interface {}", entries: new Map(), keys: new Map(), others };
}

/** Sets a key, with the place where its name is written. */
export function setEntry(table: Dict, key: string, value: Value, place: Span | undefined): void {
  table.entries.set(key, value);
  if (!(table.keys instanceof Map)) return;
  if (place) table.keys.set(key, place);
  else table.keys.delete(key);
}

/** What a key says: what may be somewhere in a table that is not known whole is not known. */
export function entryOf(table: Dict, key: string): Value | undefined {
  return table.entries.get(key) ?? (table.others && below(table.others, key));
}

/** What is not known at a key of something that is not known. */
export function below({ id, why }: Unknown, key: string): Unknown {
  return unknown(`${id}.${key}`, why);
}

/** The table at a path of keys with dots between: helm, pkg/chartutil/values.go, Table. */
export function tableAt(table: Dict, path: string): Dict | Unknown | undefined {
  let found: Value | undefined = table;
  for (const key of path.split(".")) {
    if (found?.type === "unknown") found = below(found, key);
    else found = found?.type === "map" ? entryOf(found, key) : undefined;
  }
  return found?.type === "map" || found?.type === "unknown" ? found : undefined;
}

/** The value at such a path that is no table: helm, pkg/chartutil/values.go, PathValue. */
export function valueAt(table: Dict, path: string): Value | undefined {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const inside = keys.length === 0 ? table : tableAt(table, keys.join("."));
  if (!inside) return undefined;
  const found = inside.type === "unknown" ? below(inside, last) : entryOf(inside, last);
  return found?.type === "map" ? undefined : found;
}

/**
 * A table as another may overwrite it of which nothing is known. Helm lets a scalar take the place of a table; that it
 * stays one is taken for granted here, but nothing of what is in it.
 */
export function overshadowed(value: Value, by: Unknown): Value {
  if (value.type !== "map") return by;
  const table = shallowCopy(value);
  for (const [key, entry] of table.entries) table.entries.set(key, overshadowed(entry, below(by, key)));
  return { ...table, others: by };
}
