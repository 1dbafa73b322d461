import { CHART_FILE, type FoundCharts } from "./disk/chart-walk.js";
import type { FileTree } from "./disk/file-tree.js";
import { type FoundFile, reason } from "./disk/walk.js";
import { directoriesAbove, directoryOf } from "./paths.js";
import type { Repository } from "./repository.js";
import { memoize } from "../util/memoize.js";

/** Larger files, in bytes, are refused by Helm: pkg/chart/loader/archive.go, MaxDecompressedFileSize. */
export const MAX_CHART_FILE = 5 * 2 ** 20;
/** More, in bytes or in files, is in no chart that anybody installs. */
const MAX_CHART = 50 * 2 ** 20;
const MAX_FILES = 20_000;
/** The most, in bytes, that is read of all charts of a repository. */
const MAX_ALL = 200 * 2 ** 20;

/** What the charts of a repository are made of. */
export interface ChartFiles {
  /** Every file in and below the directory of a chart, with a digest of its content. */
  chartFiles: ReadonlyMap<string, string>;
  /**
   * Why a chart is not known as a whole, by its directory, or by a file or directory below it that was not read: this
   * one alone makes no difference to Helm if `.helmignore` names it.
   */
  chartProblems: ReadonlyMap<string, string>;
}

interface Reading {
  tree: FileTree;
  /** Whether a directory has the description of a chart, and it counts. */
  isChart: (directory: string) => boolean;
  /** The digest of a file; throws the system's error if it cannot be read. */
  digestOf: (file: FoundFile) => string;
}

/** Reads the files of charts, as far as these are of a size that people write. */
export function readChartFiles(found: FoundCharts, { tree, isChart, digestOf }: Reading): ChartFiles {
  const problems = new Map<string, string>();
  const charts = new Map(
    found.directories.filter(isChart).map((directory) => [directory, { files: 0, size: 0 }]),
  );
  if (charts.size === 0) return { chartFiles: new Map(), chartProblems: problems };
  const chartsOf = (path: string) => directoriesAbove(path).filter((one) => charts.has(one));
  for (const [path, why] of found.unseen) if (chartsOf(path).length > 0) problems.set(path, why);

  const inCharts = found.files.filter(({ path }) => chartsOf(path).length > 0);
  const sizes = tree.measure?.(inCharts.map(({ path }) => path));
  const sized = inCharts.map((file) => ({ ...file, size: sizes?.get(file.path) ?? file.size }));
  for (const { path, size } of sized) {
    if (size > MAX_CHART_FILE) problems.set(path, "it is larger than 5 MB, which Helm refuses");
    for (const directory of chartsOf(path)) {
      const sum = charts.get(directory);
      if (!sum) continue;
      sum.files++;
      // Nothing is read of a file that is too large.
      if (size <= MAX_CHART_FILE) sum.size += size;
    }
  }
  for (const [directory, { files, size }] of charts) {
    if (files > MAX_FILES) problems.set(directory, "it has more than 20,000 files");
    else if (size > MAX_CHART) problems.set(directory, "it is larger than 50 MB");
  }

  let total = 0;
  const wanted = sized.filter(({ path, size }) => {
    const fitting = chartsOf(path).filter((directory) => !problems.has(directory));
    if (size > MAX_CHART_FILE || fitting.length === 0) return false;
    if (total + size > MAX_ALL) {
      for (const directory of fitting)
        problems.set(directory, "the charts here are larger than 200 MB together");
      return false;
    }
    total += size;
    return true;
  });
  tree.expect?.(wanted.map(({ path }) => path));
  const chartFiles = new Map<string, string>();
  for (const file of wanted) {
    try {
      chartFiles.set(file.path, digestOf(file));
    } catch (error) {
      problems.set(file.path, reason(error));
    }
  }
  return { chartFiles, chartProblems: problems };
}

/** The directories of the charts whose files are known, in the order of their paths. */
export function chartsAmong(chartFiles: ReadonlyMap<string, string>): string[] {
  const isDescription = (path: string) => path === CHART_FILE || path.endsWith(`/${CHART_FILE}`);
  return [...chartFiles.keys()].filter(isDescription).map(directoryOf);
}

/** The templates of charts, whatever they are called, that are not read as manifests; in the order of their paths. */
export const templatesIn: (repository: Repository) => readonly string[] = memoize(
  ({ chartFiles, files }: Repository) => {
    const isTemplate = (path: string) =>
      [...path.matchAll(/(?<![^/])templates\//g)].some(({ index }) =>
        chartFiles.has(`${path.slice(0, index)}${CHART_FILE}`),
      );
    return [...chartFiles.keys()].filter((path) => !files.has(path) && isTemplate(path));
  },
);

/** What can be linted of a repository: its manifests, and the templates of its charts. */
export function lintableFiles(repository: Repository): string[] {
  return [...repository.files.keys(), ...templatesIn(repository)];
}
