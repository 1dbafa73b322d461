import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { decode, type Decoded } from "../manifests/decode.js";
import type { ManifestFile } from "../manifests/manifest-file.js";
import { changedMap } from "../util/changed-map.js";
import { digest } from "../util/digest.js";
import { type Absence, Disk } from "./disk/absence.js";
import type { FileFacts } from "./facts.js";
import { DiskTree, type FileTree } from "./disk/file-tree.js";
import type { Checkout } from "./git/remotes.js";
import { NamedPaths } from "./named-paths.js";
import type { Walked } from "./disk/walk.js";
import { type Fetched, type FetchedSources, isFetched } from "./sources/fetched.js";
import type { Lock, LockedSource } from "./sources/locked.js";
import type { SourceRequest } from "./sources/request.js";

/** What a repository says at one moment, as plain data that can be passed to another thread. */
export interface RepositoryContent {
  root: string;
  files: ReadonlyMap<string, FileFacts>;
  contents?: ReadonlyMap<string, string>;
  chartTemplates?: readonly string[];
  texts?: ReadonlyMap<string, string>;
  nestedRoots?: readonly string[];
  unreadable?: Walked["unreadable"];
  sourceIgnores?: ReadonlyMap<string, string>;
  outside?: readonly string[];
  checkout?: Checkout;
  chartFiles?: ReadonlyMap<string, string>;
  chartProblems?: ReadonlyMap<string, string>;
  lock?: Lock;
  storeAt?: string;
  fetchedDigest?: string;
}

/** What is read only on request. */
interface Sources {
  values(path: string): unknown[] | undefined;
  /** The text of a file that is not to be read where the others are. */
  text?: (path: string) => string | undefined;
  /** The content of such a file, where it counts. */
  bytes?: (path: string) => Buffer | undefined;
  /** A digest of each text whose values were requested. */
  asked?: Map<string, string>;
  results?: ResultStore | undefined;
  disk?: Disk;
  namedPaths?: NamedPaths;
  tree?: FileTree;
  differing?: Differing | undefined;
  /** What was fetched of what it names. */
  fetched?: FetchedSources<Repository> | undefined;
}

/** In which files a repository differs from an earlier state. */
interface Differing extends Pick<Repository, "files" | "chartFiles"> {
  paths: readonly string[];
}

const NO_VALUES: Sources = { values: () => undefined };

/**
 * What a repository says at one moment: the facts of every file that can hold manifests. A rule learns of other files
 * only through it, so a digest of it tells whether findings still hold.
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
  /**
   * Texts that are searched for names: the templates of charts, what does not parse, and the files of Terraform and
   * helmfile; with a digest of each.
   */
  readonly texts: ReadonlyMap<string, string>;
  /** Directories that are repositories of their own, with their own configuration file. */
  readonly nestedRoots: readonly string[];
  /** What could not be read, and why. */
  readonly unreadable: Walked["unreadable"];
  /** The texts of `.sourceignore` files, by directory. */
  readonly sourceIgnores: ReadonlyMap<string, string>;
  /** The paths in kustomizations that lead out of the root, where nothing is read. */
  readonly outside: readonly string[];
  /** Where the checkout comes from. */
  readonly checkout: Checkout;
  /** Every file in and below the directories of charts, whatever it is called, with a digest of its content. */
  readonly chartFiles: ReadonlyMap<string, string>;
  /**
   * Why a chart is not known as a whole, by its directory, or by a file or directory below it that was not read: this
   * one alone makes no difference to Helm if `.helmignore` names it.
   */
  readonly chartProblems: ReadonlyMap<string, string>;
  /** What its lock says; empty if it has none. */
  readonly lock: Lock;
  /** The directory in which what was fetched is kept; empty for the usual one. */
  readonly storeAt: string;
  /** A digest of the lock and of what of it is there; empty if there is no lock. */
  readonly fetchedDigest: string;
  readonly #sources: Sources;
  readonly #disk: Disk;
  #namedPaths: NamedPaths | undefined;
  /** What the result that is being computed right now has asked for. */
  #asking: { files: Set<string>; disk: boolean } | undefined;
  #differing: Differing | undefined;

  constructor(content: RepositoryContent, sources: Sources = NO_VALUES) {
    this.root = content.root;
    this.files = content.files;
    this.contents = content.contents ?? new Map<string, never>();
    this.chartTemplates = content.chartTemplates ?? [];
    this.texts = content.texts ?? new Map<string, never>();
    this.nestedRoots = content.nestedRoots ?? [];
    this.unreadable = content.unreadable ?? [];
    this.sourceIgnores = content.sourceIgnores ?? new Map<string, never>();
    this.outside = content.outside ?? [];
    this.checkout = content.checkout ?? { remotes: [], branches: [] };
    this.chartFiles = content.chartFiles ?? new Map<string, never>();
    this.chartProblems = content.chartProblems ?? new Map<string, never>();
    this.lock = content.lock ?? new Map<string, never>();
    this.storeAt = content.storeAt ?? "";
    this.fetchedDigest = content.fetchedDigest ?? "";
    this.#sources = sources;
    this.#disk = sources.disk ?? new Disk(sources.tree ?? new DiskTree(content.root));
    this.#namedPaths = sources.namedPaths;
    this.#differing = sources.differing;
  }

  /** What was fetched of what it names; undefined if it has no lock. */
  get fetchedSources(): FetchedSources<Repository> | undefined {
    return this.#sources.fetched;
  }

  /** What was fetched for a request, or why there is nothing, as a clause; undefined if there is no lock. */
  fetched(request: SourceRequest): Fetched<Repository> | string | undefined {
    return this.#sources.fetched?.fetched(request);
  }

  /** What a path lies in that was fetched; undefined for a path of the repository itself. */
  sourceAt(path: string): LockedSource | undefined {
    return this.#sources.fetched?.sourceAt(path);
  }

  /** The repository that has a path: itself, or that of something that was fetched. */
  holding(path: string): Repository {
    if (!isFetched(path) || this.files.has(path) || this.chartFiles.has(path)) return this;
    return this.#sources.fetched?.holding(path) ?? this;
  }

  /** The paths that its kustomizations and controllers name. */
  get namedPaths(): NamedPaths {
    this.#namedPaths ??= new NamedPaths(this.files);
    return this.#namedPaths;
  }

  /** The files whose values or text were requested so far, with a digest of the text that they had then. */
  get asked(): ReadonlyMap<string, string> {
    return this.#sources.asked ?? new Map<string, never>();
  }

  /** Every path that was looked up on disk so far, with the answer. */
  get diskAnswers(): ReadonlyMap<string, Absence> {
    return this.#disk.answers;
  }

  /**
   * The plain values of all documents of a file that something names as a patch, a configuration or the
   * like: null for an empty one, undefined for one that does not parse. Undefined if there is no such file.
   */
  values(path: string): unknown[] | undefined {
    const holder = this.holding(path);
    if (holder !== this) return holder.values(path);
    this.#asking?.files.add(path);
    return this.namedPaths.names(path) ? this.#sources.values(path) : undefined;
  }

  /** Records that a known result depends on the values of files, although nobody requests them. */
  recordRead(paths: Iterable<string>): void {
    for (const path of paths) {
      const content = this.contents.get(path);
      // A new file is noticed anyway.
      if (content !== undefined) this.#sources.asked?.set(path, content);
    }
  }

  /** The results of earlier runs; undefined if nothing is kept between runs. */
  get results(): ResultStore | undefined {
    return this.#sources.results;
  }

  /** The text of one of its files, as it was read. */
  text(path: string): string {
    const holder = this.holding(path);
    if (holder !== this) return holder.text(path);
    this.recordRead([path]);
    return this.#sources.text?.(path) ?? decode(this.bytes(path)).text;
  }

  /** The content of one of its files, as it was read. */
  bytes(path: string): Buffer {
    const holder = this.holding(path);
    if (holder !== this) return holder.bytes(path);
    return this.#sources.bytes?.(path) ?? (this.#sources.tree ?? new DiskTree(this.root)).bytes(path);
  }

  /** The text of a file below the root that need not be one of its files; undefined if there is none. */
  textAt(path: string): string | undefined {
    const holder = this.holding(path);
    if (holder !== this) return holder.textAt(path);
    const text = this.#sources.text?.(path);
    if (text !== undefined) return text;
    const tree = this.#sources.tree ?? new DiskTree(this.root);
    try {
      return tree.kindAt(path) === "file" ? decode(tree.bytes(path)).text : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether it has a file, be it one that only a chart has. */
  has(path: string): boolean {
    const { files, chartFiles } = this.holding(path);
    return files.has(path) || chartFiles.has(path);
  }

  /** The digest of the content of one of its files, also of one that only a chart has; undefined if it has none there. */
  contentOf(path: string): string | undefined {
    const { contents, chartFiles } = this.holding(path);
    return contents.get(path) ?? chartFiles.get(path);
  }

  /** Whether this is the text of a file, as it was read. */
  hasText(path: string, text: string): boolean {
    return this.contentOf(path) === digest(text);
  }

  /** The facts of a file, if this is its text. */
  factsOfText(path: string, text: string): FileFacts | undefined {
    return this.hasText(path, text) ? this.files.get(path) : undefined;
  }

  /** What is on disk at a path that a kustomization names and that is not one of the files. */
  onDisk(path: string): Absence {
    if (this.#asking) this.#asking.disk = true;
    // A file that is linted alone has no repository around it.
    return this.root !== "" && this.namedPaths.leadsTo(path) ? this.#disk.at(path) : "unknown";
  }

  /**
   * The result of an earlier run, or a new one, of a computation that depends on texts alone.
   * @param key names the result and all texts that it depends on
   * @param isKept whether it is worth keeping; it must survive a round trip through JSON
   */
  persisted<Result>(key: string, find: () => Result, isKept: (found: Result) => boolean): Result {
    const { results } = this;
    if (!results) return find();
    const stored = results.get(key) as { result: Result; files: string[] } | undefined;
    if (stored) {
      this.recordRead(stored.files);
      return stored.result;
    }
    const asking = { files: new Set<string>(), disk: false };
    const outer = this.#asking;
    this.#asking = asking;
    try {
      const result = find();
      if (isKept(result) && !asking.disk) results.set(key, { result, files: [...asking.files] });
      return result;
    } finally {
      this.#asking = outer;
    }
  }

  /**
   * The same repository with a different text for one file: what an editor shows, or a fix has produced.
   * @param facts undefined for a file that only a chart has, such as a template
   */
  withFile(
    path: string,
    facts: FileFacts | undefined,
    file: Pick<ManifestFile, "text" | "values">,
  ): Repository {
    const files = facts ? changedMap(this.files, [[path, facts]]) : this.files;
    const values = (other: string) => (other === path ? file.values() : this.#sources.values(other));
    const namedPaths = facts ? new NamedPaths([[path, facts]], this.namedPaths) : this.namedPaths;
    const { tree, fetched } = this.#sources;
    const text = (other: string) => (other === path ? file.text : this.#sources.text?.(other));
    const bytes = (other: string) => (other === path ? Buffer.from(file.text) : this.#sources.bytes?.(other));
    const content = digest(file.text);
    const texts = new Map(this.texts);
    if (facts ? isSearched(path, facts) : texts.has(path)) texts.set(path, content);
    else texts.delete(path);
    const chartFiles = this.chartFiles.has(path)
      ? new Map(this.chartFiles).set(path, content)
      : this.chartFiles;
    return new Repository(
      { ...this, files, texts, chartFiles },
      { values, text, bytes, asked: this.#sources.asked, disk: this.#disk, namedPaths, tree, fetched },
    );
  }

  /** The files that differ from an earlier state of the repository, including new and deleted ones, and those of charts. */
  differingFrom({ files, chartFiles }: Pick<Repository, "files" | "chartFiles">): readonly string[] {
    if (this.#differing?.files !== files || this.#differing.chartFiles !== chartFiles) {
      const paths = differing(this.files, files);
      const ofCharts = differing(this.chartFiles, chartFiles);
      // Not the earlier state itself, which would keep all before it.
      this.#differing = { files, chartFiles, paths: [...new Set([...paths, ...ofCharts])] };
    }
    return this.#differing.paths;
  }

  /** A part of the repository, whose files may differ. */
  part(files: ReadonlyMap<string, FileFacts>): Repository {
    // What is applied without a kustomization is not named here, but in the part.
    const values = (path: string) =>
      files.has(path) ? (this.values(path) ?? this.#sources.values(path)) : undefined;
    const namedPaths = new NamedPaths(files, this.namedPaths);
    const text = (path: string) => this.text(path);
    const bytes = (path: string) => this.bytes(path);
    const { root, chartFiles, chartProblems, lock, storeAt, fetchedDigest } = this;
    return new Repository(
      { root, files, chartFiles, chartProblems, lock, storeAt, fetchedDigest },
      { values, text, bytes, disk: this.#disk, namedPaths, fetched: this.#sources.fetched },
    );
  }
}

/** Whether the text of a file is searched for names: not all of it is known, or it is a helmfile, whose releases have names. */
export function isSearched(path: string, { broken, templates }: FileFacts): boolean {
  return broken + templates > 0 || HELMFILE.test(path);
}

const HELMFILE = /(?:^|\/)helmfile\.(?:ya?ml|d\/[^/]+\.ya?ml)$/;

/** The files that differ between two states, including new and deleted ones, by what is known of each. */
export function differing<Known>(
  files: ReadonlyMap<string, Known>,
  before: ReadonlyMap<string, Known>,
): string[] {
  const found: string[] = [];
  if (files === before) return found;
  for (const [path, facts] of files) if (before.get(path) !== facts) found.push(path);
  for (const path of before.keys()) if (!files.has(path)) found.push(path);
  return found;
}

/** The results of earlier runs, by keys that contain digests of the texts they depend on. */
export interface ResultStore {
  get(key: string): unknown;
  /** Results that JSON cannot represent are dropped. */
  set(key: string, result: unknown): void;
}

/**
 * The text of a file as the tools that apply it read it, if ESLint has read it as UTF-8 but it is not; undefined if
 * the text is right, or differs from the file on disk.
 * @param repository the one that it is linted with, if known
 */
export function asWritten(
  root: string,
  path: string,
  text: string,
  repository: Repository | undefined,
): Decoded | undefined {
  if (!text.includes("\uFFFD")) return undefined;
  try {
    const bytes = repository?.bytes(path) ?? new DiskTree(root).bytes(path);
    const isRead = [bytes.toString("utf8"), decode(bytes).text].some((one) => withoutMark(one) === text);
    return isRead ? decode(bytes) : undefined;
  } catch {
    return undefined;
  }
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** Whether anything exists at a path. */
export function isThere(path: string): boolean {
  return existsSync(path);
}

/** The nearest directory at or above a path that holds a file or directory of one of the names. */
export function findUp(directory: string, ...names: readonly string[]): string | undefined {
  for (let current = directory; ; current = dirname(current)) {
    if (names.some((name) => existsSync(join(current, name)))) return current;
    if (current === dirname(current)) return undefined;
  }
}
