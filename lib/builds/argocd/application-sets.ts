import { memoize } from "../../util/memoize.js";
import { field, isMap, items } from "../../util/plain-values.js";
import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import { matchesPath } from "./globs.js";
import type { AppliedObject } from "../build.js";
import { directoriesOf } from "../directories.js";
import { kustomizeOf } from "../kustomize/kustomize.js";
import { directoryAt, originOf } from "../controllers/sources.js";

/** An Application as Argo CD has it: written as one, or made by an ApplicationSet. */
export interface Application {
  /** The object that it is, or that makes it. */
  by: AppliedObject;
  name: string;
  spec: unknown;
  /** Where the spec is written in that object. */
  at: Path;
}

/** Generators in generators (matrix, merge) end soon. */
const MAX_DEPTH = 4;
const MAX_PATTERNS = 100;
const MAX_APPLICATIONS = 2000;

/**
 * The Applications that an object means: itself, or of an ApplicationSet one for each directory that its
 * template can name. What its generators give besides directories stays as it is written, and is unknown.
 */
export function applicationsOf(repository: Repository, by: AppliedObject): Application[] {
  const { kind, object } = by;
  const name = object.metadata?.name ?? "";
  if (kind !== "ApplicationSet") return [{ by, name, spec: object.spec, at: ["spec"] }];
  const spec = field(object.spec, "template", "spec");
  const directories = directoriesFor(repository, field(object.spec, "generators"));
  const filled = directories.map((directory) => mapTexts(spec, (text) => fill(text, directory)));
  const specs = filled.some((one) => one !== spec) ? filled : [spec];
  const at: Path = ["spec", "template", "spec"];
  const found = specs.flatMap((one) => spread(repository, one)).slice(0, MAX_APPLICATIONS);
  return found.map((one) => ({ by, name, spec: one, at }));
}

/** The directories that the git generators of an ApplicationSet find: applicationset/generators/git.go, filterApps. */
function directoriesFor(repository: Repository, generators: unknown): string[] {
  const patterns = gitGenerators(generators, 0)
    .filter((git) => originOf(repository, field(git, "repoURL"), field(git, "revision")) !== "elsewhere")
    .flatMap((git) => items(field(git, "directories")))
    .slice(0, MAX_PATTERNS);
  const texts = (excluding: boolean) =>
    patterns
      .filter((pattern) => (field(pattern, "exclude") === true) === excluding)
      .map((pattern) => field(pattern, "path"))
      .filter((path) => typeof path === "string");
  const [wanted, excluded] = [texts(false), texts(true)];
  if (wanted.length === 0) return [];
  const directories = directoriesOf(repository);
  return directories.all.filter(
    (path) =>
      path !== "" &&
      !/(?:^|\/)\./.test(path) &&
      directories.holdsManifests(path) &&
      wanted.some((pattern) => matchesPath(pattern, path)) &&
      !excluded.some((pattern) => matchesPath(pattern, path)),
  );
}

function gitGenerators(generators: unknown, depth: number): unknown[] {
  if (depth > MAX_DEPTH) return [];
  return items(generators).flatMap((generator) => [
    ...(isMap(field(generator, "git")) ? [field(generator, "git")] : []),
    ...gitGenerators(field(generator, "matrix", "generators"), depth + 1),
    ...gitGenerators(field(generator, "merge", "generators"), depth + 1),
  ]);
}

/** What stands in a template for the directory that a git generator has found. */
function fill(text: string, directory: string): string {
  const segments = directory.split("/");
  const basename = segments.at(-1) ?? "";
  const values: Record<string, string> = {
    path: directory,
    "path.basename": basename,
    ...(/^[a-z0-9-]+$/.test(basename) && { "path.basenameNormalized": basename }),
  };
  return mapTemplates(text, (expression) => {
    const index = /^(?:path\[(\d+)\]|index \.path\.segments (\d+))$/.exec(expression);
    if (index) return segments[Number(index[1] ?? index[2])];
    const name = expression.startsWith(".") ? expression.slice(1) : expression;
    return Object.hasOwn(values, name === "path.path" ? "path" : name)
      ? values[name === "path.path" ? "path" : name]
      : undefined;
  });
}

/**
 * A spec with a path that is still a template, once for each directory that the path can mean: one with
 * manifests that no kustomization includes. Where the path says nothing at all it stays as it is.
 */
function spread(repository: Repository, spec: unknown): unknown[] {
  const key = ["source", "drySource"].find((one) => isTemplate(field(sourceIn(spec, one), "path")));
  if (key === undefined) return [spec];
  const source = sourceIn(spec, key) as Record<string, unknown>;
  const pattern = directoryAt(mapTemplates(String(source.path), () => "*"));
  if (!/[^*/]/.test(pattern)) return [spec];
  const directories = directoriesOf(repository);
  const found = directories.all.filter(
    (path) =>
      matchesPath(pattern, path) && directories.holdsManifestsItself(path) && !isIncluded(repository, path),
  );
  if (found.length === 0) return [spec];
  return found.map((path) => {
    const concrete = { ...source, path };
    return key === "source"
      ? { ...(spec as object), source: concrete }
      : { ...(spec as object), sourceHydrator: { drySource: concrete } };
  });
}

function sourceIn(spec: unknown, key: string): unknown {
  return key === "source" ? field(spec, "source") : field(spec, "sourceHydrator", "drySource");
}

function isTemplate(path: unknown): boolean {
  return typeof path === "string" && path.includes("{{");
}

/** Whether a directory is part of another's kustomization, or a component. */
function isIncluded(repository: Repository, directory: string): boolean {
  return includedIn(repository).has(directory) || kustomizeOf(repository).isComponent(directory);
}

const includedIn = memoize((repository: Repository) => {
  const kustomize = kustomizeOf(repository);
  return new Set(kustomize.directories.flatMap((one) => kustomize.includes(one)));
});

/** A text with its `{{ }}` replaced, where there is something to replace them with. */
function mapTemplates(text: string, replace: (expression: string) => string | undefined): string {
  let result = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("{{", at);
    const end = start < 0 ? -1 : text.indexOf("}}", start);
    if (end < 0) return result + text.slice(at);
    const asWritten = text.slice(start, end + 2);
    result += text.slice(at, start) + (replace(text.slice(start + 2, end).trim()) ?? asWritten);
    at = end + 2;
  }
}

/** A value with its texts changed; the same one where none is. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return value.includes("{{") ? change(value) : value;
  if (Array.isArray(value)) {
    const list = value.map((item) => mapTexts(item, change));
    return list.some((item, index) => item !== value[index]) ? list : value;
  }
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)] as const);
  return entries.some(([key, item]) => item !== value[key]) ? Object.fromEntries(entries) : value;
}
