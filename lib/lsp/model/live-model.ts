import { join } from "node:path";
import { Analysis } from "../../analysis/analysis.js";
import { ConfigError, type ConfigFile } from "../../repository/configuration/config-file.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { Repository } from "../../repository/repository.js";
import { BuffersTree } from "../../repository/watch/buffers-tree.js";
import { LiveRepository } from "../../repository/watch/live-repository.js";
import { WatchedTree } from "../../repository/watch/watched-tree.js";
import type { Judge, Store } from "../judge.js";
import { uriOf } from "../text/uris.js";
import { MOST_TYPED } from "./large-files.js";
import { Model } from "./model.js";

/** The model of one root, kept up to date with the disk and the editor. */
export class LiveModel {
  readonly root: string;
  readonly #judge: Judge;
  readonly #buffers: BuffersTree;
  #reading: Generator<void, LiveRepository> | undefined;
  #live: LiveRepository | undefined;
  #store: Store | undefined;
  /** What has happened to while the repository was being read. */
  readonly #missed = new Set<string>();
  #config: ConfigFile | undefined;
  /** How many it has had. */
  #configs = 0;
  /** The configuration before a change that turned out to be a mistake, and the mistakes that turned out so. */
  #accepted: ConfigFile | undefined;
  #refused: { config: string; error: ConfigError } | undefined;
  #configError: ConfigError | undefined;
  #model: { model: Model; version: number } | undefined;
  /** The texts of open files that are too large to be read with each key: these count as they are on disk. */
  readonly #large = new Map<string, string>();
  /** What is known of the last such text. */
  #compared: { path: string; text: string; repository: Repository; isSaved: boolean } | undefined;

  /**
   * @param root an absolute path
   * @param open the texts of open files, by path below the root
   */
  constructor(root: string, judge: Judge, open: ReadonlyMap<string, string>) {
    this.root = root;
    this.#judge = judge;
    this.#buffers = new BuffersTree(new WatchedTree(root));
    for (const [path, text] of open) this.#show(path, text);
    this.#readConfig();
  }

  /** The mistake in its configuration file, if there is one: it then counts as it was before. */
  get configError(): ConfigError | undefined {
    return this.#configError;
  }

  /** Its configuration, which is known before anything else is read. */
  get config(): ConfigFile | undefined {
    return this.#config;
  }

  /** What its configuration says of it. */
  get settings(): Settings {
    return { ...this.#config?.settings, root: this.root };
  }

  /** Whether the repository has been read, which takes a while for a large one. */
  get isRead(): boolean {
    return this.#live !== undefined;
  }

  /** How editors name a file below the root. */
  uriOf(path: string): string {
    return uriOf(join(this.root, path));
  }

  /** What stands for its state: it is another one after each change of a text, of what is on disk, or of the configuration. */
  get state(): string {
    return JSON.stringify([this.#live?.version, this.#configs, this.#configError?.message]);
  }

  /** Reads the repository in small steps: it can be suspended after each. */
  *read(): Generator<void, void> {
    while (!this.#readOn()) yield;
  }

  /** Shows a text for a file, as an editor does that has it open. */
  open(path: string, text: string): void {
    this.#show(path, text);
    this.#lookAtConfig([path]);
  }

  /** Shows a file as it is on disk again. */
  close(path: string): void {
    this.#large.delete(path);
    this.#buffers.close(path);
    this.#lookAtConfig([path]);
  }

  /**
   * Whether a file is open with a text that is too large to be read with each key, and is not saved: then nothing is known
   * of what the editor shows.
   */
  isWithheld(path: string): boolean {
    const text = this.#large.get(path);
    if (text === undefined || !this.#live) return false;
    const { repository } = this.#live;
    const last = this.#compared;
    if (last?.path !== path || last.text !== text || last.repository !== repository)
      this.#compared = { path, text, repository, isSaved: repository.textAt(path) === text };
    return this.#compared?.isSaved === false;
  }

  /**
   * The repository as it is now: with every change of an open file, and with those on disk up to the last look. What is
   * not read of it yet is read first.
   */
  get now(): Model {
    while (!this.#readOn());
    const live = this.#live as LiveRepository;
    live.takeOver();
    const { repository, version } = live;
    const before = this.#model?.model;
    const isSame = before?.repository === repository && before.config === this.#config;
    if (isSame && this.#model?.version === version) return before;
    const settings = isSame ? before.settings : this.settings;
    const analysis = isSame
      ? before.analysis
      : new Analysis(repository, settings, before?.analysis.resolvedState);
    const model = new Model(
      { repository, settings, config: this.#config, analysis },
      { before, isWithheld: (path) => this.isWithheld(path) },
    );
    this.#model = { model, version };
    return model;
  }

  /** Looks at all of the disk again, in small steps: it can be suspended after each. */
  *lookAgain(): Generator<void, void> {
    this.#readConfig();
    if (this.#live) yield* this.#live.lookAgain();
  }

  /**
   * Looks at what something has happened to.
   * @param paths below the root; the empty one is the root
   */
  lookAt(paths: readonly string[]): void {
    this.#lookAtConfig(paths);
    if (!this.#live) {
      // Some of it may have been read as it was before.
      if (this.#reading) for (const path of paths) this.#missed.add(path);
      return;
    }
    this.#buffers.lookAt(paths);
    this.#live.takeOverAll();
  }

  /** Goes back to the configuration before: something is wrong with the options in it, which only a run can tell. */
  refuse(error: ConfigError): void {
    this.#refused = { config: textOf(this.#config), error };
    this.#configError = error;
    this.#config = this.#accepted;
    this.#configs++;
  }

  /** Whether a configuration was refused. */
  isRefused(config: ConfigFile | undefined): boolean {
    return this.#refused?.config === textOf(config);
  }

  /** Says that nothing is wrong with the options in the configuration. */
  accept(): void {
    this.#accepted = this.#config;
  }

  /** Keeps what was read for the next time, once. */
  keep(): void {
    const store = this.#store;
    this.#store = undefined;
    store?.keep(this.now.repository);
  }

  /** Forgets it. */
  dispose(): void {
    this.#store = undefined;
    this.#live?.close();
  }

  #show(path: string, text: string): void {
    if (text.length <= MOST_TYPED) {
      this.#large.delete(path);
      this.#buffers.open(path, text);
      return;
    }
    this.#buffers.close(path);
    this.#large.set(path, text);
  }

  /** @returns whether all has been read */
  #readOn(): boolean {
    if (this.#live) return true;
    if (!this.#reading) {
      // These texts are read with the others.
      this.#buffers.takeChanges();
      this.#store = this.#judge.storeOf(this.root);
      this.#reading = LiveRepository.reading(this.root, this.#buffers, this.#store);
    }
    const reading = this.#reading;
    this.#reading = undefined;
    // What fails is begun anew when it is next asked for.
    const { done, value } = reading.next();
    if (!done) {
      this.#reading = reading;
      return false;
    }
    this.#live = value;
    if (this.#missed.size > 0) this.lookAt([...this.#missed]);
    this.#missed.clear();
    return true;
  }

  #lookAtConfig(paths: readonly string[]): void {
    if (paths.some((path) => path === "" || this.#judge.isConfig(path))) this.#readConfig();
  }

  /** Reads the configuration. While there is a mistake in it, the last one without counts. */
  #readConfig(): void {
    try {
      const config = this.#judge.configOf(this.root, (name) => this.#buffers.textOf(name));
      const text = textOf(config);
      this.#configError = this.#refused?.config === text ? this.#refused.error : undefined;
      if (this.#configError || text === textOf(this.#config)) return;
      this.#refused = undefined;
      this.#config = config;
      this.#configs++;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#configError = error;
    }
  }
}

/** All that a configuration says, and where: to tell whether it is another one. */
function textOf(config: ConfigFile | undefined): string {
  return JSON.stringify([config, [...(config?.ruleLines ?? [])]]);
}
