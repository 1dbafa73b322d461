import { isMap, items } from "../../util/plain-values.js";
import type { AnyObject } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import { type FileFacts, NO_FACTS } from "../../repository/facts.js";
import { Repository } from "../../repository/repository.js";
import {
  type AppliedObject,
  type Build,
  type ChangedKustomization,
  type FileUse,
  type Place,
  placeOf,
  writtenAt,
} from "../build.js";
import { directoriesOf, kustomizationPath } from "../directories.js";
import { kustomizationIn } from "../kustomize/kustomization.js";
import { kustomizeOf } from "../kustomize/kustomize.js";
import { countTogether } from "../kustomize/work.js";
import { below, directoryOf, KUSTOMIZATION_FILES, resolvePath } from "../../repository/paths.js";

/** What rendering a directory gives. */
export type Rendered = Pick<
  Build,
  | "objects"
  | "files"
  | "hidden"
  | "elsewhere"
  | "errors"
  | "changed"
  | "charts"
  | "rendered"
  | "refused"
  | "doubtful"
>;

/** A kustomization's fields, as they are written or as they are changed. */
export type Fields = Readonly<Record<string, unknown>>;

/** How a controller renders a kustomization. */
export interface Rendering {
  directory: string;
  /** The object that asks for it. */
  by: AppliedObject;
  /** Where in it the fields are with which it changes the kustomization. */
  fieldsAt: Path;
  /** What these fields are called there, where that differs. */
  names?: Readonly<Record<string, string>>;
  /** Where in it the directory is named. */
  directoryAt: Path;
  /** The kustomization with what the object changes in it. */
  change?: (value: Fields) => Fields;
  /** Whether the controller's source leaves out a file. */
  isExcluded?: (path: string) => boolean;
}

/**
 * Renders the kustomization of a directory as a controller does, which writes its own changes into the
 * kustomization's file, or creates that file. This does the same in a repository of its own with the files
 * that the kustomization can reach. What it includes is not gathered again.
 */
export function renderKustomization(repository: Repository, rendering: Rendering): Rendered {
  const { directory, change = (value) => value, isExcluded = () => false } = rendering;
  const kustomize = kustomizeOf(repository);
  const own = kustomizationIn(repository, directory);
  const value = own?.value ?? { resources: directoriesOf(repository).units(directory, isExcluded) };
  const changed = change(value);
  const ordinary = own && kustomize.build(directory);
  if (ordinary && changed === value && ![...ordinary.files.keys()].some(isExcluded)) {
    const { objects, files, hidden, elsewhere, errors, charts, rendered, refused, doubtful } = ordinary;
    return {
      ...{ objects, files, hidden },
      ...(elsewhere && { elsewhere }),
      ...(errors && { errors }),
      ...(charts && { charts, rendered: rendered ?? [] }),
      ...(refused && { refused }),
      ...(doubtful && { doubtful }),
    };
  }

  const files = new Map(
    reached(repository, directory, [...(ordinary?.files.keys() ?? [])], changed)
      .filter((path) => !isExcluded(path))
      .map((path) => [path, repository.files.get(path) as FileFacts]),
  );
  const key = [directory, repository.fetchedDigest, ...rendering.fieldsAt].join("\n");
  const last = lastRenderings.get(rendering.by.object)?.get(key);
  if (last && isSame(last.files, files)) return last.rendered;

  const path = kustomizationPath(repository, directory);
  const facts: FileFacts = { ...NO_FACTS, ...repository.files.get(path), kustomization: changed };
  const overlay = repository.part(new Map(files).set(path, facts));
  countTogether(overlay, repository);
  const build = kustomizeOf(overlay, repository).build(directory);
  const root: Root = { path, value, changed, rendering, isMade: !own, isFile: repository.files.has(path) };
  const made: ChangedKustomization = {
    repository: overlay,
    directory,
    written: own?.value,
    value: changed,
    by: writtenAt(rendering.by),
    directoryAt: [...rendering.by.at, ...rendering.directoryAt],
    pathOf: (at) => pathOf(root, at),
    nameOf: (field) => rendering.names?.[field] ?? field,
  };
  const rendered = { ...named(build, root), changed: [made] };
  const others = lastRenderings.get(rendering.by.object) ?? new Map<string, LastRendering>();
  lastRenderings.set(rendering.by.object, others.set(key, { files, rendered }));
  return rendered;
}

/** Whether a component is there; controllers can leave out those that are not. */
export function isThere(repository: Repository, directory: string, component: unknown): boolean {
  const path = typeof component === "string" ? resolvePath(directory, component) : undefined;
  return path !== undefined && kustomizationIn(repository, path) !== undefined;
}

interface LastRendering {
  files: ReadonlyMap<string, FileFacts>;
  rendered: Rendered;
}

/** The last rendering for each object, by directory and options; it holds while its files are the same. */
const lastRenderings = new WeakMap<AnyObject, Map<string, LastRendering>>();

function isSame(one: ReadonlyMap<string, FileFacts>, other: ReadonlyMap<string, FileFacts>): boolean {
  return one.size === other.size && [...one].every(([path, facts]) => other.get(path) === facts);
}

/** The fields of a kustomization that can lead to more files when a controller adds to them. */
const LEADING = ["resources", "components"] as const;

/** The files that a changed kustomization can look at. */
function reached(
  repository: Repository,
  directory: string,
  files: readonly string[],
  changed: Fields,
): string[] {
  const kustomize = kustomizeOf(repository);
  const found = new Set(files);
  const entries = LEADING.flatMap((key) => items(changed[key]));
  for (const entry of [...entries, ...items(changed.patches).map((patch) => isMap(patch) && patch.path)]) {
    const path = typeof entry === "string" ? resolvePath(directory, entry) : undefined;
    if (path === undefined) continue;
    if (repository.files.has(path)) found.add(path);
    else if (kustomizationIn(repository, path)) {
      for (const file of kustomize.build(path).files.keys()) found.add(file);
    }
  }
  // Kustomize refuses a directory with two kustomizations, so it looks for every name.
  const directories = new Set([...found].filter(isKustomization(repository)).map(directoryOf));
  for (const one of directories.add(directory)) {
    for (const name of KUSTOMIZATION_FILES) found.add(below(one, name));
  }
  return [...found].filter((path) => repository.files.has(path));
}

function isKustomization({ files }: Repository) {
  return (path: string) => isMap(files.get(path)?.kustomization);
}

/** The kustomization at the root, as a file. */
interface Root {
  path: string;
  /** What is written in it, without the changes. */
  value: Fields;
  changed: Fields;
  rendering: Rendering;
  /** Whether there is no such kustomization in the repository. */
  isMade: boolean;
  /** Whether there is a file of that name: it can hold a Flux Kustomization. */
  isFile: boolean;
}

/** Where the object that changes a kustomization has a value of it; undefined for one that is not from the object. */
function pathOf({ value, changed, rendering }: Root, [field = "", index, ...rest]: Path) {
  const { by, fieldsAt, names = {}, directoryAt } = rendering;
  if (changed[field] === value[field]) return undefined;
  const added = typeof index === "number" ? index - items(value[field]).length : undefined;
  if (added !== undefined && added < 0) return undefined;
  const at = [...fieldsAt, names[field] ?? field, ...(added === undefined ? [] : [added, ...rest])];
  const { file, document } = placeOf(by, at);
  const isWritten = file === by.file && document === by.document;
  return { path: [...by.at, ...(isWritten ? at : directoryAt)], isWritten };
}

/** The rendering with the files and places that a user can look at. */
function named(build: Build, root: Root): Rendered {
  const { objects, files, hidden, elsewhere, errors = [], charts, rendered = [], refused, doubtful } = build;
  const { path, rendering, isMade, isFile } = root;
  const { by, directory } = rendering;
  const shownPlace = (place: Place): Place => {
    if (place.file !== path) return place;
    const at = pathOf(root, place.path)?.path ?? (isMade ? [...by.at, ...rendering.directoryAt] : undefined);
    return at ? { file: by.file, document: by.document, path: at } : place;
  };
  const shownErrors = errors.map(({ id, place, data }) => {
    const shown = shownPlace(place);
    const field = shown === place ? data.field : rendering.names?.namespace;
    return { id, place: shown, data: { ...data, ...(field !== undefined && { field }) } };
  });
  const shownFiles = new Map<string, FileUse>(files);
  if (isMade && isFile) shownFiles.set(path, "resource");
  else if (isMade) shownFiles.delete(path);
  return {
    objects: objects.map((object) => {
      const { changes } = object;
      if (!changes?.some((change) => change.by.file === path)) return object;
      return { ...object, changes: changes.map((change) => ({ ...change, by: shownPlace(change.by) })) };
    }),
    files: shownFiles,
    ...(elsewhere && {
      elsewhere: elsewhere.map((one) => {
        const place = shownPlace(one.place);
        const isShown = place !== one.place && one.by === path;
        return { ...one, place, ...(isShown && { by: by.file }) };
      }),
    }),
    ...(errors.length > 0 && { errors: shownErrors }),
    ...(charts && { charts, rendered }),
    ...(refused && { refused }),
    ...(doubtful && {
      doubtful: doubtful.map((one) => ({
        ...one,
        by: one.by && { ...one.by, place: shownPlace(one.by.place) },
      })),
    }),
    hidden: isMade
      ? hidden.map((part) => ({
          ...part,
          reason: part.reason.replace(path, directory || "the root"),
          file: part.file === path ? by.file : part.file,
        }))
      : hidden,
  };
}
