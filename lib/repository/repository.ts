import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isChartTemplate } from "../language/chart-template.js";
import { ManifestFile } from "../language/manifest-file.js";
import { type FileFacts, factsOf } from "./facts.js";
import { DiskTree, type FileTree, MAX_SIZE } from "./file-tree.js";
import { type Checkout, readCheckout } from "./git-remotes.js";
import { type FoundFile, reason, walk, type Walked } from "./walk.js";

/** What a repository says, at one moment: the facts of every file that can hold manifests. */
export class Repository {
  /** Its root, an absolute path. */
  readonly root: string;
  /** By path below the root, in a fixed order. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** The templates of Helm charts, which become manifests only when the chart is rendered. */
  readonly chartTemplates: readonly string[];
  /** Directories that are repositories of their own, by their own configuration file. */
  readonly nestedRoots: readonly string[];
  /** What could not be read, and why. */
  readonly unreadable: Walked["unreadable"];
  /** The texts of `.sourceignore` files, by the directory they stand in. */
  readonly sourceIgnores: ReadonlyMap<string, string>;
  /** Where the checkout comes from. */
  readonly checkout: Checkout;
  /** Where it was read from; nothing where there is only a file. */
  readonly tree: FileTree | undefined;
  readonly #values: (path: string) => unknown[] | undefined;

  constructor(content: {
    root: string;
    files: ReadonlyMap<string, FileFacts>;
    chartTemplates?: readonly string[];
    nestedRoots?: readonly string[];
    unreadable?: Walked["unreadable"];
    sourceIgnores?: ReadonlyMap<string, string>;
    checkout?: Checkout;
    tree?: FileTree;
    values?: (path: string) => unknown[] | undefined;
  }) {
    this.root = content.root;
    this.files = content.files;
    this.chartTemplates = content.chartTemplates ?? [];
    this.nestedRoots = content.nestedRoots ?? [];
    this.unreadable = content.unreadable ?? [];
    this.sourceIgnores = content.sourceIgnores ?? new Map<string, never>();
    this.checkout = content.checkout ?? { remotes: [], branches: [] };
    this.tree = content.tree;
    this.#values = content.values ?? (() => undefined);
  }

  /**
   * The plain values of all documents of a file that something names as a patch, a configuration or the
   * like: null for an empty one, undefined for one that does not parse; nothing where there is no such file.
   */
  values(path: string): unknown[] | undefined {
    return this.#values(path);
  }

  /** The same repository where one file has another text: what an editor shows, or a fix has made of it. */
  withFile(path: string, facts: FileFacts, file: ManifestFile): Repository {
    const files = new Map(this.files).set(path, facts);
    const values = (other: string) => (other === path ? file.values() : this.#values(other));
    return new Repository({ ...this, files, values });
  }
}

/** One file as it was read. */
interface Entry {
  found: FoundFile;
  facts: FileFacts;
}

/** The entries of earlier readings, so that only what has changed is read again. */
export type RepositoryCache = Map<string, Entry>;

/**
 * Reads a repository. Files that an earlier reading knows, by time of change and size, are not read again.
 * @param root an absolute path
 * @param tree the files as git has them, where it is not those on the disk that count
 */
export function readRepository(
  root: string,
  cache: RepositoryCache = new Map(),
  tree: FileTree = new DiskTree(root),
): Repository {
  const { files: found, nestedRoots, unreadable, sourceIgnores } = walk(tree);
  const paths = new Set(found.map(({ path }) => path));
  const charts = (file: string) => paths.has(relative(root, file).split(sep).join("/"));
  const files = new Map<string, FileFacts>();
  const chartTemplates: string[] = [];
  const values = new Map<string, unknown[] | undefined>();
  for (const file of found) {
    const { path, mtime, size } = file;
    if (isChartTemplate(join(root, path), charts)) {
      chartTemplates.push(path);
      continue;
    }
    if (size > MAX_SIZE) {
      unreadable.push({ path, message: "it is larger than 32 MB, more than any manifest" });
      continue;
    }
    let entry = cache.get(path);
    if (!entry || entry.found.mtime !== mtime || entry.found.size !== size) {
      try {
        entry = { found: file, facts: factsOf(path, new ManifestFile(readText(tree, path))) };
      } catch (error) {
        unreadable.push({ path, message: reason(error) });
        cache.delete(path);
        continue;
      }
      cache.set(path, entry);
    }
    files.set(path, entry.facts);
  }
  for (const path of cache.keys()) if (!paths.has(path)) cache.delete(path);
  return new Repository({
    root,
    files,
    chartTemplates,
    nestedRoots,
    unreadable,
    sourceIgnores,
    checkout: readCheckout(root),
    tree,
    values: (path) => {
      if (!values.has(path)) values.set(path, files.has(path) ? readValues(tree, path) : undefined);
      return values.get(path);
    },
  });
}

/** The text of a file without a byte order mark. */
export function readText(tree: FileTree, path: string): string {
  const text = tree.text(path);
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function readValues(tree: FileTree, path: string): unknown[] | undefined {
  try {
    return new ManifestFile(readText(tree, path)).values();
  } catch {
    return undefined;
  }
}

/** The nearest directory at or above a path that holds a file or directory of that name. */
export function findUp(directory: string, name: string): string | undefined {
  for (let current = directory; ; current = dirname(current)) {
    if (existsSync(join(current, name))) return current;
    if (current === dirname(current)) return undefined;
  }
}
