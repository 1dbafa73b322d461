import type { BuildSet } from "../builds/build-set.js";
import { chartAt } from "../builds/helm/charts.js";
import type { Chart } from "../helm/chart/chart.js";
import type { Span } from "../helm/values/text.js";
import { below, directoryOf } from "../repository/paths.js";
import { originOf } from "../repository/vendored.js";

/**
 * Where to mend a chart: in its own file, or where it names the chart of somebody else that is in it.
 * @param directory that of the chart
 * @param at what is to be mended; undefined for the chart as a whole
 */
export function placeInChart(builds: BuildSet, directory: string, at: Span | undefined): Span {
  if (at && isEdited(builds, at.file)) return at;
  const chart = chartAt(builds.repository, directory)?.chart;
  return (
    (at && dependencyWith(chart, at.file)) ??
    chart?.metadata.places.get("name") ?? { file: below(directory, "Chart.yaml"), start: 0, end: 0 }
  );
}

/** Where a chart names the one in its `charts` that has a file, whatever its folder or archive is called. */
function dependencyWith(chart: Chart | undefined, file: string): Span | undefined {
  const inside = chart?.charts.find((one) => file.startsWith(`${directoryOf(one.file)}/`));
  return chart?.metadata.dependencies?.find(({ name }) => name === inside?.metadata.name)?.at;
}

/** Whether somebody here edits a file, which is not the case in the charts of others. */
export function isEdited({ repository, settings }: BuildSet, path: string): boolean {
  const { files, chartFiles } = repository;
  if (!files.has(path) && !chartFiles.has(path)) return false;
  return originOf({ path, files, settings, saysGenerated: false }) !== "vendored";
}
