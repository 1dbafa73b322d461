import { memoize } from "../../util/memoize.js";
import { field, isMap } from "../../util/plain-values.js";
import { nearest } from "../../util/nearest.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import { pathsIn, type Takes } from "../../repository/kustomization-paths.js";
import type { Repository } from "../../repository/repository.js";
import { directoriesOf } from "../../builds/directories.js";
import { groupBy } from "../../util/group-by.js";
import { isComponent, kustomizationIn } from "../../builds/kustomize/kustomization.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import type { Defect, Judged } from "./defect.js";
import { presenceOf } from "./path-kind.js";
import { directoryOf, isKustomizationFile, resolvePath } from "../../repository/paths.js";

/** A path that a kustomization names. */
export interface Entry {
  text: string;
  at: Path;
  takes: Takes;
  /** Where it leads, relative to the root. */
  path: string;
}

/** More paths than this are not looked for. */
const MAX_ENTRIES = 2000;
/** With more names, or for more paths of one kustomization, the one that was meant is not looked for. */
const MAX_NAMES = 1000;
const MAX_HINTS = 50;

/** The paths of a kustomization that can be judged: those that lead to manifests or directories of its repository. */
export function entriesOf({ directory, value }: Judged): Entry[] {
  const written = pathsIn(value).filter(({ at: [name] }) => name !== "secretGenerator");
  return written.slice(0, MAX_ENTRIES).flatMap(({ text, at, takes }) => {
    if (!isPath(text, takes)) return [];
    const path = resolvePath(directory, text);
    return path === undefined ? [] : [{ text, at, takes, path }];
  });
}

/** What begins with a host, as `github.com/owner/name` does. */
const HOST = /^[^./][^/]*\.[^/]*\//;
/** What URLs and inline documents have, but paths do not. */
const NO_PATH = /[\n\r\t{}:?@\\]|\/\/|^ | $/;
const MANIFEST = /\.(?:ya?ml|json)$/i;
/** Names with an extension that is not the end of a version, as in `v1.2`. */
const OTHER_FILE = /[^/.][^/]*\.[^/.\d][^/.]*$/;

/** Whether a text is certainly a path, and one that a repository of manifests would show if it were there. */
function isPath(text: string, takes: Takes): boolean {
  if (!isKnown(text) || NO_PATH.test(text) || HOST.test(text)) return false;
  return MANIFEST.test(text) || (takes !== "file" && !OTHER_FILE.test(text));
}

/**
 * Paths that lead nowhere, or to something that cannot be listed there: api/internal/target/kusttarget.go,
 * accumulateResources, accumulateComponents and accumulateDirectory.
 */
export function pathDefects(judged: Judged, entries: readonly Entry[]): Defect[] {
  const taken = new Set(entries.map(({ path }) => path));
  let hints = 0;
  return entries.flatMap((entry) => {
    if (isOwnOrAbove(judged.directory, entry)) return [];
    const presence = presenceOf(judged.repository, entry.path);
    const { text, at, takes } = entry;
    const defect = (id: Defect["id"], more: Partial<Defect> = {}): Defect[] => [
      { at, id, ...more, data: { path: text, ...more.data } },
    ];
    switch (presence) {
      case "missing":
        return defect(
          "missingPath",
          ++hints > MAX_HINTS ? { data: NO_HINT } : hintFor(judged.repository, entry, taken),
        );
      case "bareDirectory":
        return takes === "file" ? [] : defect("bareDirectory");
      case "file":
        if (takes === "directory") return defect("componentFile");
        return takes === "either" && isNoObject(judged.repository, entry.path)
          ? defect("kustomizationFile", directoryInstead(judged.directory, entry))
          : [];
      case "kustomization":
        return isOfTheRightKind(judged.repository, entry)
          ? []
          : defect(takes === "directory" ? "noComponent" : "componentAsResource");
      default:
        return [];
    }
  });
}

/**
 * Whether a path leads to its own directory or one above it, which kustomize treats as a cycle whatever is
 * there.
 */
export function isOwnOrAbove(directory: string, { path, takes }: Entry): boolean {
  return takes !== "file" && isAtOrAbove(path, directory);
}

export function isAtOrAbove(path: string, directory: string): boolean {
  return path === "" || path === directory || directory.startsWith(`${path}/`);
}

/**
 * Kustomize reads a kustomization that is listed as a file as an object, which most cannot be: they have no
 * name.
 */
function isNoObject({ files }: Repository, path: string): boolean {
  const value = isKustomizationFile(path) ? files.get(path)?.kustomization : undefined;
  const name = field(value, "metadata", "name");
  return isMap(value) && !(typeof value.kind === "string" && typeof name === "string" && name !== "");
}

function directoryInstead(own: string, { text, path }: Entry): Partial<Defect> {
  if (isAtOrAbove(directoryOf(path), own)) return { data: { hint: " Remove it." } };
  return { data: { hint: " List its directory." }, instead: directoryOf(text) };
}

function isOfTheRightKind(repository: Repository, { at, path, takes }: Entry): boolean {
  const kustomization = kustomizationIn(repository, path);
  if (!kustomization || (takes !== "directory" && at[0] !== "resources" && at[0] !== "bases")) return true;
  return isComponent(kustomization) === (takes === "directory");
}

const NO_HINT = { hint: " Correct the path, or remove it." };

/** The name that was probably meant, among those next to it that are not listed yet. */
function hintFor(repository: Repository, entry: Entry, taken: ReadonlySet<string>): Partial<Defect> {
  const { text, path, takes, at } = entry;
  if (text.includes("*")) {
    return { data: { hint: " It does not expand wildcards: list every file." } };
  }
  const directory = directoryOf(path);
  const files = takes === "directory" ? [] : directoriesOf(repository).filesIn(directory);
  const directories = takes === "file" ? [] : (kustomizationsBelow(repository).get(directory) ?? []);
  const candidates = [...files.filter((file) => !isKustomizationFile(file)), ...directories];
  const names = candidates.filter((candidate) => !taken.has(candidate)).map(nameOf);
  const name = names.length > MAX_NAMES ? undefined : nearest(nameOf(path), names);
  if (name === undefined) return { data: NO_HINT };
  const trimmed = text.replace(/\/$/, "");
  const instead = directoryOf(trimmed) === "" ? name : `${directoryOf(trimmed)}/${name}`;
  // In a list of files, the path may follow its key.
  return {
    data: { hint: ` Did you mean '${instead}'?` },
    ...(at[0] !== "configMapGenerator" && { instead }),
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The directories with a kustomization, by the directory they are in. */
const kustomizationsBelow = memoize((repository: Repository) =>
  groupBy(kustomizeOf(repository).directories, directoryOf),
);
