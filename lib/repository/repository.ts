import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isChartTemplate } from "../language/chart-template.js";
import { ManifestFile } from "../language/manifest-file.js";
import { digest } from "./digest.js";
import { type Absence, Disk } from "./disk.js";
import { type FileFacts, factsOf } from "./facts.js";
import { DiskTree, type FileTree, MAX_SIZE } from "./file-tree.js";
import { type Checkout, readCheckout } from "./git-remotes.js";
import { Mentions, mentionsAnything } from "./mentions.js";
import { type FoundFile, reason, walk, type Walked } from "./walk.js";

/** What a repository says, at one moment, as plain data that can be handed to another thread. */
export interface RepositoryContent {
  root: string;
  files: ReadonlyMap<string, FileFacts>;
  contents?: ReadonlyMap<string, string>;
  chartTemplates?: readonly string[];
  nestedRoots?: readonly string[];
  unreadable?: Walked["unreadable"];
  sourceIgnores?: ReadonlyMap<string, string>;
  checkout?: Checkout;
}

/** What is read only when it is asked for. */
interface Sources {
  values(path: string): unknown[] | undefined;
  /** A digest of each text whose values were asked for. */
  asked?: Map<string, string>;
  results?: KnownResults | undefined;
  disk?: Disk;
  mentions?: Mentions;
  tree?: FileTree;
}

const NO_VALUES: Sources = { values: () => undefined };

/**
 * What a repository says, at one moment: the facts of every file that can hold manifests. It is the only way in which a
 * rule learns of another file, so that a digest of it tells whether findings still hold.
 */
export class Repository implements Required<RepositoryContent> {
  /** Its root, an absolute path. */
  readonly root: string;
  /** By path below the root, in a fixed order. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** A digest of the text of each file. */
  readonly contents: ReadonlyMap<string, string>;
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
  readonly #sources: Sources;
  readonly #disk: Disk;
  #mentions: Mentions | undefined;
  /** What is asked for a result that is found out right now. */
  #asking: { files: Set<string>; disk: boolean } | undefined;
  #differing: { before: RepositoryContent["files"]; paths: readonly string[] } | undefined;

  constructor(content: RepositoryContent, sources: Sources = NO_VALUES) {
    this.root = content.root;
    this.files = content.files;
    this.contents = content.contents ?? new Map<string, never>();
    this.chartTemplates = content.chartTemplates ?? [];
    this.nestedRoots = content.nestedRoots ?? [];
    this.unreadable = content.unreadable ?? [];
    this.sourceIgnores = content.sourceIgnores ?? new Map<string, never>();
    this.checkout = content.checkout ?? { remotes: [], branches: [] };
    this.#sources = sources;
    this.#disk = sources.disk ?? new Disk(sources.tree ?? new DiskTree(content.root));
    this.#mentions = sources.mentions;
  }

  /** What its kustomizations and controllers name. */
  get mentions(): Mentions {
    this.#mentions ??= new Mentions(this.files);
    return this.#mentions;
  }

  /** The files whose values were asked for so far, with a digest of the text that they had then. */
  get asked(): ReadonlyMap<string, string> {
    return this.#sources.asked ?? new Map<string, never>();
  }

  /** Everything that was asked of the disk so far, with the answers. */
  get diskAnswers(): ReadonlyMap<string, Absence> {
    return this.#disk.answers;
  }

  /**
   * The plain values of all documents of a file that something names as a patch, a configuration or the
   * like: null for an empty one, undefined for one that does not parse; nothing where there is no such file.
   */
  values(path: string): unknown[] | undefined {
    this.#asking?.files.add(path);
    return this.mentions.names(path) ? this.#sources.values(path) : undefined;
  }

  /** Says that something follows from the values of files that are not asked for, since it is known already. */
  noteAsked(paths: Iterable<string>): void {
    for (const path of paths) {
      const content = this.contents.get(path);
      // A file that comes to be is seen anyway.
      if (content !== undefined) this.#sources.asked?.set(path, content);
    }
  }

  /** What earlier runs have made of texts; nothing where nothing is kept between runs. */
  get results(): KnownResults | undefined {
    return this.#sources.results;
  }

  /** The text of one of its files, as it was read. */
  text(path: string): string {
    return textOf((this.#sources.tree ?? new DiskTree(this.root)).bytes(path).toString("utf8"));
  }

  /** The facts of a file, where this is its text. */
  factsOfText(path: string, text: string): FileFacts | undefined {
    return this.contents.get(path) === digest(text) ? this.files.get(path) : undefined;
  }

  /** What is on the disk at a path that a kustomization names and that is none of the files. */
  onDisk(path: string): Absence {
    if (this.#asking) this.#asking.disk = true;
    // A file that is judged alone has no repository around it.
    return this.root !== "" && this.mentions.leadsTo(path) ? this.#disk.at(path) : "unknown";
  }

  /**
   * What an earlier run has found out, where that follows from texts alone: else it is found out now.
   * @param key names it and all texts that it follows from
   * @param isKept whether it is worth keeping; it must be the same when read back from JSON
   */
  remembered<Result>(key: string, find: () => Result, isKept: (found: Result) => boolean): Result {
    const { results } = this;
    if (!results) return find();
    const known = results.get(key) as { result: Result; files: string[] } | undefined;
    if (known) {
      this.noteAsked(known.files);
      return known.result;
    }
    const asking = { files: new Set<string>(), disk: false };
    const before = this.#asking;
    this.#asking = asking;
    try {
      const result = find();
      if (isKept(result) && !asking.disk) results.set(key, { result, files: [...asking.files] });
      return result;
    } finally {
      this.#asking = before;
    }
  }

  /** The same repository where one file has another text: what an editor shows, or a fix has made of it. */
  withFile(path: string, facts: FileFacts, file: ManifestFile): Repository {
    const files = new Map(this.files).set(path, facts);
    const values = (other: string) => (other === path ? file.values() : this.#sources.values(other));
    const mentions = new Mentions([[path, facts]], this.mentions);
    const { tree } = this.#sources;
    return new Repository(
      { ...this, files },
      { values, asked: this.#sources.asked, disk: this.#disk, mentions, tree },
    );
  }

  /** The files that say something else here than in an earlier state of the repository, new and deleted ones too. */
  differingFrom(before: Repository): readonly string[] {
    if (this.#differing?.before !== before.files)
      this.#differing = { before: before.files, paths: differing(this.files, before.files) };
    return this.#differing.paths;
  }

  /** A part of the repository, in which one file says something else. */
  part(files: ReadonlyMap<string, FileFacts>): Repository {
    const values = (path: string) => (files.has(path) ? this.values(path) : undefined);
    const mentions = new Mentions(files, this.mentions);
    return new Repository({ root: this.root, files }, { values, disk: this.#disk, mentions });
  }
}

function differing(files: RepositoryContent["files"], before: RepositoryContent["files"]): string[] {
  const found: string[] = [];
  if (files === before) return found;
  for (const [path, facts] of files) if (before.get(path) !== facts) found.push(path);
  for (const path of before.keys()) if (!files.has(path)) found.push(path);
  return found;
}

/** The mentions of an earlier state, where nothing that names anything has changed since. */
function mentionsOf({ files }: RepositoryContent, before: Repository): Mentions | undefined {
  const isSame = differing(files, before.files).every((path) => {
    return ![files, before.files].some((state) => mentionsAnything(state.get(path)));
  });
  return isSame ? before.mentions : undefined;
}

/** One file as it was read. */
interface Entry {
  found: FoundFile;
  facts: FileFacts;
  content: string;
}

/** The entries of earlier readings, so that only what has changed is read again. */
export type RepositoryCache = Map<string, Entry>;

/** Facts that are known from elsewhere, by the content of a file. */
export interface KnownFacts {
  get(path: string, content: string): FileFacts | undefined;
  /** The digest of the text of a file on the disk that has surely not changed since it was last read. */
  contentOf?(found: FoundFile): string | undefined;
  /** What else is known. */
  readonly results?: KnownResults;
}

/** What earlier runs have made of texts, by names that hold digests of these texts. */
export interface KnownResults {
  get(key: string): unknown;
  /** What cannot be kept as JSON is forgotten. */
  set(key: string, result: unknown): void;
}

/**
 * Reads a repository. Files that an earlier reading knows, by time of change and size, are not read again.
 * @param root an absolute path
 * @param known facts of texts that need not be parsed again
 * @param options.tree the files as git has them, where it is not those on the disk that count
 * @param options.before an earlier state, of which is taken over what has not changed since
 * @param options.onFile hears before each file how many were read, and of how many, once they have been found
 */
export function readRepository(
  root: string,
  cache: RepositoryCache = new Map(),
  known?: KnownFacts,
  {
    tree = new DiskTree(root),
    onFile,
    before,
  }: { tree?: FileTree; onFile?: (done: number, total: number) => void; before?: Repository } = {},
): Repository {
  const { files: found, nestedRoots, unreadable, sourceIgnores } = walk(tree);
  const paths = new Set<string>();
  const files = new Map<string, FileFacts>();
  const contents = new Map<string, string>();
  const chartTemplates: string[] = [];
  const charts = remembered((file) =>
    file.startsWith(join(root, sep))
      ? tree.kindAt(relative(root, file).split(sep).join("/")) === "other"
      : existsSync(file),
  );
  for (const [index, file] of found.entries()) {
    onFile?.(index, found.length);
    const { path, mtime, size } = file;
    paths.add(path);
    if (path.includes("templates/") && isChartTemplate(join(root, path), charts)) {
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
        entry = readEntry(tree, file, known, entry);
      } catch (error) {
        unreadable.push({ path, message: reason(error) });
        cache.delete(path);
        continue;
      }
      cache.set(path, entry);
    }
    files.set(path, entry.facts);
    contents.set(path, entry.content);
  }
  for (const path of cache.keys()) if (!paths.has(path)) cache.delete(path);
  const checkout = readCheckout(root);
  const content = { root, files, contents, chartTemplates, nestedRoots, unreadable, sourceIgnores, checkout };
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
      const isSame = !before.mentions.names(path) && isDeepStrictEqual(read.facts, entry.facts);
      entries.set(path, isSame ? { ...read, facts: entry.facts } : read);
    } catch {
      return undefined;
    }
  }
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
  results?: KnownResults,
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
      const values = new ManifestFile(textOf(bytes.toString("utf8"))).values();
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
  known: KnownFacts | undefined,
  before: Entry | undefined,
): Entry {
  const unread = known?.contentOf?.(found);
  const facts = unread === undefined ? undefined : known?.get(found.path, unread);
  if (unread !== undefined && facts) return { found, facts, content: unread };
  const bytes = tree.bytes(found.path);
  const content = digest(bytes);
  if (before?.content === content) return { ...before, found };
  const read = () => factsOf(found.path, new ManifestFile(textOf(bytes.toString("utf8"))));
  return { found, facts: known?.get(found.path, content) ?? read(), content };
}

function remembered<Answer>(ask: (path: string) => Answer): (path: string) => Answer {
  const answers = new Map<string, Answer>();
  return (path) => {
    if (!answers.has(path)) answers.set(path, ask(path));
    return answers.get(path) as Answer;
  };
}

/** A text without its byte order mark. */
export function textOf(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** Whether there is anything at a path. */
export function isThere(path: string): boolean {
  return existsSync(path);
}

/** The nearest directory at or above a path that holds a file or directory of that name. */
export function findUp(directory: string, name: string): string | undefined {
  for (let current = directory; ; current = dirname(current)) {
    if (existsSync(join(current, name))) return current;
    if (current === dirname(current)) return undefined;
  }
}
