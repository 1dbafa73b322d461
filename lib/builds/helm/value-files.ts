import type { Repository } from "../../repository/repository.js";
import { memoizePairs } from "../../util/memoize.js";
import { below } from "../../repository/paths.js";
import { readValues, type ReadValues } from "./plain-values.js";

/** The directory of a chart that Helm installs, if there is one. */
export function isChart(repository: Repository, directory: string): boolean {
  const path = below(directory, "Chart.yaml");
  return repository.holding(path).chartFiles.has(path);
}

/** The values in a file of the repository, read once for all who name it; undefined if there is no such file. */
export const valuesAt: (repository: Repository, path: string) => ReadValues | undefined = memoizePairs(
  (repository: Repository, path: string) => {
    const text = textAt(repository, path);
    return text === undefined ? undefined : valuesIn(repository, text);
  },
);

/** The text of a file of the repository, be it one of a chart; undefined if there is no such file. */
export function textAt(repository: Repository, path: string): string | undefined {
  if (!repository.has(path)) return undefined;
  try {
    return repository.text(path);
  } catch {
    return undefined;
  }
}

/** Values that are written as a text, read once. */
export const valuesIn = memoizePairs((_: Repository, text: string) => readValues(text));
