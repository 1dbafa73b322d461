import { kindOf, KINDS_IN_MANIFESTS } from "../../kubernetes/kinds.js";
import { groupOf } from "../../kubernetes/schema/api-versions.js";
import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import { groupBy } from "../../util/group-by.js";
import { incrementally } from "../../util/incrementally.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { changedIn } from "./changed-targets.js";
import { hasSameKustomizations, includedDirectories, isComponent, kustomizationIn } from "./kustomization.js";
import type { Layer } from "./layer.js";
import { otherResource, type Resource } from "./resource.js";
import { directoryOf, resolvePath } from "../../repository/paths.js";

/** An object of a kind that is not read, of which a replacement takes a value, or which becomes one of another kind. */
interface Source {
  /** Undefined for any, as is the name. */
  kind: string | undefined;
  name: string | undefined;
  /** Whether something writes its kind, so that it may be one that is read. */
  isChanged?: true;
}

/** The objects whose values replacements write or whose kind changes, and the kustomizations that may hold them. */
interface Sources {
  wanted: readonly Source[];
  directories: ReadonlySet<string>;
}

/**
 * The objects of kinds that are not read otherwise, such as a ConfigMap, in a file that a kustomization lists, if a
 * replacement takes a value from one or something changes the kind of one. Most repositories have none, and read nothing
 * for it.
 */
export function valueSources(layer: Layer, path: string): readonly Resource[] {
  const { wanted, directories } = sourcesOf(layer.repository);
  if (!directories.has(layer.directory)) return [];
  layer.read.add(path);
  // Most files have none, which takes less time to see than to parse.
  const text = textIn(layer.repository, path);
  if (text !== undefined && !wanted.some(({ kind = "" }) => text.includes(kind))) return [];
  return (layer.repository.values(path) ?? []).flatMap((value, document) => {
    return objectsIn(value, []).flatMap(({ object, at }) => {
      const name = field(object, "metadata", "name");
      const isWanted = wanted.some((source) => {
        if ((source.kind ?? object.kind) !== object.kind) return false;
        // A layer below may give it a prefix or suffix.
        return (source.name?.includes(String(name)) ?? true) && (source.isChanged ?? isUnderstood(object));
      });
      return isWanted ? [otherResource(path, { object, document, at })] : [];
    });
  });
}

/** The text of a file; undefined if it cannot be read where the others are. */
function textIn(repository: Repository, path: string): string | undefined {
  try {
    return repository.text(path);
  } catch {
    return undefined;
  }
}

/** What a kustomization gathers because of replacements, as a text that is the same for the same objects. */
export function valueSourcesKey(repository: Repository, directory: string): string {
  const { wanted, directories } = sourcesOf(repository);
  return directories.has(directory) ? JSON.stringify(wanted) : "";
}

const MANY = 100;
const ANY: Source = { kind: undefined, name: undefined, isChanged: true };

interface Gathered {
  repository: Repository;
  sources: Sources;
}

/**
 * Takes over from an earlier state what all kustomizations gather because of replacements, if it is the same.
 * @returns whether it certainly is
 */
export function takeOverValueSources(repository: Repository, before: Repository): boolean {
  return gathered(repository, before).sources === sourcesOf(before);
}

const sourcesOf = (repository: Repository): Sources => gathered(repository).sources;

const gathered = incrementally((repository: Repository, before: Gathered | undefined): Gathered => {
  const isSame =
    before !== undefined &&
    hasSameKustomizations(repository, before.repository) &&
    // Replacements and patches can be in files of their own, which are read unless they hold objects.
    repository.differingFrom(before.repository).every((path) => {
      return (
        !repository.asked.has(path) &&
        holdsObjects(repository, path) === holdsObjects(before.repository, path)
      );
    });
  return { repository, sources: isSame ? before.sources : findSources(repository) };
});

function holdsObjects({ files }: Repository, path: string): boolean {
  return (files.get(path)?.objects ?? []).length > 0;
}

function findSources(repository: Repository): Sources {
  const wanted: Source[] = [];
  const replacing: string[] = [];
  for (const [path, { kustomization }] of repository.files) {
    const found = isMap(kustomization)
      ? [
          ...sourcesIn(repository, directoryOf(path), kustomization),
          ...changedIn(repository, directoryOf(path), kustomization).map((one) => ({
            ...one,
            isChanged: true as const,
          })),
        ]
      : [];
    if (found.length > 0) replacing.push(directoryOf(path));
    for (const source of found) wanted.push(source);
  }
  // Asking each of many takes longer than taking all.
  const others = wanted.filter(({ isChanged }) => !isChanged);
  const asked = wanted.length - others.length > MANY ? [...others, ANY] : wanted;
  return { wanted: asked, directories: replacing.length > 0 ? reachOf(repository, replacing) : new Set() };
}

/** The sources of a kustomization's replacements that are of kinds which are not read otherwise. */
function sourcesIn(
  repository: Repository,
  directory: string,
  { replacements, transformers }: Readonly<Record<string, unknown>>,
): Source[] {
  const valuesAt = (text: unknown) => {
    const path = typeof text === "string" && !text.includes("\n") ? resolvePath(directory, text) : undefined;
    return path === undefined ? [] : (repository.values(path) ?? []);
  };
  const configured = items(transformers)
    .flatMap(valuesAt)
    .flatMap((value) => items(field(value, "replacements")));
  const written = [...items(replacements), ...configured].flatMap((entry) => {
    const path = field(entry, "path");
    return path === undefined
      ? [entry]
      : valuesAt(path).flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : [one]));
  });
  return written.flatMap((entry) => {
    const [kind, name] = [field(entry, "source", "kind"), field(entry, "source", "name")];
    if (typeof kind !== "string" || KINDS_IN_MANIFESTS.has(kind)) return [];
    return [{ kind, name: typeof name === "string" && name !== "" ? name : undefined }];
  });
}

/**
 * The kustomizations that some others gather objects from. A component works on what those that include it have
 * gathered.
 */
function reachOf(repository: Repository, replacing: readonly string[]): Set<string> {
  const all = [...repository.files].flatMap(([path, { kustomization }]) =>
    isMap(kustomization) ? [directoryOf(path)] : [],
  );
  const pairs = all.flatMap((from) => includedDirectories(repository, from).map((to) => ({ from, to })));
  const [including, included] = [groupBy(pairs, ({ to }) => to), groupBy(pairs, ({ from }) => from)];
  const starts = new Set(replacing);
  for (const directory of starts) {
    const kustomization = kustomizationIn(repository, directory);
    if (!kustomization || !isComponent(kustomization)) continue;
    for (const { from } of including.get(directory) ?? []) starts.add(from);
  }
  const reached = new Set(starts);
  for (const directory of reached) for (const { to } of included.get(directory) ?? []) reached.add(to);
  return reached;
}

type Other = Readonly<Record<string, unknown>>;

/** The objects of a document that are of kinds which are not read otherwise, Lists unpacked. */
function objectsIn(value: unknown, at: Path): { object: Other; at: Path }[] {
  if (!isMap(value)) return [];
  if (typeof value.kind === "string" && value.kind.endsWith("List") && Array.isArray(value.items)) {
    return value.items.flatMap((item, index) => objectsIn(item, [...at, "items", index]));
  }
  return kindOf(value.apiVersion, value.kind) === undefined ? [{ object: value, at }] : [];
}

/**
 * Whether it is known what kustomize does to an object: lists are replaced by patches, and there is a namespace. Of its
 * own kinds, that is so of ConfigMaps; for others it has no schema.
 */
function isUnderstood({ apiVersion, kind }: Other): boolean {
  if (typeof apiVersion !== "string") return false;
  const group = groupOf(apiVersion);
  return kind === "ConfigMap" ? apiVersion === "v1" : group.includes(".") && !group.endsWith(".k8s.io");
}
