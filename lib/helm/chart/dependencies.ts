import type { Chart, Dependency, ImportValue } from "./chart.js";
import { coalesceTables, coalesceValues, mergeValues } from "./coalesce.js";
import { below, copyValue, emptyTable, entryOf, setEntry, tableAt, valueAt } from "./tables.js";
import { sizeOf, type Unit, unitOf } from "./unit.js";
import { isCompatible } from "./compatible.js";
import type { CallContext, Dict, Value } from "../values/value.js";

/** A chart that another depends on, and that is not in its `charts/`. */
export interface MissingDependency {
  dependency: Dependency;
  /** The chart that names it, as Helm calls its folder. */
  in: string;
}

/** A chart with those in it that are switched on, and what each says. */
export interface Prepared {
  unit: Unit;
  /** Those that are switched on and not there, for which `helm template` refuses the chart. */
  missing: readonly MissingDependency[];
}

/**
 * Which charts in a chart are rendered with it, under which names, and what it imports of their values: helm,
 * pkg/chartutil/dependencies.go, ProcessDependenciesWithMerge. What hangs on a value that is not known is decided.
 */
export function prepare(chart: Chart, given: Dict, context: Pick<CallContext, "decide" | "work">): Prepared {
  const missing: MissingDependency[] = [];
  const unit = enabled(unitOf(chart, context.work), given, "", { ...context, missing });
  return { unit: withImports(unit), missing };
}

interface Context extends Pick<CallContext, "decide" | "work"> {
  missing: MissingDependency[];
}

/** helm, pkg/chartutil/dependencies.go, processDependencyEnabled. */
function enabled(unit: Unit, given: Dict, path: string, context: Context): Unit {
  const { dependencies } = unit;
  if (!dependencies) return unit;
  // They are copied for each chart that has others in it.
  context.work(sizeOf(given));
  const named = dependencies.map((one) => ({ ...one, name: one.alias || one.name, original: one.name }));
  const found = dependencies.map((one) => chartOf(unit, one, context));
  const parts = [
    ...unit.parts.filter(({ chart }) => !dependencies.some((one) => isOf(chart, one))),
    ...found.filter((part) => part !== undefined),
  ];
  const values = coalesceValues({ ...unit, parts }, given);
  const off = new Set(named.filter((one) => !isOn(one, values, path, context)).map(({ name }) => name));
  named.forEach((one, index) => {
    // As `helm template` asks it: by the name alone, whatever the version is.
    const isThere = unit.parts.some(({ chart }) => chart.metadata.name === one.original);
    const dependency = dependencies[index];
    if (!isThere && !off.has(one.name) && dependency) context.missing.push({ dependency, in: unit.path });
  });
  return {
    ...unit,
    dependencies: named.filter(({ name }) => !off.has(name)),
    parts: parts
      .filter(({ name }) => !off.has(name))
      .map((part) => enabled(part, values, `${path}${part.name}.`, context)),
  };
}

/** The chart that a dependency names, under the name that it gives it: helm, pkg/chartutil/dependencies.go, getAliasDependency. */
function chartOf(unit: Unit, dependency: Dependency, { work }: Context): Unit | undefined {
  const part = unit.parts.find(({ chart }) => isOf(chart, dependency));
  return part && unitOf(part.chart, work, dependency.alias || part.name, unit.path);
}

function isOf({ metadata }: Chart, { name, version }: Dependency): boolean {
  return metadata.name === name && isCompatible(version, metadata.version);
}

/** helm, pkg/chartutil/dependencies.go, processDependencyTags, which conditions overrule: processDependencyConditions. */
function isOn({ condition, tags }: Dependency, values: Dict, path: string, context: Context): boolean {
  for (const one of condition.trim().split(",")) {
    if (one === "") continue;
    const answer = truth(valueAt(values, path + one), context);
    if (answer !== undefined) return answer;
  }
  const table = tableAt(values, "tags");
  if (!table) return true;
  const answers = tags.map((tag) =>
    truth(table.type === "map" ? entryOf(table, tag) : below(table, tag), context),
  );
  return answers.includes(true) || !answers.includes(false);
}

function truth(value: Value | undefined, { decide }: Context): boolean | undefined {
  if (value?.type === "unknown") return decide(value);
  return value?.type === "bool" ? value.value : undefined;
}

/** helm, pkg/chartutil/dependencies.go, processDependencyImportValues: those in it first. */
function withImports(unit: Unit): Unit {
  const inner = { ...unit, parts: unit.parts.map(withImports) };
  const { dependencies } = inner;
  if (!dependencies || dependencies.length === 0) return inner;
  const values = mergeValues(inner, emptyTable());
  const imported = emptyTable();
  for (const { name, importValues } of dependencies) {
    for (const one of importValues) coalesceTables(imported, importedTable(values, name, one), true);
  }
  const own = copyValue(values);
  coalesceTables(own, imported, true);
  return { ...inner, values: own };
}

/** What one entry of `import-values` brings, at its place in the values of the chart. */
function importedTable(values: Dict, name: string, entry: ImportValue): Dict {
  const [child, parent] = typeof entry === "string" ? [`exports.${entry}`, "."] : [entry.child, entry.parent];
  const found = tableAt(values, `${name}.${child}`);
  if (!found) return emptyTable();
  let table = found.type === "map" ? found : emptyTable(found);
  if (parent === ".") return table;
  for (const key of parent.split(".").reverse()) {
    const outer = emptyTable();
    setEntry(outer, key, table, undefined);
    table = outer;
  }
  return table;
}
