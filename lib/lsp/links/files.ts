import type { Place } from "../../builds/build.js";
import { CHART_FILES } from "../../repository/charts.js";
import { pathsIn } from "../../repository/kustomization-paths.js";
import {
  below,
  directoryOf,
  isKustomizationFile,
  KUSTOMIZATION_FILES,
  resolvePath,
} from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { isMap } from "../../util/plain-values.js";
import type { Path } from "../../manifests/locate.js";

/** A file or directory that a kustomization names. */
export interface NamedFile {
  /** The path of the entry in the kustomization. */
  at: Path;
  /** What it leads to, below the root: a file, or a directory. */
  path: string;
}

/** What the kustomization in a file names of the repository, whether it is there or not. */
export function filesNamedIn(repository: Repository, file: string): readonly NamedFile[] {
  const value = repository.files.get(file)?.kustomization;
  if (!isMap(value)) return [];
  const directory = directoryOf(file);
  return pathsIn(value).flatMap(({ text, at }) => {
    const path = text.includes("\n") ? undefined : resolvePath(directory, text);
    return path === undefined ? [] : [{ at, path }];
  });
}

/** The file that a path means to kustomize: itself, or the kustomization in a directory; of a chart, its Chart.yaml. */
export function fileMeant(repository: Repository, path: string): string | undefined {
  if (repository.has(path)) return path;
  return [...KUSTOMIZATION_FILES, ...CHART_FILES]
    .map((name) => below(path, name))
    .find((file) => repository.has(file));
}

/** The entries of kustomizations that name a file, or the directory of which it is the kustomization. */
export function namingsOf(repository: Repository, file: string): readonly Place[] {
  const paths = isKustomizationFile(file) ? [file, directoryOf(file)] : [file];
  return paths.flatMap((path) => namings(repository).get(path) ?? []);
}

const namings = memoize((repository: Repository): ReadonlyMap<string, readonly Place[]> => {
  const found = new Map<string, Place[]>();
  for (const [file, { kustomization }] of repository.files) {
    if (kustomization === undefined) continue;
    for (const { at, path } of filesNamedIn(repository, file))
      push(found, path, { file, document: 0, path: at });
  }
  return found;
});

/** The manifests right in a directory, or below it if there are none; at most so many. */
export function manifestsIn(repository: Repository, directory: string, most: number): readonly string[] {
  const inside = [...repository.files.keys()].filter(
    (path) => directory === "" || path.startsWith(`${directory}/`),
  );
  const right = inside.filter((path) => directoryOf(path) === directory);
  return (right.length > 0 ? right : inside).slice(0, most);
}
