import { isFetched } from "../../repository/sources/fetched.js";
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
  /** What was fetched, if it was: a repository whose paths lie below `root`. */
  fetched?: { repository: Repository; root: string };
  /** Why it was not, as words that follow a sentence; empty without a lock. */
  why: string;
}

/**
 * What was fetched for a request of something in a repository.
 * @param about where it is named, and what names it
 */
export function takeIn(
  repository: Repository,
  request: SourceRequest,
  about: { place: Place; by: string },
): TakenIn {
  const found = repository.fetched(request);
  if (typeof found !== "object")
    return { elsewhere: { request, ...about }, why: found === undefined ? "" : `; ${found}` };
  const { repository: nested, directory } = found;
  return {
    elsewhere: { request, ...about, directory },
    fetched: { repository: nested, root: directory },
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

/** Whether something is applied from the repository itself. */
export function isOwn({ file }: { file: string }): boolean {
  return !isFetched(file);
}
