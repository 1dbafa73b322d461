import { join } from "node:path";
import type { Location } from "vscode-languageserver";
import type { Analysis } from "../../analysis/analysis.js";
import type { Place } from "../../builds/build.js";
import type { ConfigFile } from "../../repository/configuration/config-file.js";
import type { FileFacts } from "../../repository/facts.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { Repository } from "../../repository/repository.js";
import type { State } from "../judge.js";
import { uriOf } from "../text/uris.js";
import { ModelFile } from "./model-file.js";

/** Of how many files the text, and what was parsed of it, is kept. */
const MAX_FILES = 64;
/** How many characters these may have altogether; the last one is kept in any case. */
const MAX_CHARACTERS = 4 * 2 ** 20;

/** A file that was asked for. */
interface Kept {
  file: ModelFile;
  facts: FileFacts | undefined;
}

/** A repository at one moment, with open files as they are in the editor. Every answer comes from one. */
export class Model implements State {
  readonly root: string;
  readonly repository: Repository;
  readonly settings: Settings;
  readonly config: ConfigFile | undefined;
  readonly analysis: Analysis;
  /** The files asked for last, the last one at the end. */
  readonly #files = new Map<string, Kept>();
  #characters = 0;
  readonly #isWithheld: (path: string) => boolean;
  /** Those of the model before: most have the same text. */
  readonly #before: ReadonlyMap<string, Kept>;

  /**
   * @param before what the repository was a moment ago
   * @param isWithheld whether nothing is known of the text of a file in the editor
   */
  constructor(
    { repository, settings, config, analysis }: State,
    {
      before,
      isWithheld = () => false,
    }: { before?: Model | undefined; isWithheld?: (path: string) => boolean } = {},
  ) {
    this.root = repository.root;
    this.repository = repository;
    this.settings = settings;
    this.config = config;
    this.analysis = analysis;
    this.#before = before ? before.#files : new Map<string, never>();
    this.#isWithheld = isWithheld;
  }

  /**
   * A file below the root as it is in the editor, else on disk; undefined if there is none, or it is too large.
   * @param path below the root, with `/`
   */
  file(path: string): ModelFile | undefined {
    if (this.#isWithheld(path)) return undefined;
    const kept = this.#files.get(path) ?? this.#read(path);
    if (!kept) return undefined;
    if (!this.#files.delete(path)) this.#characters += kept.file.text.length;
    this.#files.set(path, kept);
    for (const [other, { file }] of this.#files) {
      if (other === path || (this.#files.size <= MAX_FILES && this.#characters <= MAX_CHARACTERS)) break;
      this.#files.delete(other);
      this.#characters -= file.text.length;
    }
    return kept.file;
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

  #read(path: string): Kept | undefined {
    if (this.repository.unreadable.some((one) => one.path === path)) return undefined;
    const text = this.repository.textAt(path);
    if (text === undefined) return undefined;
    const facts = this.repository.factsOfText(path, text);
    const before = this.#before.get(path);
    return before?.facts === facts && before?.file.text === text
      ? before
      : { file: new ModelFile(text, facts), facts };
  }
}
