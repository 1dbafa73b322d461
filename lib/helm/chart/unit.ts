import type { Chart, Dependency } from "./chart.js";
import { copyValue } from "./tables.js";
import type { Dict } from "../values/value.js";

/** A chart at its place in a release: the same chart may be there more than once, by other names. */
export interface Unit {
  chart: Chart;
  /** Its alias, if it has one. */
  name: string;
  /** What it says itself, with what it imports. */
  values: Dict;
  /** What its `Chart.yaml` names and is not switched off, by the alias; undefined as there. */
  dependencies: readonly Dependency[] | undefined;
  /** The charts in it that are rendered with it. */
  parts: readonly Unit[];
  /** How Helm calls its folder: `a/charts/b`. */
  path: string;
}

/** A chart before what it depends on was looked at. */
export function unitOf(chart: Chart, name = chart.metadata.name, above?: string): Unit {
  const path = above === undefined ? name : `${above}/charts/${name}`;
  return {
    chart,
    name,
    values: copyValue(chart.values),
    dependencies: chart.metadata.dependencies,
    parts: chart.charts.map((one) => unitOf(one, one.metadata.name, path)),
    path,
  };
}
