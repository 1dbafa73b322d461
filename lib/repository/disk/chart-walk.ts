import type { FileTree, TreeEntry } from "./file-tree.js";

/** The name of the file that describes a chart: helm pkg/chart/loader/load.go, LoadFiles. */
export const CHART_FILE = "Chart.yaml";

/** What a walk finds in the directories that may be charts, and below them: Helm reads files whatever they are called. */
export interface FoundCharts {
  /** The directories with a file that may describe a chart. */
  directories: string[];
  /** All files in and below these, except those that .gitignore names. */
  files: ({ path: string } & NonNullable<ReturnType<FileTree["stat"]>>)[];
  /** What a chart may have and the walk has not seen, and why, by its path. */
  unseen: Map<string, string>;
}

/** Whether a directory with some entries may be a chart. */
export function mayBeChart(entries: readonly TreeEntry[]): boolean {
  return entries.some((entry) => entry.name === CHART_FILE && !entry.isDirectory());
}

/** Adds a file of a chart. One that cannot be read is no failure of the run: all that is in doubt is the chart. */
export function addToCharts(
  { files, unseen }: FoundCharts,
  tree: FileTree,
  path: string,
  entry: TreeEntry,
): void {
  let found: ReturnType<FileTree["stat"]>;
  try {
    found = tree.stat(path, entry);
  } catch {
    // Said below, as for a link that leads nowhere.
  }
  if (found) files.push({ path, ...found });
  else unseen.set(path, entry.isSymbolicLink() ? NOT_FOLLOWED : NO_FILE);
}

const NOT_FOLLOWED = "it is a link that is not followed, as it leads to no file of the repository";
const NO_FILE = "it is no file that can be read";
