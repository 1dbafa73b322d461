import { dirname } from "node:path";
import { CONFIG_FILES } from "../../repository/configuration/config-file.js";
import { findUp } from "../../repository/repository.js";
import type { Judge } from "../judge.js";
import { below, pathOf } from "../text/uris.js";
import { LiveModel } from "./live-model.js";
import type { Model } from "./model.js";

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
  #folders: readonly string[] = [];

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  /** The folders that are open, as absolute paths. */
  set folders(folders: readonly string[]) {
    this.#folders = folders;
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

  /** Shows the text of an open file in the model of its root. */
  show(absolute: string, text: string, version?: number): void {
    this.#open.set(absolute, text);
    if (version !== undefined) this.#versions.set(absolute, version);
    const root = this.#roots.get(this.rootOf(absolute));
    const path = root && below(root.root, absolute);
    if (path !== undefined) root?.open(path, text);
  }

  /** Shows a file as it is on disk again. */
  close(absolute: string): void {
    this.#open.delete(absolute);
    this.#versions.delete(absolute);
    const root = this.#roots.get(this.rootOf(absolute));
    const path = root && below(root.root, absolute);
    if (path !== undefined) root?.close(path);
  }

  /** The model that a file is in, and its path there; undefined for what is in no file. */
  placeOf(uri: string): Placed | undefined {
    const absolute = pathOf(uri);
    if (absolute === undefined) return undefined;
    const live = this.liveAt(this.rootOf(absolute));
    const path = below(live.root, absolute);
    return path === undefined ? undefined : { live, path };
  }

  /** The model of a root, read when it is first asked for. */
  liveAt(root: string): LiveModel {
    let live = this.#roots.get(root);
    if (!live) {
      const open = [...this.#open].flatMap(([absolute, text]) => {
        const path = this.rootOf(absolute) === root ? below(root, absolute) : undefined;
        return path === undefined ? [] : [[path, text] as const];
      });
      this.#roots.set(root, (live = new LiveModel(root, this.#judge, new Map(open))));
    }
    return live;
  }

  /** The model that a file is in as it is now, and its path there. */
  at(uri: string): { model: Model; path: string } | undefined {
    const placed = this.placeOf(uri);
    return placed && { model: placed.live.now, path: placed.path };
  }

  /**
   * The root that a file is in, as the command finds it: the nearest directory with a configuration, else with a `.git`,
   * else the folder that is open, else the file's own.
   */
  rootOf(absolute: string): string {
    const directory = dirname(absolute);
    const folder = this.#folders
      .filter((one) => below(one, absolute) !== undefined)
      .sort((a, b) => b.length - a.length)[0];
    return findUp(directory, ...CONFIG_FILES) ?? findUp(directory, ".git") ?? folder ?? directory;
  }

  /** Forgets all roots, as when they may be others. */
  forget(): void {
    for (const root of this.#roots.values()) root.dispose();
    this.#roots.clear();
  }
}
