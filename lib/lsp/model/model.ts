import { join } from "node:path";
import type { Location } from "vscode-languageserver";
import type { Analysis } from "../../analysis/analysis.js";
import type { Place } from "../../builds/build.js";
import type { ConfigFile } from "../../repository/configuration/config-file.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { Repository } from "../../repository/repository.js";
import type { State } from "../judge.js";
import { uriOf } from "../text/uris.js";
import { ModelFile } from "./model-file.js";

/** A repository at one moment, with open files as they are in the editor. Every answer comes from one. */
export class Model implements State {
  readonly root: string;
  readonly repository: Repository;
  readonly settings: Settings;
  readonly config: ConfigFile | undefined;
  readonly analysis: Analysis;
  readonly #files = new Map<string, ModelFile | undefined>();

  constructor({ repository, settings, config, analysis }: State) {
    this.root = repository.root;
    this.repository = repository;
    this.settings = settings;
    this.config = config;
    this.analysis = analysis;
  }

  /**
   * A file below the root as it is in the editor, else on disk; undefined if there is none.
   * @param path below the root, with `/`
   */
  file(path: string): ModelFile | undefined {
    if (!this.#files.has(path)) {
      const text = this.repository.textAt(path);
      const file =
        text === undefined ? undefined : new ModelFile(text, this.repository.factsOfText(path, text));
      this.#files.set(path, file);
    }
    return this.#files.get(path);
  }

  /** How editors name a file below the root. */
  uriOf(path: string): string {
    return uriOf(join(this.root, path));
  }

  /**
   * Where something is written, for the editor to go to; undefined if the file is gone, or if what a chart renders is not
   * written in it.
   * @param prefer as for `locate`
   */
  locationOf({ file: path, document, path: at }: Place, prefer?: "key" | "item"): Location | undefined {
    const file = this.file(path);
    if (!file) return undefined;
    if (!this.#isRendered(path)) return { uri: this.uriOf(path), range: file.rangeAt(document, at, prefer) };
    const template = this.analysis.chartTemplate(path);
    const target = template?.locate(document, at, prefer) ?? template?.locate(document, []);
    return target && { uri: this.uriOf(path), range: file.rangeOf(target) };
  }

  /** Whether a file is one of a chart, in which only what is rendered is known. */
  #isRendered(path: string): boolean {
    return this.repository.chartFiles.has(path) && !this.repository.files.has(path);
  }
}
