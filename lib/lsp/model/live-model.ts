import { Analysis } from "../../analysis/analysis.js";
import { ConfigError, type ConfigFile } from "../../repository/configuration/config-file.js";
import { BuffersTree } from "../../repository/watch/buffers-tree.js";
import { LiveRepository } from "../../repository/watch/live-repository.js";
import { WatchedTree } from "../../repository/watch/watched-tree.js";
import type { Judge } from "../judge.js";
import { Model } from "./model.js";

/** The model of one root, kept up to date with the disk and the editor. */
export class LiveModel {
  readonly root: string;
  readonly #judge: Judge;
  readonly #buffers: BuffersTree;
  readonly #live: LiveRepository;
  #config: ConfigFile | undefined;
  #configError: ConfigError | undefined;
  #model: Model | undefined;

  /**
   * Reads the repository, which takes a while for a large one.
   * @param root an absolute path
   * @param open the texts of open files, by path below the root
   */
  constructor(root: string, judge: Judge, open: ReadonlyMap<string, string>) {
    this.root = root;
    this.#judge = judge;
    this.#readConfig();
    this.#buffers = new BuffersTree(new WatchedTree(root));
    for (const [path, text] of open) this.#buffers.open(path, text);
    this.#live = new LiveRepository(root, this.#buffers, judge.storeOf(root, this.#config));
    this.#buffers.takeChanges();
  }

  /** The mistake in its configuration file, if there is one: it then counts as it was before. */
  get configError(): ConfigError | undefined {
    return this.#configError;
  }

  /** Shows a text for a file, as an editor does that has it open. */
  open(path: string, text: string): void {
    this.#buffers.open(path, text);
  }

  /** Shows a file as it is on disk again. */
  close(path: string): void {
    this.#buffers.close(path);
  }

  /** The repository as it is now: with every change of an open file, and with those on disk up to the last look. */
  get now(): Model {
    this.#live.takeOver();
    const { repository } = this.#live;
    const before = this.#model;
    if (before && before.repository === repository && before.config === this.#config) return before;
    const settings = { ...this.#config?.settings, root: this.root };
    const analysis = new Analysis(repository, settings, before?.repository);
    return (this.#model = new Model({ repository, settings, config: this.#config, analysis }));
  }

  /** Looks at all of the disk again, in small steps: it can be suspended after each. */
  *lookAgain(): Generator<void, void> {
    this.#readConfig();
    yield* this.#live.lookAgain();
  }

  /** Forgets it. */
  dispose(): void {
    this.#live.close();
  }

  /** Reads the configuration. While there is a mistake in it, the last one without counts. */
  #readConfig(): void {
    try {
      const config = this.#judge.configOf(this.root);
      this.#configError = undefined;
      if (JSON.stringify(config) !== JSON.stringify(this.#config)) this.#config = config;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#configError = error;
    }
  }
}
