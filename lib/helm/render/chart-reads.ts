import { parsedTemplate } from "./templates.js";
import type { Chart } from "../chart/chart.js";
import { type ValueRead, type ValueUse, valueUseIn } from "../template/value-reads.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";

/** Where the templates of a chart read its values. */
export interface ChartReads {
  chart: Chart;
  /** By what places in the files are said to be in. */
  files: ReadonlyMap<string, readonly ValueRead[]>;
}

/** Where the templates of a chart, and of those in it, read the values of each. */
export interface TreeReads {
  charts: readonly ChartReads[];
  /** Whether a template writes into the values. */
  isChanging: boolean;
}

/** A template, or what one defines. */
interface Part extends ValueUse {
  chart: Chart;
  file: string;
  /** Undefined for what a file writes itself. */
  name: string | undefined;
}

/**
 * Where templates read values by their names. What is defined for others reads those of its chart if all who call it, and
 * somebody does, are of that chart and pass on what Helm gives them; else nothing is said of what it reads.
 */
export const chartReads: (chart: Chart) => TreeReads = memoize((chart: Chart): TreeReads => {
  const charts = withParts(chart);
  const parts = charts.flatMap(partsOf);
  const sure = sureParts(parts);
  return {
    charts: charts.map((one) => {
      const files = new Map<string, readonly ValueRead[]>();
      for (const { chart: own, file, reads } of sure)
        if (own === one) files.set(file, [...(files.get(file) ?? []), ...reads]);
      return { chart: one, files };
    }),
    isChanging: parts.some((one) => one.isChanging),
  };
});

function withParts(chart: Chart): Chart[] {
  return [chart, ...chart.charts.flatMap(withParts)];
}

function partsOf(chart: Chart): Part[] {
  return chart.templates.flatMap((template): Part[] => {
    const parsed = parsedTemplate(template);
    if (parsed instanceof Error) return [];
    const { file } = template;
    const { main, defines } = parsed;
    return [
      { chart, file, name: undefined, ...valueUseIn(main.nodes) },
      ...[...defines].map(([name, { nodes }]) => ({ chart, file, name, ...valueUseIn(nodes) })),
    ];
  });
}

/** Those that are executed, with nothing but what Helm gives the templates of their chart. */
function sureParts(parts: readonly Part[]): readonly Part[] {
  const defines = groupBy(
    parts.filter(({ name }) => name !== undefined),
    ({ name }) => name,
  );
  const open = parts.filter(({ name }) => name === undefined);
  const isSure = new Map(open.map((part) => [part, true]));
  for (let part = open.pop(); part; part = open.pop()) {
    for (const { name, passesOn } of part.calls) {
      for (const called of defines.get(name) ?? []) {
        const isRight = passesOn && isSure.get(part) === true && called.chart === part.chart;
        // One that was sure may turn out not to be, and then all that it calls.
        if (isSure.has(called) && (isRight || !isSure.get(called))) continue;
        isSure.set(called, isRight);
        open.push(called);
      }
    }
  }
  return parts.filter((part) => isSure.get(part) === true);
}
