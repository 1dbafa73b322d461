import type { Place } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { archiveOf } from "../builds/helm/chart-texts.js";
import { chartAt, chartDirectories } from "../builds/helm/charts.js";
import type { Chart } from "../helm/chart/chart.js";
import type { Span } from "../helm/values/text.js";
import { below, directoryOf } from "../repository/paths.js";
import { isFetched } from "../repository/sources/fetched.js";
import { groupBy } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";
import { placeInChart } from "./place-in-chart.js";
import { comparePlaces } from "./place-order.js";

/** A chart or a base of others, of which no file is one of the repository: it was fetched, or lies in an archive. */
export interface BroughtIn {
  /** What it is called: `chart mailer 1.4.0`. */
  name: string;
  isChart: boolean;
  /** Below which its paths lie. */
  directory: string;
  /** Where the repository brings it in: in a document, or in the description of a chart, by offsets. */
  at: Place | Span;
  /** Those of its files that have something that is applied, in their order. */
  files: readonly string[];
}

/** What the repository brings in with a file. */
export function broughtInBy(builds: BuildSet, file: string): readonly BroughtIn[] {
  return byFile(builds).get(file) ?? [];
}

const byFile = memoize((builds: BuildSet) => {
  const files = filesOf(builds);
  const found = files.size === 0 ? [] : [...fetchedOf(builds, files), ...archivesOf(builds, files)];
  return groupBy(found, ({ at }) => at.file);
});

/** The files that have something that is applied, of each thing that is brought in, by its directory. */
function filesOf({ all, repository }: BuildSet): ReadonlyMap<string, readonly string[]> {
  if (!repository.fetchedSources && repository.chartFiles.size === 0) return new Map();
  const found = new Map<string, Set<string>>();
  const add = (file: string) => {
    const directory = isFetched(file) ? rootOf(file) : archiveOf(file);
    if (directory !== undefined) found.set(directory, (found.get(directory) ?? new Set()).add(file));
  };
  for (const { files, rendered = [] } of all) {
    for (const [file, use] of files) if (use === "resource") add(file);
    // What a template includes from elsewhere stands there.
    for (const document of rendered) for (const file of document.files) add(file);
  }
  return new Map([...found].map(([directory, of]) => [directory, [...of].sort()]));
}

type FilesByDirectory = ReturnType<typeof filesOf>;

function fetchedOf(builds: BuildSet, files: FilesByDirectory): BroughtIn[] {
  return [...placesOf(builds)].flatMap(([directory, at]): BroughtIn[] => {
    const source = builds.repository.sourceAt(`${directory}/`);
    const own = files.get(directory);
    if (!source || !own) return [];
    return [{ name: source.name, isChart: source.content === "chart", directory, at, files: own }];
  });
}

/** Where the repository itself brings in each thing that was fetched, directly or with another: the first place. */
function placesOf({ all }: BuildSet): ReadonlyMap<string, Place> {
  const named = all.flatMap(({ elsewhere = [] }) => elsewhere);
  const places = new Map<string, Place>();
  const inner: { directory: string; by: string }[] = [];
  for (const { directory, place } of named) {
    if (directory === undefined) continue;
    const before = places.get(directory);
    if (isFetched(place.file)) inner.push({ directory, by: rootOf(place.file) });
    else if (!before || comparePlaces(place, before) < 0) places.set(directory, place);
  }
  // What is brought in by something that was brought in stands where that one does.
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const { directory, by } of inner) {
      const place = places.get(by);
      if (!place || places.has(directory)) continue;
      places.set(directory, place);
      isNew = true;
    }
  }
  return places;
}

/** The directory of what was fetched that has a file. */
function rootOf(file: string): string {
  let at = file;
  while (directoryOf(directoryOf(at)) !== "") at = directoryOf(at);
  return at;
}

/** The archives in the `charts/` of charts of the repository. */
function archivesOf(builds: BuildSet, files: FilesByDirectory): BroughtIn[] {
  const { repository } = builds;
  const directories = chartDirectories(repository);
  return [...files].flatMap(([archive, own]): BroughtIn[] => {
    if (isFetched(archive)) return [];
    const directory = directories.find((one) => archive.startsWith(below(one, "charts/")));
    if (directory === undefined) return [];
    const description = below(archive, "Chart.yaml");
    const { metadata } = chartWith(chartAt(repository, directory)?.chart, description) ?? {};
    const name = metadata ? `chart ${metadata.name} ${metadata.version}` : archive;
    const at = placeInChart(builds, directory, { file: description, start: 0, end: 0 });
    return [{ name, isChart: true, directory: archive, at, files: own }];
  });
}

/** The chart with a description, in another one. */
function chartWith(chart: Chart | undefined, description: string): Chart | undefined {
  if (chart?.file === description) return chart;
  for (const inner of chart?.charts ?? []) {
    const found = chartWith(inner, description);
    if (found) return found;
  }
  return undefined;
}
