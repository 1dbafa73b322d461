import { field, isMap, items } from "../util/plain-values.js";
import { isKnown } from "../kubernetes/objects.js";
import { decode } from "../manifests/decode.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import type { FileFacts, ObjectFacts } from "./facts.js";
import type { FileTree, PathKind, TreeEntry } from "./disk/file-tree.js";
import { type Checkout, isElsewhere } from "./git/remotes.js";
import { CONTROLLERS, PLUGINS } from "./named-paths.js";
import { pathsIn, pathsInTransformer } from "./kustomization-paths.js";
import { policyFilesNamedBy } from "./policy-files.js";
import { below, directoryOf, isAtOrBelow, isInOneOf, KUSTOMIZATION_FILES, resolvePath } from "./paths.js";
import { type FoundFile, MANIFEST, walk, type Walked } from "./disk/walk.js";
import { push } from "../util/group-by.js";
import { memoizeParts } from "../util/memoize.js";

/** Larger configurations of plugins, in bytes, are not searched for the names of more files. */
const MAX_PLUGIN_SIZE = 1_000_000;

/** What is known of a repository while it is being read. */
export interface Reading {
  tree: FileTree;
  files: ReadonlyMap<string, FileFacts>;
  /** Directories of packages and the like, which are skipped unless something names them. */
  passedOver: readonly string[];
  checkout: Checkout;
}

/**
 * Finds the files that kustomizations, Flux and Argo CD name and that the walk has skipped: because of their extension,
 * because of the directory that they are in, or because .gitignore names them. A build reads them all the same.
 */
export class NamedFiles {
  readonly #reading: Reading;
  readonly #seen = new Set<string>();
  /** Paths in kustomizations that lead out of the root, as written. */
  readonly outside = new Set<string>();
  /** The configurations of plugins, and the directories whose kustomizations use them. */
  readonly #plugins: { layer: string; path: string }[] = [];
  /** What could not be read in the directories that something names, and why. */
  readonly unreadable: Walked["unreadable"] = [];
  /** The directories of the files that have been read. */
  readonly #directories = new Set<string>();
  /** The URLs of Flux's GitRepositories, by name. */
  #urls: Map<unknown, unknown[]> | undefined;
  /** A directory is listed once, and the configuration of a plugin is parsed once: many can name each. */
  readonly #entriesIn = memoizeParts((directory: string): ReadonlyMap<string, TreeEntry> => {
    return new Map(this.#reading.tree.list(directory).map((entry) => [entry.name, entry]));
  });
  readonly #isPassedOver: (path: string) => boolean;
  readonly #pathsOfPlugin = memoizeParts((path: string): readonly string[] => {
    const bytes = this.#reading.tree.bytes(path);
    if (bytes.length > MAX_PLUGIN_SIZE) return [];
    return new ManifestFile(decode(bytes)).values().flatMap(pathsInTransformer);
  });

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#isPassedOver = isInOneOf(reading.passedOver);
    for (const path of reading.files.keys()) this.#noteDirectories(path);
  }

  #noteDirectories(path: string): void {
    let directory = directoryOf(path);
    while (directory !== "" && !this.#directories.has(directory)) {
      this.#directories.add(directory);
      directory = directoryOf(directory);
    }
  }

  /** The files that the given files name and that have not been read yet; each is returned once. */
  *namedBy(files: Iterable<readonly [path: string, facts: FileFacts]>): Generator<FoundFile> {
    for (const [path, facts] of files) {
      const { kustomization, objects } = facts;
      this.#noteDirectories(path);
      if (isMap(kustomization)) yield* this.#inKustomization(directoryOf(path), kustomization);
      for (const object of objects) if (CONTROLLERS.has(object.kind)) yield* this.#inController(object);
      for (const named of policyFilesNamedBy(path, facts)) yield* this.at(named);
    }
    // A directory of configurations may have been read only just now.
    for (const { layer, path } of this.#plugins) yield* this.#inPlugin(layer, path, new Set());
  }

  /** The file at a path, if it has not been read yet; none for a link that leads out of the root, or one of git's. */
  *at(path: string): Generator<FoundFile> {
    const { tree, files } = this.#reading;
    // Its configuration can hold the credentials of a CI runner.
    if (path.split("/").includes(".git")) return;
    if (files.has(path) || this.#seen.has(path)) return;
    this.#seen.add(path);
    if (this.#kindAt(path) !== "file") return;
    const directory = directoryOf(path);
    const name = path.slice(directory === "" ? 0 : directory.length + 1);
    const entry = this.#entriesIn(directory).get(name);
    const stat = entry && tree.stat(path, entry);
    if (stat) yield { path, ...stat };
  }

  /** What is at a path that is named, without accessing it if it has already been read. */
  #kindAt(path: string): PathKind {
    const { tree, files } = this.#reading;
    if (files.has(path)) return "file";
    const kind = this.#directories.has(path) ? "directory" : tree.kindAt(path);
    if (kind === "outside") this.outside.add(path);
    return kind;
  }

  *#inKustomization(directory: string, value: Readonly<Record<string, unknown>>): Generator<FoundFile> {
    for (const { text, at, takes, isYaml } of pathsIn(value)) {
      const list = String(at[0]);
      const isPlugin = PLUGINS.includes(list);
      if ((isPlugin || list === "patchesStrategicMerge") && isInline(text)) {
        if (isPlugin)
          yield* this.#inTransformers(directory, new ManifestFile(text).values().flatMap(pathsInTransformer));
        continue;
      }
      if (!isYaml) continue;
      // Most paths are those of files beside it that have been read.
      if (!isPlugin && this.#reading.files.has(below(directory, text))) continue;
      const path = resolvePath(directory, text);
      if (path === undefined) {
        if (!text.includes("://")) this.outside.add(text);
        continue;
      }
      const kind = this.#kindAt(path);
      if (kind === "file" && takes !== "directory") yield* this.at(path);
      if (kind === "directory" && takes !== "file") yield* this.#kustomizationAt(path);
      if (isPlugin) this.#plugins.push({ layer: directory, path });
    }
  }

  *#kustomizationAt(directory: string): Generator<FoundFile> {
    const paths = KUSTOMIZATION_FILES.map((name) => below(directory, name));
    // kustomize would refuse a directory with a second one, so one that has already been read is enough.
    if (paths.some((path) => this.#reading.files.has(path))) return;
    for (const path of paths) yield* this.at(path);
  }

  /** The configuration of a plugin, or a directory of them: their paths are relative to the layer that uses them. */
  *#inPlugin(layer: string, path: string, seen: Set<string>): Generator<FoundFile> {
    if (seen.has(path)) return;
    seen.add(path);
    const { files, tree } = this.#reading;
    const listed = KUSTOMIZATION_FILES.map((name) => files.get(below(path, name))?.kustomization).find(isMap);
    for (const entry of items(listed?.resources)) {
      const next = typeof entry === "string" ? resolvePath(path, entry) : undefined;
      if (next !== undefined) yield* this.#inPlugin(layer, next, seen);
    }
    if (listed || tree.kindAt(path) !== "file") return;
    yield* this.#inTransformers(layer, this.#pathsOfPlugin(path));
  }

  *#inTransformers(layer: string, paths: readonly string[]): Generator<FoundFile> {
    for (const text of paths) {
      const path = isInline(text) ? undefined : resolvePath(layer, text);
      if (path !== undefined) yield* this.at(path);
    }
  }

  *#inController({ kind, object: { spec } }: ObjectFacts): Generator<FoundFile> {
    if (kind === "FluxKustomization") {
      if (this.#isOfAnotherSource(spec)) return;
      yield* this.#inDirectory(field(spec, "path") ?? "", { recurses: true });
      yield* this.#addedTo(field(spec, "path") ?? "", spec);
    } else if (kind === "Application" || kind === "ApplicationSet") {
      const own = kind === "Application" ? spec : field(spec, "template", "spec");
      const sources = [
        field(own, "source"),
        field(own, "sourceHydrator", "drySource"),
        ...items(field(own, "sources")),
      ];
      for (const source of sources) {
        if (isElsewhere(this.#reading.checkout, field(source, "repoURL"))) continue;
        const recurses = field(source, "directory", "recurse") === true;
        yield* this.#inDirectory(field(source, "path"), { recurses });
        yield* this.#addedTo(field(source, "path"), field(source, "kustomize"));
      }
    }
  }

  /** What a controller adds to the kustomization of a directory: its components and patches. */
  *#addedTo(written: unknown, options: unknown): Generator<FoundFile> {
    const directory = directoryOfSource(written);
    if (directory === undefined || !isMap(options)) return;
    const { components, patches } = options;
    yield* this.#inKustomization(directory, { components, patches });
  }

  /** Whether the source of a Flux Kustomization is certainly not this repository. */
  #isOfAnotherSource(spec: unknown): boolean {
    if (field(spec, "sourceRef", "kind") !== "GitRepository") return true;
    const name = field(spec, "sourceRef", "name");
    this.#urls ??= urlsOf(this.#reading.files);
    const urls = this.#urls.get(name) ?? [];
    return urls.length > 0 && urls.every((url) => isElsewhere(this.#reading.checkout, url));
  }

  /** What a controller applies from a directory: its kustomization, or the manifests in it. */
  *#inDirectory(written: unknown, { recurses }: { recurses: boolean }): Generator<FoundFile> {
    const directory = directoryOfSource(written);
    if (directory === undefined) return;
    yield* this.#kustomizationAt(directory);
    const { files, tree, passedOver } = this.#reading;
    const isKustomized = KUSTOMIZATION_FILES.some((name) => files.get(below(directory, name))?.kustomization);
    if (isKustomized || this.#seen.has(`${directory}/`)) return;
    this.#seen.add(`${directory}/`);
    const isPassedOver = this.#isPassedOver(directory);
    const isRead =
      files.has(directory) || (directory === "" ? files.size > 0 : this.#directories.has(directory));
    const isUnread = isPassedOver || !isRead;
    const todo = isUnread
      ? [directory]
      : recurses
        ? passedOver.filter((one) => isAtOrBelow(one, directory))
        : [];
    for (const from of todo) {
      if (tree.kindAt(from) !== "directory") continue;
      const isMeant = ({ path }: FoundFile) => recurses || directoryOf(path) === directory;
      const walked = walk(tree, { from });
      for (const one of walked.unreadable) this.unreadable.push(one);
      for (const file of walked.files.filter(isMeant)) {
        if (MANIFEST.test(file.path)) yield* this.at(file.path);
      }
    }
  }
}

/** The directory that the path of a source names, below the root; undefined for one that is filled in later. */
function directoryOfSource(path: unknown): string | undefined {
  if (typeof path !== "string" || (path !== "" && !isKnown(path))) return undefined;
  return resolvePath("", path.replace(/^\/+/, "")) ?? "";
}

function isInline(text: string): boolean {
  return text.includes("\n") || text.trimStart().startsWith("{");
}

function urlsOf(files: ReadonlyMap<string, FileFacts>): Map<unknown, unknown[]> {
  const urls = new Map<unknown, unknown[]>();
  for (const { objects } of files.values()) {
    for (const { kind, object } of objects) {
      if (kind !== "GitRepository") continue;
      const name = object.metadata?.name;
      push(urls, name, field(object.spec, "url"));
    }
  }
  return urls;
}
