import { below } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import type { SourceRequest } from "../../repository/sources/request.js";
import type { Elsewhere, Place } from "../build.js";
import { directoriesOf } from "../directories.js";
import { isChart } from "../helm/value-files.js";
import { kustomizationIn } from "../kustomize/kustomization.js";

/** Something that lies elsewhere, as far as it is here. */
export interface TakenIn {
  elsewhere: Elsewhere;
  /** What was fetched, if it was: its paths lie below `root`. */
  fetched?: { repository: Repository; root: string };
  /** Why it was not, as words that follow a sentence; empty without a lock. */
  why: string;
}

/**
 * What was fetched for a request of something in a repository.
 * @param about where it is named, what names it, and which directory in it is wanted
 */
export function takeIn(
  repository: Repository,
  request: SourceRequest,
  { place, by, path = "" }: { place: Place; by: string; path?: string },
): TakenIn {
  const about = { place, by };
  const found = repository.fetched(request);
  if (typeof found !== "object")
    return { elsewhere: { request, ...about }, why: found === undefined ? "" : `; ${found}` };
  const { directory, part } = found;
  return {
    elsewhere: { request, ...about, directory },
    fetched: { repository: part(path), root: directory },
    why: "",
  };
}

/** The directory of something fetched that a path in it names, if it holds manifests or a chart. */
export function directoryIn(
  { repository, root }: NonNullable<TakenIn["fetched"]>,
  path: string,
): string | undefined {
  const directory = path === "" ? root : below(root, path);
  const isRoot =
    directoriesOf(repository).holdsManifests(directory) ||
    isChart(repository, directory) ||
    kustomizationIn(repository, directory) !== undefined;
  return isRoot ? directory : undefined;
}
