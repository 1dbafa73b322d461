import type { Build } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { directoriesAbove } from "../repository/paths.js";
import { memoize } from "../util/memoize.js";

/** The templates of charts that nothing renders, so that nothing is known of what they bring. */
export const unrenderedTemplates: (builds: BuildSet) => readonly string[] = memoize((builds: BuildSet) =>
  templatesOutside(builds, () => true),
);

/**
 * The templates of charts of which it is not known what they bring where the repository is applied: that nothing renders,
 * or only with the default values of the chart, since nothing here installs it.
 */
export const uninstalledTemplates: (builds: BuildSet) => readonly string[] = memoize((builds: BuildSet) =>
  templatesOutside(builds, ({ isDefault }) => isDefault !== true),
);

/**
 * Why it is not known all that templates render that are rendered, by the template: it hangs on something that is not known,
 * or does more than is followed.
 */
export const partlyRendered: (builds: BuildSet) => ReadonlyMap<string, string> = memoize(
  ({ repository: { chartFiles, files }, all }: BuildSet) => {
    const found = new Map<string, string>();
    for (const { charts, hidden } of all) {
      for (const { kind, file, reason } of charts ? hidden : []) {
        const isTemplate = kind === "chart" && chartFiles.has(file) && !files.has(file);
        if (isTemplate && !found.has(file)) found.set(file, reason);
      }
    }
    return found;
  },
);

/** The templates of charts that some builds have not rendered. One that renders nothing is known as well. */
function templatesOutside(
  { repository, all }: BuildSet,
  isMeant: (build: Build) => boolean,
): readonly string[] {
  const rendered = new Set<string>();
  for (const build of repository.chartTemplates.length === 0 ? [] : all) {
    if (!build.charts || !isMeant(build)) continue;
    const above = new Set([...build.files.keys()].flatMap(directoriesAbove));
    for (const chart of build.charts) if (above.has(chart)) rendered.add(chart);
  }
  return repository.chartTemplates.filter((path) => !directoriesAbove(path).some((one) => rendered.has(one)));
}
