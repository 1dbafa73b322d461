import { type Chart, ChartError } from "../../helm/chart/chart.js";
import { loadChart } from "../../helm/chart/load.js";
import type { Room } from "../../util/tar.js";
import { chartsAmong } from "../../repository/chart-files.js";
import { below, directoriesAbove, isAtOrBelow } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { digest } from "../../util/digest.js";
import { groupBy } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Elsewhere } from "../build.js";
import { withFetched } from "./fetched-dependencies.js";

/** A chart of a repository. */
export interface FoundChart {
  /** Its directory, relative to the root. */
  directory: string;
  /** A digest of all that it is made of. */
  digest: string;
  /** Why it cannot be rendered, as a clause; undefined if it can. */
  problem?: string | undefined;
  /** The same, where Helm refuses it as well: then it is at a place. */
  error?: ChartError;
  chart?: Chart;
  /** The charts that it depends on and that lie elsewhere, fetched or not. */
  elsewhere?: readonly Elsewhere[];
}

/** The directories of charts that are not in the `charts` of another one. */
export const chartDirectories: (repository: Repository) => readonly string[] = memoize(
  ({ chartFiles }: Repository) => {
    const all = new Set(chartsAmong(chartFiles));
    return [...all].filter((directory) => !isWithinChart(directory, all));
  },
);

function isWithinChart(directory: string, all: ReadonlySet<string>): boolean {
  return directoriesAbove(directory).some((at) => all.has(at) && directory.startsWith(below(at, "charts/")));
}

/** The chart in a directory; undefined if there is none. */
export const chartAt: (repository: Repository, directory: string) => FoundChart | undefined = memoizePairs(
  (repository: Repository, directory: string): FoundChart | undefined => {
    const holder = repository.holding(below(directory, "Chart.yaml"));
    if (holder !== repository) return chartAt(holder, directory);
    const paths = filesOf(repository).get(directory);
    return paths && readChart(repository, directory, paths);
  },
);

/**
 * The chart that a release installs.
 * @param isLeftOut which files, by their paths below the root, its source does not have; undefined if it has all
 */
export function chartOf(
  repository: Repository,
  { directory, isLeftOut }: { directory: string; isLeftOut?: Filter },
): FoundChart | undefined {
  return isLeftOut ? partOf(isLeftOut)(repository, directory) : chartAt(repository, directory);
}

type Filter = (path: string) => boolean;

/** The charts without the files that a filter is true of. */
const partOf = memoize((isLeftOut: Filter) =>
  memoizePairs((within: Repository, directory: string): FoundChart | undefined => {
    const repository = within.holding(below(directory, "Chart.yaml"));
    const all = filesOf(repository).get(directory);
    const paths = all?.filter((path) => !isLeftOut(path));
    if (!paths || paths.length === all?.length) return chartAt(repository, directory);
    return readChart(repository, directory, paths);
  }),
);

function readChart(repository: Repository, directory: string, paths: readonly string[]): FoundChart {
  const start = directory === "" ? 0 : directory.length + 1;
  const contents = paths.map((path) => [path, repository.chartFiles.get(path)]);
  const found = { directory, digest: digest(JSON.stringify(contents)) };
  const problem = [...repository.chartProblems].find(([path]) => isAtOrBelow(path, directory));
  if (problem) return { ...found, problem: `${problem[0]} cannot be read: ${problem[1]}` };
  const files = paths.map((path) => {
    return [path.slice(start), { file: path, read: () => repository.bytes(path) }] as const;
  });
  try {
    return completed(repository, { ...found, chart: loadChart(new Map(files), roomFor(repository)) });
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    return { ...found, problem: error.message, ...(!error.isOurs && { error }) };
  }
}

/** A chart with those of its dependencies that were fetched, each of which is completed in turn. */
function completed(repository: Repository, found: FoundChart & { chart: Chart }): FoundChart {
  const { directory, chart } = found;
  const { fetchedSources = repository } = repository;
  const underWay = underWayIn(fetchedSources);
  // What was fetched can depend on itself.
  if (underWay.has(directory)) return found;
  underWay.add(directory);
  try {
    const { digests, ...more } = withFetched(repository, directory, chart, (at) =>
      underWay.has(at) ? undefined : chartAt(repository, at),
    );
    const all = digests.length === 0 ? found.digest : digest([found.digest, ...digests].join());
    return more.elsewhere.length === 0 ? found : { ...found, ...more, digest: all };
  } finally {
    underWay.delete(directory);
  }
}

/** The directories of charts that are being completed right now. */
const underWayIn = memoize<object, Set<string>>(() => new Set());

/** The most, in bytes, that is unpacked of all archives of a repository. */
const MOST_UNPACKED = 150 * 2 ** 20;

const roomFor = memoize<Repository, Room>(() => ({ bytes: MOST_UNPACKED }));

/** The files of each chart. One that lies in the `charts` of another belongs to both. */
const filesOf = memoize(({ chartFiles }: Repository) => {
  const directories = new Set(chartsAmong(chartFiles));
  const pairs = [...chartFiles.keys()].flatMap((path) =>
    directoriesAbove(path).flatMap((directory) => (directories.has(directory) ? { directory, path } : [])),
  );
  return new Map(
    [...groupBy(pairs, ({ directory }) => directory)].map(([key, all]) => [key, all.map(({ path }) => path)]),
  );
});
