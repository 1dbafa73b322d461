import { isDeepStrictEqual } from "node:util";
import { readConfigFile } from "../configuration/config-file.js";
import { Disk } from "../disk/absence.js";
import { DiskTree } from "../disk/file-tree.js";
import { readCheckout } from "../git/remotes.js";
import { WatchedTree } from "./watched-tree.js";
import { readAgain, readRepository, type RepositoryCache } from "../read-repository.js";
import { type Repository } from "../repository.js";
import type { Settings } from "../configuration/settings.js";

/** How long, in milliseconds, what was read of a repository counts before its files are looked at again. */
const TIME_TO_LIVE = 500;
/** How often they are looked at beforehand while somebody keeps asking, from start to start. */
const INTERVAL = 300;
/** How long somebody counts as asking after the last time. */
const ATTENTION = 2000;
/** How long looking may keep anything else waiting. */
const SLICE = 4;

/** A repository on the disk, for a process that lives on while its files change. */
export class LiveRepository {
  readonly #root: string;
  readonly #tree: WatchedTree;
  readonly #cache: RepositoryCache = new Map<string, never>();
  #repository: Repository;
  #settings: Settings;
  /** When all of it was last looked at, in milliseconds: no part of it is older. */
  #checked: number;
  #asked = 0;
  #next: NodeJS.Timeout | undefined;
  #isClosed = false;

  /**
   * @param root an absolute path
   * @throws ConfigError where its configuration file is wrong
   */
  constructor(root: string) {
    this.#root = root;
    this.#tree = new WatchedTree(root);
    this.#checked = performance.now();
    this.#repository = readRepository(root, this.#cache, undefined, { tree: this.#tree });
    this.#settings = readConfigFile(root)?.settings ?? {};
  }

  /** What it says now, or said at most a moment ago, files that are new or gone included. */
  get repository(): Repository {
    return this.#repository;
  }

  /** What its configuration file says. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Looks again at whatever was not looked at for too long. */
  refresh(): void {
    const now = performance.now();
    this.#asked = now;
    if (now - this.#checked <= TIME_TO_LIVE) return;
    const looking = this.#tree.lookAgain(now - TIME_TO_LIVE);
    while (!looking.next().done);
    this.#update(now);
  }

  /**
   * Looks again in the background for a short time, a little at once, so that who asks again soon need not wait for
   * it. It does not keep the process alive.
   * @param onChange hears that something has changed
   */
  lookAhead(onChange: () => void): void {
    if (this.#next || this.#isClosed) return;
    this.#next = setTimeout(() => this.#look(onChange), INTERVAL).unref();
  }

  /** Looks no more. */
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
      // What is not to keep the process alive is run in time as a timer only: nothing wakes it for an immediate.
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
      // Who asks next hears of it.
      this.#checked = Number.NEGATIVE_INFINITY;
      return;
    }
    const now = performance.now();
    if (now - this.#asked > ATTENTION) return;
    this.#next = setTimeout(() => this.#look(onChange), Math.max(0, started + INTERVAL - now)).unref();
  }

  /** Takes over what the tree has found, and what is read without it. */
  #update(now: number): void {
    const settings = readConfigFile(this.#root)?.settings ?? {};
    if (!isDeepStrictEqual(settings, this.#settings)) this.#settings = settings;
    const changes = this.#tree.takeChanges();
    const before = this.#repository;
    // Which files of a chart are templates can be up to what lies above the root.
    let repository: Repository | undefined = before;
    if (changes?.others || !this.#isSameAround()) repository = undefined;
    else if (changes) repository = readAgain(before, this.#cache, changes.files, this.#tree);
    if (!repository) {
      for (const path of changes?.files.keys() ?? []) this.#cache.delete(path);
      const read = readRepository(this.#root, this.#cache, undefined, { tree: this.#tree, before });
      repository = isSameRepository(before, read) ? before : read;
    }
    this.#repository = repository;
    this.#checked = Math.min(now, this.#tree.oldest);
  }

  /** Whether what is asked of the disk besides its files has the same answers still. */
  #isSameAround(): boolean {
    const { checkout, diskAnswers } = this.#repository;
    const disk = new Disk(new DiskTree(this.#root));
    return (
      isDeepStrictEqual(checkout, readCheckout(this.#root)) &&
      [...diskAnswers].every(([path, answer]) => disk.at(path) === answer)
    );
  }
}

function isSameRepository(a: Repository, b: Repository): boolean {
  return (
    a.files.size === b.files.size &&
    [...a.files].every(([path, facts]) => b.files.get(path) === facts) &&
    isDeepStrictEqual([a.checkout, a.sourceIgnores], [b.checkout, b.sourceIgnores]) &&
    [...a.diskAnswers].every(([path, answer]) => b.onDisk(path) === answer)
  );
}
