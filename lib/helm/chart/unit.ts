import type { Chart, Dependency } from "./chart.js";
import { copyValue } from "./tables.js";
import { memoize } from "../../util/memoize.js";
import type { CallContext, Dict, Value } from "../values/value.js";

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

/** A chart before what it depends on was looked at. As it may be there many times, it counts as work. */
export function unitOf(
  chart: Chart,
  work: CallContext["work"],
  name = chart.metadata.name,
  above?: string,
): Unit {
  work(STEPS_OF_CHART + STEPS_OF_VALUE * sizeOf(chart.values));
  const path = above === undefined ? name : `${above}/charts/${name}`;
  return {
    chart,
    name,
    values: copyValue(chart.values),
    dependencies: chart.metadata.dependencies,
    parts: chart.charts.map((one) => unitOf(one, work, one.metadata.name, path)),
    path,
  };
}

const STEPS_OF_CHART = 50;
/** Each value is copied, and merged with others on each level. */
const STEPS_OF_VALUE = 5;

/** How many values there are in some. */
export const sizeOf: (values: Dict) => number = memoize((values: Dict): number => {
  let size = 0;
  const open: Value[] = [values];
  for (let one = open.pop(); one; one = open.pop()) {
    size++;
    if (one.type === "map") for (const value of one.entries.values()) open.push(value);
    else if (one.type === "list") for (const value of one.items) open.push(value);
  }
  return size;
});
