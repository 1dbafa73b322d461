import type { Repository } from "../../repository/repository.js";
import { isLibrary } from "../../helm/chart/chart.js";
import type { Build } from "../build.js";
import { chartAt, chartDirectories } from "./charts.js";
import { ANY_RELEASE, type Release } from "./release.js";
import { renderRelease } from "./render-release.js";

/** A chart as it is installed with its default values. */
export function defaultRelease(directory: string): Release {
  return { directory, name: ANY_RELEASE, values: [], isTemplated: false, includeCrds: true };
}

/**
 * The charts that nothing in the repository installs, each as it is installed with its default values, under a name that
 * stands for any and in a namespace that is not known.
 * @param builds everything that is applied besides
 */
export function defaultBuilds(repository: Repository, builds: readonly Build[]): Build[] {
  const installed = new Set(builds.flatMap(({ charts = [] }) => charts));
  return chartDirectories(repository).flatMap((directory): Build[] => {
    const chart = chartAt(repository, directory)?.chart;
    if (installed.has(directory) || !chart || isLibrary(chart)) return [];
    const rendered = renderRelease(repository, defaultRelease(directory));
    return [
      { type: "helm", directory, ...rendered, charts: [directory], isUnreached: true, isDefault: true },
    ];
  });
}
