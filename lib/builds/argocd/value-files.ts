import { posix } from "node:path";
import { isKnown, UNKNOWN } from "../../kubernetes/objects.js";
import { below, isAtOrBelow } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { matchesGlob } from "../../util/glob.js";
import { memoize } from "../../util/memoize.js";
import { field, isMap } from "../../util/plain-values.js";
import { originOf } from "../controllers/sources.js";
import { argoFiles } from "../sources/requests.js";
import { type BuildEnvironment, expandEnvironment } from "./build-environment.js";

/** A file that an Application names, from the root of the repository. */
export type NamedFile = { path: string } | { unknown: string } | { refused: string };

/** Where the files of a source are looked for. */
export interface FilePlaces {
  /** The directory of the source. */
  directory: string;
  /** Where its repository begins; empty for this one. */
  root: string;
  environment: BuildEnvironment;
  /** The sources that others can refer to, by the names that they give themselves. */
  references: ReadonlyMap<string, unknown>;
}

/** The sources of an Application that have a name for others to refer to. */
export function referencesAmong(sources: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(
    sources.flatMap((source) => {
      const ref = field(source, "ref");
      return isMap(source) && typeof ref === "string" && ref !== "" ? [[`$${ref}`, source] as const] : [];
    }),
  );
}

/** argo-cd reposerver/repository/repository.go, getResolvedRefValueFile; util/io/path/resolved.go, ResolveValueFilePathOrUrl. */
export function namedFile(repository: Repository, text: unknown, places: FilePlaces): NamedFile {
  if (typeof text !== "string") return { unknown: "it is not known which file is meant" };
  const [first = ""] = text.split("/", 1);
  const reference = first.startsWith("$") ? places.references.get(first) : undefined;
  const asked = reference === undefined ? text : text.slice(first.length) || "/";
  const path = expandEnvironment(asked, places.environment);
  if (!isKnown(path)) return { unknown: `'${shown(text)}' is filled in later` };
  if (/^[A-Za-z][A-Za-z\d+.-]*:/.test(path)) return { unknown: `'${shown(text)}' is not in this repository` };
  const root = reference === undefined ? places.root : rootOf(repository, reference);
  if (root === undefined) return { unknown: `'${shown(text)}' is of another repository` };
  const from = path.startsWith("/") || reference !== undefined ? root : places.directory;
  const normal = posix.normalize(below(from, path.replace(/^\/+/, "")));
  if (!isAtOrBelow(normal, root) || normal === ".." || normal.startsWith("../"))
    return { refused: `takes values from '${shown(text)}', which is outside of this repository` };
  return { path: normal };
}

/** Where the repository of a source begins, if it is this one or was fetched. */
function rootOf(repository: Repository, source: unknown): string | undefined {
  if (originOf(repository, field(source, "repoURL"), field(source, "targetRevision")) === "here") return "";
  const request = isMap(source) ? argoFiles(source) : undefined;
  const found = request && repository.fetched(request);
  return typeof found === "object" ? found.directory : undefined;
}

/** Whether a path stands for several files: isGlobPath. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * The files of a repository that a pattern matches, in their order; undefined for syntax that is not known here:
 * bmatcuk/doublestar, FilepathGlob.
 */
export function filesMatching(repository: Repository, pattern: string): readonly string[] | undefined {
  if (/[[\]{}\\]/.test(pattern)) return undefined;
  const wanted = pattern.split("/");
  return allFiles(repository.holding(pattern)).flatMap(({ path, parts }) =>
    matches(wanted, parts) ? [path] : [],
  );
}

const allFiles = memoize((repository: Repository) => {
  const paths = new Set([...repository.files.keys(), ...repository.chartFiles.keys()]);
  return [...paths].sort().map((path) => ({ path, parts: path.split("/") }));
});

/** Whether the parts of a path match those of a pattern, in which `**` stands for any number of them. */
function matches(wanted: readonly string[], parts: readonly string[]): boolean {
  // For each number of parts, whether the pattern so far matches as many.
  let reached = [true, ...parts.map(() => false)];
  for (const one of wanted) {
    const next = reached.map(() => false);
    let isOpen = false;
    for (let count = 0; count <= parts.length; count++) {
      if (one === "**") next[count] = isOpen ||= reached[count] ?? false;
      else if (count > 0 && reached[count - 1]) next[count] = matchesGlob(one, parts[count - 1] ?? "");
    }
    reached = next;
  }
  return reached[parts.length] ?? false;
}

function shown(text: string): string {
  const visible = text.replaceAll(UNKNOWN, "…");
  return visible.length > 100 ? `${visible.slice(0, 100)}…` : visible;
}
