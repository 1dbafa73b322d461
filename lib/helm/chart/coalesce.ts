import { ChartError } from "./chart.js";
import { placeOf } from "./fields.js";
import { below, copyValue, emptyTable, entryOf, overshadowed, setEntry, shallowCopy } from "./tables.js";
import type { Unit } from "./unit.js";
import { type Dict, type Value } from "../values/value.js";

/**
 * The values of a chart with those that are given over them, and the same for the charts in it: helm,
 * pkg/chartutil/coalesce.go, CoalesceValues. A null takes a value of the chart away.
 */
export function coalesceValues(unit: Unit, given: Dict): Dict {
  return coalesce(unit, copyValue(given), false);
}

/** As `coalesceValues`, but a null stays one: helm, pkg/chartutil/coalesce.go, MergeValues. */
export function mergeValues(unit: Unit, given: Dict): Dict {
  return coalesce(unit, copyValue(given), true);
}

function coalesce(unit: Unit, values: Dict, keepsNull: boolean): Dict {
  coalesceOwn(unit, values, keepsNull);
  for (const part of unit.parts) {
    const own = ownTable(values, part);
    setEntry(values, part.name, own, values.keys?.get(part.name));
    coalesceGlobals(own, values);
    coalesce(part, own, keepsNull);
  }
  return values;
}

/** The table of a chart's values that is those of a chart in it: helm, pkg/chartutil/coalesce.go, coalesceDeps. */
function ownTable(values: Dict, part: Unit): Dict {
  const found = entryOf(values, part.name) ?? emptyTable();
  if (found.type === "map") return found;
  if (found.type === "unknown") return emptyTable(found);
  throw new ChartError(`the values for the chart '${part.name}' in it are not a mapping`, placeOf(found));
}

/** helm, pkg/chartutil/coalesce.go, coalesceValues. */
function coalesceOwn(unit: Unit, values: Dict, keepsNull: boolean): void {
  for (const [key, value] of copyValue(unit.values).entries) {
    const given = values.entries.get(key);
    if (!given) addDefault(values, key, value, unit.values);
    else if (given.type === "nil" && !keepsNull) values.entries.delete(key);
    else if (given.type === "map" && value.type === "map") {
      // Nulls are kept for a chart in it, which they reach only so.
      coalesceTables(given, value, keepsNull || unit.parts.some(({ name }) => name === key));
    }
  }
}

/** What the chart says where nothing was given; which is not sure if something may be that is not known. */
function addDefault(table: Dict, key: string, value: Value, defaults: Dict): void {
  const found = table.others ? overshadowed(value, below(table.others, key)) : value;
  setEntry(table, key, found, defaults.keys?.get(key));
}

/** Puts into a table what it has not from another: helm, pkg/chartutil/coalesce.go, coalesceTablesFullKey. */
export function coalesceTables(table: Dict, defaults: Dict, keepsNull: boolean): void {
  for (const [key, value] of defaults.entries) {
    const given = table.entries.get(key);
    if (!given) addDefault(table, key, value, defaults);
    else if (given.type === "nil" && !keepsNull) table.entries.delete(key);
    else if (given.type === "map" && value.type === "map") coalesceTables(given, value, keepsNull);
    else if (given.type === "map" && value.type === "unknown")
      setEntry(table, key, { ...given, others: value }, undefined);
  }
  if (defaults.others) table.others ??= defaults.others;
}

const GLOBAL = "global";

/** Gives a chart in a chart the globals of that: helm, pkg/chartutil/coalesce.go, coalesceGlobals. */
function coalesceGlobals(own: Dict, outer: Dict): void {
  const [given, source] = [globals(own), globals(outer)];
  if (!given || !source) return;
  for (const [key, value] of source.entries) {
    const known = given.entries.get(key);
    const place = source.keys?.get(key);
    if (value.type === "map") {
      if (known && known.type !== "map") continue;
      const copy = shallowCopy(value);
      if (known) coalesceTables(copy, known, true);
      setEntry(given, key, copy, place);
    } else if (known?.type !== "map") setEntry(given, key, value, place);
  }
  if (source.others) given.others ??= source.others;
  setEntry(own, GLOBAL, given, own.keys?.get(GLOBAL) ?? outer.keys?.get(GLOBAL));
}

/** The globals of values; undefined if they are no table. */
function globals(values: Dict): Dict | undefined {
  const found = entryOf(values, GLOBAL) ?? emptyTable();
  return found.type === "map" ? found : found.type === "unknown" ? emptyTable(found) : undefined;
}
