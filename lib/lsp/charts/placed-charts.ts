import { type Chart } from "../../helm/chart/chart.js";
import { chartAt, chartDirectories } from "../../builds/helm/charts.js";
import { below, directoryOf } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { memoize } from "../../util/memoize.js";

/** The names that lead to a value, from the outside to the inside. */
export type Names = readonly string[];

/** A chart in the one that is installed, or that one itself. */
export interface PlacedChart {
  chart: Chart;
  /** Where its values are among those of the outermost one: several where it is there by several aliases. */
  offsets: readonly Names[];
}

/** A chart that is in no other one, with those in it. */
export interface ChartTree {
  directory: string;
  chart: Chart;
  charts: readonly PlacedChart[];
}

/** The outermost chart around a file; undefined if there is none that can be read. */
export function chartTreeAround(repository: Repository, path: string): ChartTree | undefined {
  const directory = chartDirectories(repository).find((one) => path.startsWith(below(one, "")));
  return directory === undefined ? undefined : chartTreeIn(repository, directory);
}

/** The chart in a directory with those in it; undefined if there is none that can be read. */
export function chartTreeIn(repository: Repository, directory: string): ChartTree | undefined {
  const { chart } = chartAt(repository, directory) ?? {};
  return chart && { directory, chart, charts: placed(chart) };
}

const placed = memoize((chart: Chart): readonly PlacedChart[] => place(chart, [[]]));

function place(chart: Chart, offsets: readonly Names[]): PlacedChart[] {
  return [
    { chart, offsets },
    ...chart.charts.flatMap((part) => {
      const own = offsets.flatMap((offset) => namesOf(chart, part).map((name) => [...offset, name]));
      return place(part, own);
    }),
  ];
}

/** The names by which a chart takes in another one: helm, pkg/chartutil/dependencies.go, getAliasDependency. */
function namesOf({ metadata: { dependencies = [] } }: Chart, { metadata: { name } }: Chart): string[] {
  const named = dependencies.filter((one) => one.name === name).map(({ alias }) => alias || name);
  return named.length > 0 ? named : [name];
}

/** The file with the values that a chart says itself, be it there or not. */
export function valuesFileOf({ file }: Chart): string {
  return below(directoryOf(file), "values.yaml");
}

/**
 * Where a value that a chart reads is among those of the outermost one: what is global comes from every chart around it
 * (helm, pkg/chartutil/coalesce.go, coalesceGlobals).
 */
export function outerNames({ offsets }: PlacedChart, names: Names): readonly Names[] {
  if (names[0] !== "global") return offsets.map((offset) => [...offset, ...names]);
  return offsets.flatMap((offset) =>
    Array.from({ length: offset.length + 1 }, (_, length) => [...offset.slice(0, length), ...names]),
  );
}
