import { describesChart, isChartFile } from "./charts.js";
import { MAX_CHART_FILE, readChartFiles } from "./chart-files.js";
import { CHART_FILE } from "./disk/chart-walk.js";
import { behindLink } from "./behind-link.js";
import { join, posix, relative, sep } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isChartTemplate } from "../manifests/chart-template.js";
import { decode } from "../manifests/decode.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import { changedMap } from "../util/changed-map.js";
import { digest } from "../util/digest.js";
import { memoizeParts } from "../util/memoize.js";
import { isConfigFile } from "./configuration/config-file.js";
import { maySayContracts } from "./configuration/contracts.js";
import { type FileFacts, factsOf, NO_FACTS } from "./facts.js";
import { DiskTree, type FileTree, MAX_SIDE_SIZE, MAX_SIZE } from "./disk/file-tree.js";
import { readCheckout } from "./git/remotes.js";
import { namesAnything } from "./named-paths.js";
import { NamedFiles } from "./named-files.js";
import { onDisk } from "./on-disk.js";
import { openSources, readSources } from "./read-sources.js";
import { isAtOrBelow, isJsonLines } from "./paths.js";
import { policyFilesNamedBy } from "./policy-files.js";
import { isSearched, type ResultStore, Repository, type RepositoryContent } from "./repository.js";
import { type FoundFile, reason, walk } from "./disk/walk.js";
import type { FetchedSources } from "./sources/fetched.js";
import { type Lock, LOCK_FILE } from "./sources/locked.js";
import type { SourceStore } from "./sources/stored.js";

/** One file as it was read. */
interface Entry {
  found: FoundFile;
  facts: FileFacts;
  content: string;
}

/** The entries of earlier readings, so that only what has changed is read again. */
export type RepositoryCache = Map<string, Entry>;

/** Facts that are already known, by the content of a file. */
export interface FactStore {
  get(path: string, content: string): FileFacts | undefined;
  /** The digest of the text of a file on disk that has certainly not changed since it was last read. */
  contentOf?(found: FoundFile): string | undefined;
  /** Other results that are already known. */
  readonly results?: ResultStore;
}

/** How a repository is read. */
export interface ReadOptions {
  /** The files in git, if they are to be read instead of those on disk. */
  tree?: FileTree | undefined;
  /** An earlier state, to take over what has not changed since. */
  before?: Repository;
  /** Paths below the root of files that are read whatever their names. */
  explicit?: readonly string[];
  /** The one among these that is no file but a text from elsewhere: whatever its path, it is no template of a chart. */
  rendered?: string | undefined;
  /** Where what was fetched is kept, if not in the usual place. */
  fetchedStore?: SourceStore | undefined;
  /** What was fetched, for a repository that is a part of it. */
  within?: FetchedSources<Repository>;
  /** Called before each file, once all have been found, with how many were read and how many there are. */
  onFile?: (done: number, total: number) => void;
}

/**
 * Reads a repository: the files that can hold manifests, and those that kustomizations, Flux and Argo CD name, whatever
 * their names and wherever they are below the root. Files in the cache with the same modification time and size are not
 * read again.
 * @param root an absolute path
 * @param store facts of texts that need not be parsed again
 */
export function readRepository(
  root: string,
  cache: RepositoryCache = new Map(),
  store?: FactStore,
  options: ReadOptions = {},
): Repository {
  const reading = readingRepository(root, cache, store, options);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

/** The same in small steps, for a process that has something else to do meanwhile: it can be suspended after each. */
export function* readingRepository(
  root: string,
  cache: RepositoryCache,
  store: FactStore | undefined,
  options: ReadOptions,
): Generator<void, Repository> {
  const { onFile, before, explicit = [], rendered } = options;
  const tree: FileTree = options.tree ?? new DiskTree(root);
  const walked = walk(tree);
  const { files: found, config, nestedRoots, unreadable, sourceIgnores, passedOver, mentioning } = walked;
  const paths = new Set<string>();
  const files = new Map<string, FileFacts>();
  const contents = new Map<string, string>();
  const chartTemplates: string[] = [];
  const isChart = memoizeParts((file: string) => {
    if (!file.startsWith(join(root, sep))) return isChartFile(file);
    const path = relative(root, file).split(sep).join("/");
    // What makes a chart of a directory hides what is in it.
    const trusted = tree.steering?.trusted;
    return isChartIn(tree, path) && (trusted === undefined || isChartIn(trusted, path));
  });
  const isTemplate = (path: string) =>
    path !== rendered && path.includes("templates/") && isChartTemplate(join(root, path), isChart);
  const read = (file: FoundFile): void => {
    const { path, mtime, size } = file;
    if (paths.has(path)) return;
    paths.add(path);
    if (size > MAX_SIZE) {
      // Data of whatever kind can be in lines of JSON.
      if (isJsonLines(path)) return;
      unreadable.push({ path, message: "it is larger than 32 MB, too large for a manifest" });
      return;
    }
    let entry = cache.get(path);
    // Of what was only searched or rendered so far, the facts are not known.
    if (entry?.facts === NO_FACTS) entry = undefined;
    if (entry?.found.mtime !== mtime || entry.found.size !== size) {
      try {
        entry = readEntry(tree, file, store, entry);
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
  // What it promises is judged in it; without contracts there is nothing to judge.
  if (config && hasContracts(tree, config)) {
    read(config);
    if (!files.get(config.path)?.contracts) for (const map of [files, contents]) map.delete(config.path);
  }
  for (const [index, file] of found.entries()) {
    onFile?.(index, found.length);
    if (isTemplate(file.path)) {
      chartTemplates.push(file.path);
      mentioning.push(file);
    } else read(file);
    yield;
  }
  const { fetched, lock, storeAt, problem } = readSources(root, tree, options, {
    before,
    open: (lock, store) => sourcesOf(root, lock, store),
  });
  if (problem !== undefined) unreadable.push({ path: LOCK_FILE, message: problem });
  const checkout = options.within ? { remotes: [], branches: [] } : readCheckout(root);
  const named = new NamedFiles({ tree, files, passedOver, checkout });
  const given = explicit.filter((path) => !isTemplate(path));
  // What a kustomization names is read as YAML, even next to a chart.
  let more = [...given.flatMap((path) => [...named.at(path)]), ...named.namedBy(files)];
  while (more.length > 0) {
    tree.expect?.(more.map(({ path }) => path));
    more.forEach(read);
    for (const { path } of more) {
      const found = files.get(path);
      if (found) files.set(path, behindLink(path, found, tree));
    }
    const facts = more.flatMap(({ path }) => {
      const one = files.get(path);
      return one ? [[path, one] as const] : [];
    });
    more = [...named.namedBy(facts)];
  }
  for (const one of named.unreadable) {
    if (!unreadable.some(({ path }) => path === one.path)) unreadable.push(one);
  }
  for (const path of new Set([...files].flatMap(([file, facts]) => policyFilesNamedBy(file, facts)))) {
    const facts = files.get(path);
    // Files without an apiVersion are ABAC policies only because they are named so. A name must not hide a manifest.
    if (facts && !holdsAnything(facts)) files.set(path, policiesAt(tree, path, facts));
  }
  const texts = readTexts(mentioning, { tree, cache, paths });
  for (const [path, facts] of files) {
    if (isSearched(path, facts)) texts.set(path, contents.get(path) ?? "");
  }
  const { chartFiles, chartProblems } = readChartFiles(walked.charts, {
    tree,
    isChart: (directory) => isChart(join(root, directory, CHART_FILE)),
    digestOf: (file) => contents.get(file.path) ?? texts.get(file.path) ?? digestOf(tree, file, cache, store),
  });
  for (const path of cache.keys())
    if (!paths.has(path) && !texts.has(path) && !chartFiles.has(path)) cache.delete(path);
  const skipped = chartTemplates.filter((path) => !paths.has(path));
  const content: RepositoryContent = {
    ...{
      root,
      files,
      contents,
      texts,
      chartTemplates: skipped,
      nestedRoots,
      unreadable,
      sourceIgnores,
      checkout,
      chartFiles,
      chartProblems,
      lock,
      storeAt,
      fetchedDigest: fetched?.digest ?? "",
    },
    outside: [...named.outside],
  };
  return onDisk(content, tree, { before, results: store?.results, fetched });
}

/** What a lock names, each read as a repository of its own once it is needed. */
export function sourcesOf(root: string, lock: Lock, store: SourceStore): FetchedSources<Repository> {
  return openSources<Repository>(lock, store, (tree, within) =>
    readRepository(root, undefined, undefined, { tree, within }),
  );
}

/** Whether a configuration may have contracts. What is wrong with it is reported by whoever reads it for its settings. */
function hasContracts(tree: FileTree, { path, size }: FoundFile): boolean {
  try {
    return size <= MAX_SIDE_SIZE && maySayContracts(decode(tree.bytes(path)).text);
  } catch {
    return false;
  }
}

/** Digests of texts that are only searched. */
function readTexts(
  found: readonly FoundFile[],
  { tree, cache, paths }: { tree: FileTree; cache: RepositoryCache; paths: ReadonlySet<string> },
): Map<string, string> {
  const texts = new Map<string, string>();
  const wanted = found.filter(({ path, size }) => !paths.has(path) && size <= MAX_SIZE);
  tree.expect?.(wanted.map(({ path }) => path));
  for (const file of wanted) {
    try {
      texts.set(file.path, digestOf(tree, file, cache));
    } catch {
      // It names nothing that can be known.
    }
  }
  return texts;
}

/** The digest of a file that is read for its text alone. */
function digestOf(tree: FileTree, found: FoundFile, cache: RepositoryCache, store?: FactStore): string {
  const entry = cache.get(found.path);
  if (entry?.found.mtime === found.mtime && entry.found.size === found.size) return entry.content;
  const content = store?.contentOf?.(found) ?? digest(tree.bytes(found.path));
  cache.set(found.path, { found, facts: NO_FACTS, content });
  return content;
}

/**
 * The repository after the text of some files has changed, without a walk: `before` itself if the facts are still the
 * same, or undefined if a walk is needed to know.
 * @param cache the entries of the earlier reading
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
    if (!entry && isUnread(before, path)) continue;
    if (!entry || size > MAX_SIZE || isConfigFile(path)) return undefined;
    // What is a chart depends on its description, and what is known of it on its size.
    if (posix.basename(path) === CHART_FILE) return undefined;
    if (before.chartFiles.has(path) && size > MAX_CHART_FILE) return undefined;
    // How it is read depends on what names it.
    const facts = before.files.get(path);
    if (facts?.namedPolicies || facts?.behindLink) return undefined;
    try {
      if (!facts) {
        const found = { path, mtime, size };
        entries.set(path, { found, facts: NO_FACTS, content: digest(tree.bytes(path)) });
        continue;
      }
      const read = readEntry(tree, { path, mtime, size }, undefined, entry);
      // Unless somebody has read more of a file, only its facts count.
      const isSame = !before.asked.has(path) && isDeepStrictEqual(read.facts, entry.facts);
      entries.set(path, isSame ? { ...read, facts: entry.facts } : read);
    } catch {
      return undefined;
    }
  }
  // Named files are read in addition to those that the walk finds.
  const changesNames = [...entries].some(([path, { facts }]) => {
    const earlier = before.files.get(path);
    return facts !== earlier && (namesAnything(facts) || namesAnything(earlier));
  });
  if (changesNames) return undefined;
  for (const [path, entry] of entries) cache.set(path, entry);
  const changedEntries = [...entries].filter((entry) => saysOtherwise(before, entry));
  // Copies of all that there is take longer than most edits.
  if (changedEntries.length === 0) return before;
  const ofManifests = [...entries].filter(([path]) => before.files.has(path));
  const files = changedMap(
    before.files,
    ofManifests.map(([path, { facts }]) => [path, facts]),
  );
  const contents = changedMap(
    before.contents,
    ofManifests.map(([path, { content }]) => [path, content]),
  );
  const texts = new Map(before.texts);
  const isOfChart = changedEntries.some(([path]) => before.chartFiles.has(path));
  const chartFiles = isOfChart ? new Map(before.chartFiles) : before.chartFiles;
  for (const [path, { facts, content }] of entries) {
    if (before.chartFiles.has(path) && chartFiles instanceof Map) chartFiles.set(path, content);
    if (files.has(path) ? isSearched(path, facts) : texts.has(path)) texts.set(path, content);
    else texts.delete(path);
  }
  const content: RepositoryContent = { ...before, files, contents, texts, chartFiles };
  const changedPaths = changedEntries.map(([path]) => path);
  return onDisk(content, tree, { before, changed: changedPaths, fetched: before.fetchedSources });
}

/** Whether anything that others may know of a file has changed. */
function saysOtherwise({ files, texts, chartFiles }: Repository, [path, entry]: [string, Entry]): boolean {
  if (files.has(path) && files.get(path) !== entry.facts) return true;
  return [texts, chartFiles].some((digests) => digests.has(path) && digests.get(path) !== entry.content);
}

/** Whether nothing of a repository depends on the text of a file that was not read so far: git ignores it, for one. */
function isUnread(repository: Repository, path: string): boolean {
  const { texts, unreadable, chartProblems } = repository;
  if (repository.has(path) || texts.has(path)) return false;
  if ([...chartProblems.keys()].some((one) => isAtOrBelow(path, one))) return false;
  return !DECIDING.test(path) && !unreadable.some((one) => one.path === path);
}

/** The files that say which others are read, and those that are passed over in silence if they are too large. */
const DECIDING =
  /(?:^|\/)(?:\.gitignore|\.sourceignore|Chart\.yaml|\.gitops-lint\.(?:ya?ml|lock))$|\.(?:jsonl|tf|gotmpl)$/;

function isChartIn(tree: FileTree, path: string): boolean {
  const kind = tree.kindAt(path);
  if (kind !== "file") return kind === "outside" || kind === "other";
  try {
    return describesChart(tree.bytes(path));
  } catch {
    return true;
  }
}

/** Whether a file is known to be something, such as a manifest, or ABAC policies by what it says. */
function holdsAnything({ objects, configurations, kustomization }: FileFacts): boolean {
  return objects.length > 0 || configurations !== undefined || kustomization !== undefined;
}

/** The facts of a file that something names as one of ABAC policies. */
function policiesAt(tree: FileTree, path: string, otherwise: FileFacts): FileFacts {
  try {
    const file = new ManifestFile(decode(tree.bytes(path)), { isPolicies: true });
    return { ...factsOf(path, file), namedPolicies: true };
  } catch {
    return otherwise;
  }
}

function readEntry(
  tree: FileTree,
  found: FoundFile,
  store: FactStore | undefined,
  before: Entry | undefined,
): Entry {
  const unchanged = store?.contentOf?.(found);
  const facts = unchanged === undefined ? undefined : store?.get(found.path, unchanged);
  if (unchanged !== undefined && facts) return { found, facts, content: unchanged };
  const bytes = tree.bytes(found.path);
  const content = digest(bytes);
  if (before?.content === content) return { ...before, found };
  const isLines = isJsonLines(found.path);
  const read = () => factsOf(found.path, new ManifestFile(decode(bytes), { isLines }));
  return { found, facts: store?.get(found.path, content) ?? read(), content };
}
