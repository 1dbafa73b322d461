import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A chart with the values that it is rendered with. */
export interface ChartCase {
  /** What it is called in a list. */
  name: string;
  directory: string;
  /** The file with values, relative to the chart; undefined for its defaults. */
  valuesFile?: string;
  values: readonly string[];
}

/** Every chart below a directory with its defaults and with each file of values that its own tests use. */
export function casesIn(directory: string): ChartCase[] {
  return chartsIn(directory).flatMap((chart) => casesOf(chart, relative(directory, chart)));
}

function casesOf(chart: string, name: string): ChartCase[] {
  const ci = join(chart, "ci");
  const files = existsSync(ci) ? readdirSync(ci).filter((file) => /values\.ya?ml$/.test(file)) : [];
  return [
    { name, directory: chart, values: [] },
    ...files.sort().map((file) => ({
      name: `${name} with ci/${file}`,
      directory: chart,
      valuesFile: `ci/${file}`,
      values: [readFileSync(join(ci, file), "utf8")],
    })),
  ];
}

/** The charts below a directory, without those that are inside of others. */
function chartsIn(directory: string): string[] {
  if (existsSync(join(directory, "Chart.yaml"))) return [directory];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap((name) => chartsIn(join(directory, name)));
}
