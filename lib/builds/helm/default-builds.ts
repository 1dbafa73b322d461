import { isLibrary } from "../../helm/chart/chart.js";
import { below } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import type { Build } from "../build.js";
import { chartPart } from "../chart-part.js";
import { chartAt, chartDirectories } from "./charts.js";
import { ANY_RELEASE, type Release } from "./release.js";
import { renderRelease } from "./render-release.js";
import { testValuesOf } from "./test-values.js";
import { valuesAt } from "./value-files.js";

/** A chart as it is installed with its default values. */
export function defaultRelease(directory: string): Release {
  return { directory, name: ANY_RELEASE, values: [], isTemplated: false, includeCrds: true };
}

/**
 * The charts that nothing in the repository installs, each as it is installed with its default values, under a name that
 * stands for any and in a namespace that is not known. Where that is wanted, each as it is tested comes after them.
 * @param builds everything that is applied besides
 */
export function defaultBuilds(repository: Repository, builds: readonly Build[]): Build[] {
  const installed = new Set(builds.flatMap(({ charts = [] }) => charts));
  const open = chartDirectories(repository).filter((directory) => {
    const chart = chartAt(repository, directory)?.chart;
    return !installed.has(directory) && chart && !isLibrary(chart);
  });
  return [
    ...open.map((directory) => defaultBuild(directory, renderRelease(repository, defaultRelease(directory)))),
    ...open.flatMap((directory) =>
      testValuesOf(repository, directory).map((name) => testBuild(repository, directory, name)),
    ),
  ];
}

function defaultBuild(
  directory: string,
  rendered: Pick<Build, "objects" | "files" | "hidden" | "elsewhere" | "rendered">,
): Build {
  return { type: "helm", directory, ...rendered, charts: [directory], isUnreached: true, isDefault: true };
}

/** A chart with the values that it is tested with. What is wrong with these alone is not told: its tests do that. */
function testBuild(repository: Repository, directory: string, name: string): Build {
  const file = below(directory, name);
  const read = valuesAt(repository, file);
  if (!read || !("values" in read)) {
    const why = !read ? "is not read" : "refused" in read ? read.refused : read.unread;
    const reason = `the chart in '${directory}' is not rendered with '${name}', which ${why}`;
    const hidden = [chartPart({ reason, file, names: [] })];
    return { ...defaultBuild(directory, { objects: [], files: new Map(), hidden }), testValues: name };
  }
  const values = [{ value: read.values, place: { file, document: 0, path: [] } }];
  const release = { ...defaultRelease(directory), values };
  const { objects, files, hidden, rendered = [] } = renderRelease(repository, release);
  return { ...defaultBuild(directory, { objects, files, hidden, rendered }), testValues: name };
}
