import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isChartTemplate } from "../manifests/chart-template.js";
import { decode } from "../manifests/decode.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import { digest } from "../util/digest.js";
import { type FileFacts, factsOf } from "./facts.js";
import { DiskTree, type FileTree, MAX_SIZE } from "./disk/file-tree.js";
import { readCheckout } from "./git/remotes.js";
import { type NamedPaths, namesAnything } from "./named-paths.js";
import { NamedFiles } from "./named-files.js";
import { differing, type ResultStore, Repository, type RepositoryContent } from "./repository.js";
import { type FoundFile, reason, walk } from "./disk/walk.js";

/** One file as it was read. */
interface Entry {
  found: FoundFile;
  facts: FileFacts;
  content: string;
}

/** The entries of earlier readings, so that only what has changed is read again. */
export type RepositoryCache = Map<string, Entry>;

/** Facts that are known from elsewhere, by the content of a file. */
export interface FactStore {
  get(path: string, content: string): FileFacts | undefined;
  /** The digest of the text of a file on the disk that has surely not changed since it was last read. */
  contentOf?(found: FoundFile): string | undefined;
  /** What else is known. */
  readonly results?: ResultStore;
}

/** How a repository is read. */
export interface ReadOptions {
  /** The files as git has them, where it is not those on the disk that count. */
  tree?: FileTree | undefined;
  /** An earlier state, of which is taken over what has not changed since. */
  before?: Repository;
  /** Files that are read whatever they are called, below the root. */
  explicit?: readonly string[];
  /** Hears before each file how many were read, and of how many, once they have been found. */
  onFile?: (done: number, total: number) => void;
}

/**
 * Reads a repository: the files that can hold manifests, and those that kustomizations, Flux and Argo CD name, whatever
 * they are called and wherever below the root they are. Files that an earlier reading knows, by time of change and size, are not read again.
 * @param root an absolute path
 * @param known facts of texts that need not be parsed again
 */
export function readRepository(
  root: string,
  cache: RepositoryCache = new Map(),
  known?: FactStore,
  { tree = new DiskTree(root), onFile, before, explicit = [] }: ReadOptions = {},
): Repository {
  const { files: found, nestedRoots, unreadable, sourceIgnores, passedOver } = walk(tree);
  const paths = new Set<string>();
  const files = new Map<string, FileFacts>();
  const contents = new Map<string, string>();
  const chartTemplates: string[] = [];
  const charts = remembered((file) =>
    file.startsWith(join(root, sep))
      ? !["nothing", "directory"].includes(tree.kindAt(relative(root, file).split(sep).join("/")))
      : existsSync(file),
  );
  const read = (file: FoundFile): void => {
    const { path, mtime, size } = file;
    paths.add(path);
    if (path.includes("templates/") && isChartTemplate(join(root, path), charts)) {
      chartTemplates.push(path);
      return;
    }
    if (size > MAX_SIZE) {
      unreadable.push({ path, message: "it is larger than 32 MB, more than any manifest" });
      return;
    }
    let entry = cache.get(path);
    if (!entry || entry.found.mtime !== mtime || entry.found.size !== size) {
      try {
        entry = readEntry(tree, file, known, entry);
      } catch (error) {
        unreadable.push({ path, message: reason(error) });
        cache.delete(path);
        return;
      }
      cache.set(path, entry);
    }
    files.set(path, entry.facts);
    contents.set(path, entry.content);
  };
  for (const [index, file] of found.entries()) {
    onFile?.(index, found.length);
    read(file);
  }
  const checkout = readCheckout(root);
  const named = new NamedFiles({ tree, files, passedOver, checkout });
  let more = [...explicit.flatMap((path) => [...named.at(path)]), ...named.namedBy(files)];
  while (more.length > 0) {
    tree.expect?.(more.map(({ path }) => path));
    more.forEach(read);
    const facts = more.flatMap(({ path }) => {
      const one = files.get(path);
      return one ? [[path, one] as const] : [];
    });
    more = [...named.namedBy(facts)];
  }
  for (const path of cache.keys()) if (!paths.has(path)) cache.delete(path);
  const content: RepositoryContent = {
    ...{ root, files, contents, chartTemplates, nestedRoots, unreadable, sourceIgnores, checkout },
    outside: [...named.outside],
  };
  return onDisk(content, tree, before, known?.results);
}

/**
 * The same repository after some of its files have got another text, without a walk: what was read before where none
 * of them says anything else now, and nothing where that is not enough to know.
 * @param cache the entries of what was read before
 */
export function readAgain(
  before: Repository,
  cache: RepositoryCache,
  changed: ReadonlyMap<string, { mtime: number; size: number }>,
  tree: FileTree,
): Repository | undefined {
  const entries = new Map<string, Entry>();
  for (const [path, { mtime, size }] of changed) {
    const entry = cache.get(path);
    if (!entry || size > MAX_SIZE) return undefined;
    try {
      const read = readEntry(tree, { path, mtime, size }, undefined, entry);
      // The values of a file that nothing names are not asked for.
      const isSame = !before.namedPaths.names(path) && isDeepStrictEqual(read.facts, entry.facts);
      entries.set(path, isSame ? { ...read, facts: entry.facts } : read);
    } catch {
      return undefined;
    }
  }
  // What is named decides which files there are besides those that the walk finds.
  const isNaming = [...entries].some(([path, { facts }]) => {
    const was = before.files.get(path);
    return facts !== was && (namesAnything(facts) || namesAnything(was));
  });
  if (isNaming) return undefined;
  const [files, contents] = [new Map(before.files), new Map(before.contents)];
  for (const [path, entry] of entries) {
    cache.set(path, entry);
    files.set(path, entry.facts);
    contents.set(path, entry.content);
  }
  if ([...entries].every(([path, { facts }]) => before.files.get(path) === facts)) return before;
  return onDisk({ ...before, files, contents }, tree, before);
}

/** The values of longer texts, in bytes, are not kept for later runs. */
const MAX_KEPT = 20_000;

/** A repository whose other values are read from the disk, or where it was read, when they are asked for. */
export function onDisk(
  content: RepositoryContent,
  tree: FileTree = new DiskTree(content.root),
  before?: Repository,
  results?: ResultStore,
): Repository {
  const asked = new Map<string, string>();
  const read = remembered((path: string) => {
    const known = results?.get(`values of ${content.contents?.get(path) ?? ""}`);
    if (known) {
      asked.set(path, content.contents?.get(path) ?? "");
      return known as unknown[];
    }
    try {
      const bytes = tree.bytes(path);
      const now = digest(bytes);
      asked.set(path, now);
      const values = new ManifestFile(decode(bytes)).values();
      if (bytes.length <= MAX_KEPT) results?.set(`values of ${now}`, values);
      return values;
    } catch {
      asked.set(path, "");
      return undefined;
    }
  });
  return new Repository(content, {
    values: (path) => (content.files.has(path) ? read(path) : undefined),
    asked,
    results,
    tree,
    mentions: before && mentionsOf(content, before),
  });
}

function readEntry(
  tree: FileTree,
  found: FoundFile,
  known: FactStore | undefined,
  before: Entry | undefined,
): Entry {
  const unread = known?.contentOf?.(found);
  const facts = unread === undefined ? undefined : known?.get(found.path, unread);
  if (unread !== undefined && facts) return { found, facts, content: unread };
  const bytes = tree.bytes(found.path);
  const content = digest(bytes);
  if (before?.content === content) return { ...before, found };
  const read = () => factsOf(found.path, new ManifestFile(decode(bytes)));
  return { found, facts: known?.get(found.path, content) ?? read(), content };
}

function remembered<Answer>(ask: (path: string) => Answer): (path: string) => Answer {
  const answers = new Map<string, Answer>();
  return (path) => {
    if (!answers.has(path)) answers.set(path, ask(path));
    return answers.get(path) as Answer;
  };
}

/** The mentions of an earlier state, where nothing that names anything has changed since. */
function mentionsOf({ files }: RepositoryContent, before: Repository): NamedPaths | undefined {
  const isSame = differing(files, before.files).every((path) => {
    return ![files, before.files].some((state) => namesAnything(state.get(path)));
  });
  return isSame ? before.namedPaths : undefined;
}
