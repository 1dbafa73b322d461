import { below } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";

/** The files of the charts that are judged with the values that they are tested with, too. */
const tested = new WeakSet<Repository["chartFiles"]>();

/** Says whether the charts of a repository are judged with the values that they are tested with, too. */
export function useTestValues({ chartFiles }: Repository, isUsed: boolean): void {
  if (isUsed) tested.add(chartFiles);
  else tested.delete(chartFiles);
}

/**
 * The files of values that a chart is tested with, relative to it, in the order of their names, where they are wanted:
 * chart-testing, pkg/chart/chart.go, Chart.ValuesFilePathsForCI.
 */
export function testValuesOf({ chartFiles }: Repository, directory: string): readonly string[] {
  if (!tested.has(chartFiles)) return [];
  const start = below(directory, "ci/");
  return [...chartFiles.keys()]
    .filter((path) => path.startsWith(start) && IN_CI.test(path.slice(start.length)))
    .map((path) => `ci/${path.slice(start.length)}`)
    .sort();
}

const IN_CI = /^[^/]*-values\.yaml$/;
