import { dirname } from "node:path";
import { CONFIG_FILES } from "../../repository/configuration/config-file.js";
import { hasMoreEntries } from "../../repository/disk/has-more-entries.js";
import { findUp } from "../../repository/repository.js";
import type { Judge } from "../judge.js";
import { below, pathOf } from "../text/uris.js";
import { LiveModel } from "./live-model.js";
import type { Model } from "./model.js";

/**
 * Of a directory that is no repository and in no open folder, nothing is read if more entries than these are below it: it
 * may be somebody's home, or the whole disk.
 */
const MAX_STRAY_ENTRIES = 5000;

/** A file in the model of its root. */
export interface Placed {
  live: LiveModel;
  /** Its path below the root. */
  path: string;
}

/** All that an editor has open: its folders, its files, and the model of each root that these are in. */
export class Workspace {
  readonly #judge: Judge;
  readonly #open = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #roots = new Map<string, LiveModel>();
  /** The root of each directory that was asked for since the last look. */
  readonly #rootOf = new Map<string, string | undefined>();
  /** Which directories outside of all folders are too large, as of the first file of them. */
  readonly #isLarge = new Map<string, boolean>();
  #folders: readonly string[] = [];

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** The folders that are open, as absolute paths. */
  set folders(folders: readonly string[]) {
    this.#folders = folders;
    this.lookAtRoots();
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** The texts of open files, by their absolute paths. */
  get open(): ReadonlyMap<string, string> {
    return this.#open;
  }

  /** The models that there are so far. */
  get models(): Iterable<LiveModel> {
    return this.#roots.values();
  }

  /** The number that the editor gives the text of an open file, for an edit of just that; null if it is not open. */
  versionOf(absolute: string): number | null {
    return this.#versions.get(absolute) ?? null;
  }

  /** Shows the text of an open file, in its root and in those around it, which may name it. */
  show(absolute: string, text: string, version?: number): void {
    this.#open.set(absolute, text);
    if (version !== undefined) this.#versions.set(absolute, version);
    for (const live of this.#roots.values()) {
      const path = below(live.root, absolute);
      if (path !== undefined) live.open(path, text);
    }
  }

  /** Shows a file as it is on disk again. */
  close(absolute: string): void {
    this.#open.delete(absolute);
    this.#versions.delete(absolute);
    for (const live of this.#roots.values()) {
      const path = below(live.root, absolute);
      if (path !== undefined) live.close(path);
    }
  }

  /**
   * The model that a file is in, and its path there; undefined for what is in no file, and for what is neither open nor
   * in a root that is.
   */
  placeOf(uri: string): Placed | undefined {
    const absolute = pathOf(uri);
    const root = absolute === undefined ? undefined : this.rootOf(absolute);
    if (absolute === undefined || root === undefined || !this.#isShown(absolute, root)) return undefined;
    const live = this.liveAt(root);
    const path = below(live.root, absolute);
    return path === undefined ? undefined : { live, path };
  }

  /** The model of a root, which is read when something of it is first asked for. */
  liveAt(root: string): LiveModel {
    let live = this.#roots.get(root);
    if (!live) {
      const open = [...this.#open].flatMap(([absolute, text]) => {
        const path = below(root, absolute);
        return path === undefined ? [] : [[path, text] as const];
      });
      this.#roots.set(root, (live = new LiveModel(root, this.#judge, new Map(open))));
    }
    return live;
  }

  /**
   * The model that a file is in as it is now, and its path there; undefined also for one of which is not known what the
   * editor shows.
   */
  at(uri: string): { model: Model; path: string } | undefined {
    const placed = this.placeOf(uri);
    if (!placed) return undefined;
    const model = placed.live.now;
    return placed.live.isWithheld(placed.path) ? undefined : { model, path: placed.path };
  }

  /**
   * The root that a file is in, as the command finds it: the nearest directory with a configuration, else with a `.git`,
   * else the folder that is open, else the file's own, unless that is too large. Undefined if there is none.
   */
  rootOf(absolute: string): string | undefined {
    const directory = dirname(absolute);
    if (!this.#rootOf.has(directory)) this.#rootOf.set(directory, this.#findRoot(directory));
    return this.#rootOf.get(directory);
  }

  /** The roots of the open folders and of the open files. */
  get roots(): ReadonlySet<string> {
    const files = [...this.#open.keys()].flatMap((file) => this.rootOf(file) ?? []);
    return new Set([...this.#folders.map((folder) => this.rootOfFolder(folder)), ...files]);
  }

  /** The root that a folder is in, as the command finds it that is called for the folder. */
  rootOfFolder(folder: string): string {
    return this.rootOf(`${folder}/.`) ?? folder;
  }

  /**
   * Looks whether files are in other roots now, such as a new one, and forgets the models of those that nothing is in
   * any more.
   * @returns whether some are
   */
  lookAtRoots(): boolean {
    const before = new Map(this.#rootOf);
    this.#rootOf.clear();
    const { roots } = this;
    for (const [root, live] of this.#roots) {
      const isNeeded = roots.has(root) || this.#folders.some((folder) => below(folder, root) !== undefined);
      if (isNeeded) continue;
      live.dispose();
      this.#roots.delete(root);
    }
    return [...before].some(([directory, root]) => this.rootOf(`${directory}/.`) !== root);
  }

  /** Forgets everything: the editor is done. */
  forget(): void {
    this.#open.clear();
    this.#folders = [];
    for (const root of this.#roots.values()) root.dispose();
    this.#roots.clear();
    this.#rootOf.clear();
  }

  /** Whether an editor has anything to do with a file: it may ask for whatever it can name. */
  #isShown(absolute: string, root: string): boolean {
    return (
      this.#open.has(absolute) ||
      this.#roots.has(root) ||
      this.#folders.some((folder) => below(folder, absolute) !== undefined)
    );
  }

  #findRoot(directory: string): string | undefined {
    const folder = this.#folders
      .filter((one) => one === directory || below(one, directory) !== undefined)
      .sort((a, b) => b.length - a.length)[0];
    return (
      findUp(directory, ...CONFIG_FILES) ?? findUp(directory, ".git") ?? folder ?? this.#ownRoot(directory)
    );
  }

  #ownRoot(directory: string): string | undefined {
    const isLarge = this.#isLarge.get(directory) ?? hasMoreEntries(directory, MAX_STRAY_ENTRIES);
    this.#isLarge.set(directory, isLarge);
    return isLarge ? undefined : directory;
  }
}
