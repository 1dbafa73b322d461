import { isDeepStrictEqual } from "node:util";
import { readConfigFile } from "../configuration/config-file.js";
import { Disk } from "../disk/absence.js";
import { DiskTree, type FileTree } from "../disk/file-tree.js";
import { readCheckout } from "../git/remotes.js";
import { type Changes, WatchedTree } from "./watched-tree.js";
import {
  type FactStore,
  readAgain,
  readingRepository,
  readRepository,
  type RepositoryCache,
} from "../read-repository.js";
import { type Repository } from "../repository.js";
import type { Settings } from "../configuration/settings.js";

/** How long, in milliseconds, a repository that was read stays fresh before its files are checked again. */
const TIME_TO_LIVE = 500;
/** How often, in milliseconds from start to start, they are checked in advance while requests keep coming. */
const INTERVAL = 300;
/** How long, in milliseconds, after the last request more are expected. */
const ATTENTION = 2000;
/** How long, in milliseconds, a check may block anything else. */
const SLICE = 4;

/** The files of a repository that is watched. */
interface LiveTree extends FileTree {
  readonly oldest: number;
  lookAgain(before: number): Generator<void, void>;
  takeChanges(): Changes | undefined;
}

/** A repository as it was read for the first time. */
interface Start {
  repository: Repository;
  cache: RepositoryCache;
  /** When that began, in milliseconds. */
  began: number;
}

/** A repository on disk, for a process that keeps running while its files change. */
export class LiveRepository {
  readonly #root: string;
  readonly #tree: LiveTree;
  readonly #cache: RepositoryCache;
  /** Whether the configuration file is somebody else's concern. */
  readonly #isUnconfigured: boolean;
  #repository: Repository;
  #settings: Settings;
  /** When all of it was last checked, in milliseconds: no part of it is older. */
  #checked: number;
  #version = 0;
  #asked = 0;
  #next: NodeJS.Timeout | undefined;
  #isClosed = false;

  /**
   * @param root an absolute path
   * @param tree its files, if they are not simply those on disk
   * @param start what `reading` has read of it; its settings are not read then
   * @throws ConfigError if its configuration file is invalid
   */
  constructor(root: string, tree: LiveTree = new WatchedTree(root), start?: Start) {
    const began = performance.now();
    this.#root = root;
    this.#tree = tree;
    this.#isUnconfigured = start !== undefined;
    this.#cache = start?.cache ?? new Map<string, never>();
    this.#checked = start?.began ?? began;
    this.#repository = start?.repository ?? readRepository(root, this.#cache, undefined, { tree });
    this.#settings = this.#readSettings();
  }

  /**
   * Reads a repository in small steps, without the settings in its configuration file: it can be suspended after each.
   * @param store facts of texts that need not be parsed again
   */
  static *reading(root: string, tree: LiveTree, store?: FactStore): Generator<void, LiveRepository> {
    const began = performance.now();
    const cache: RepositoryCache = new Map<string, never>();
    const repository = yield* readingRepository(root, cache, store, { tree });
    return new LiveRepository(root, tree, { repository, cache, began });
  }

  /** The repository as it is now or was a moment ago, including new and deleted files. */
  get repository(): Repository {
    return this.#repository;
  }

  /** Grows when any text may have changed, be it that the repository says the same. */
  get version(): number {
    return this.#version;
  }

  /** The settings of its configuration file. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Checks again everything whose last check was too long ago. */
  refresh(): void {
    const now = performance.now();
    this.#asked = now;
    if (now - this.#checked <= TIME_TO_LIVE) return;
    const looking = this.#tree.lookAgain(now - TIME_TO_LIVE);
    while (!looking.next().done);
    this.#update(now);
  }

  /**
   * Takes over what the tree has been told of, without a look at the disk.
   * @returns whether anything has changed
   */
  takeOver(): boolean {
    const before = this.#repository;
    this.#read(this.#tree.takeChanges(), false);
    return this.#repository !== before;
  }

  /**
   * Takes over what the tree has been told of, and what is read without it, such as where the checkout comes from.
   * @throws ConfigError if its configuration file is invalid now
   */
  takeOverAll(): void {
    this.#update(this.#checked);
  }

  /**
   * Looks at all of the disk again, in small steps: it can be suspended after each.
   * @throws ConfigError if its configuration file is invalid now
   */
  *lookAgain(): Generator<void, void> {
    const now = performance.now();
    yield* this.#tree.lookAgain(now);
    this.#update(now);
  }

  /**
   * Keeps checking in the background for a short time, in small steps, so that the next request need not wait for
   * it. This does not keep the process alive.
   * @param onChange called when something has changed
   */
  lookAhead(onChange: () => void): void {
    if (this.#next || this.#isClosed) return;
    this.#next = setTimeout(() => this.#look(onChange), INTERVAL).unref();
  }

  /** Stops checking. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#next);
  }

  #look(onChange: () => void): void {
    const started = performance.now();
    const looking = this.#tree.lookAgain(started);
    const slice = () => {
      if (this.#isClosed) return;
      const until = performance.now() + SLICE;
      while (performance.now() < until) {
        if (!looking.next().done) continue;
        this.#finish(started, onChange);
        return;
      }
      // Not an immediate: if unreferenced, it would not wake the event loop, and so run late.
      this.#next = setTimeout(slice, 0).unref();
    };
    slice();
  }

  #finish(started: number, onChange: () => void): void {
    this.#next = undefined;
    const { repository, settings } = this;
    try {
      this.#update(performance.now());
      if (this.#repository !== repository || this.#settings !== settings) onChange();
    } catch {
      // The next request reports the error.
      this.#checked = Number.NEGATIVE_INFINITY;
      return;
    }
    const now = performance.now();
    if (now - this.#asked > ATTENTION) return;
    this.#next = setTimeout(() => this.#look(onChange), Math.max(0, started + INTERVAL - now)).unref();
  }

  /** Takes over the changes that the tree has found, and what is read without it. */
  #update(now: number): void {
    const settings = this.#readSettings();
    if (!isDeepStrictEqual(settings, this.#settings)) this.#settings = settings;
    this.#read(this.#tree.takeChanges(), !this.#isSameAround());
    this.#checked = Math.min(now, this.#tree.oldest);
  }

  #readSettings(): Settings {
    return this.#isUnconfigured ? {} : (readConfigFile(this.#root)?.settings ?? {});
  }

  /** @param isOther whether something else has changed than the files of the tree */
  #read(changes: Changes | undefined, isOther: boolean): void {
    const before = this.#repository;
    if (changes || isOther) this.#version++;
    // Whether a file is a chart's template can depend on what is above the root.
    let repository: Repository | undefined = before;
    if (changes?.others || isOther) repository = undefined;
    else if (changes) repository = readAgain(before, this.#cache, changes.files, this.#tree);
    if (!repository) {
      for (const path of changes?.files.keys() ?? []) this.#cache.delete(path);
      const read = readRepository(this.#root, this.#cache, undefined, { tree: this.#tree, before });
      repository = isSameRepository(before, read) ? before : read;
    }
    this.#repository = repository;
  }

  /** Whether everything asked of the disk, other than its files, still has the same answers. */
  #isSameAround(): boolean {
    const { checkout, diskAnswers, fetchedSources } = this.#repository;
    const disk = new Disk(new DiskTree(this.#root));
    return (
      fetchedSources?.isCurrent !== false &&
      isDeepStrictEqual(checkout, readCheckout(this.#root)) &&
      [...diskAnswers].every(([path, answer]) => disk.at(path) === answer)
    );
  }
}

function isSameRepository(a: Repository, b: Repository): boolean {
  return (
    a.files.size === b.files.size &&
    [...a.files].every(([path, facts]) => b.files.get(path) === facts) &&
    isDeepStrictEqual(textsOf(a), textsOf(b)) &&
    [...a.diskAnswers].every(([path, answer]) => b.onDisk(path) === answer)
  );
}

/** What is known of a repository besides the facts of its files. */
function textsOf(repository: Repository): unknown[] {
  const { checkout, sourceIgnores, texts, chartFiles, chartProblems, fetchedDigest } = repository;
  return [checkout, sourceIgnores, texts, chartFiles, chartProblems, fetchedDigest];
}
