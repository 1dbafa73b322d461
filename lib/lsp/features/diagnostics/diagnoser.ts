import type { Diagnostic } from "vscode-languageserver";
import { ConfigError } from "../../../repository/configuration/config-file.js";
import { type Host, wordsOf } from "../../feature.js";
import { printable } from "../../../util/phrases.js";
import type { Message, State } from "../../judge.js";
import type { LiveModel } from "../../model/live-model.js";
import { loneFile } from "../../model/lone-file.js";
import type { Model } from "../../model/model.js";
import { diagnosticOf } from "./diagnostic-of.js";
import { firstOf, whyNotJudged } from "./not-judged.js";
import { mistakeIn } from "./mistake.js";

/** What is found in files, by their paths below the root, and in which state of the repository. */
export interface Found {
  model: Model;
  diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** The rules that find in a file alone what they find in it with all others; a few, as most ask what is applied. */
const ALONE: ReadonlySet<string> = new Set([
  "gitops/valid-yaml",
  "gitops/valid-manifest",
  "gitops/no-wildcard-verbs",
  "gitops/no-wildcard-resources",
]);

/** Finds what the command finds, as editors show it. */
export class Diagnoser {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** What is found in some files of a root, as they are now. */
  async find(live: LiveModel, paths: readonly string[]): Promise<Found> {
    const model = live.now;
    if (!this.#host.options().enable) return { model, diagnostics: empty(paths) };
    try {
      const judged = paths.filter((path) => !live.isWithheld(path));
      const found = await this.#host.judge.judge(judged, model);
      if (model.config === live.config) live.accept();
      return { model, diagnostics: this.#diagnostics(live, model, paths, found) };
    } catch (error) {
      if (error instanceof ConfigError && model.config === live.config && !live.isRefused(model.config)) {
        live.refuse(error);
        return await this.find(live, paths);
      }
      this.#host.log(`What is wrong in ${printable(live.root)} could not be found: ${wordsOf(error)}`);
      return {
        model,
        diagnostics: this.#diagnostics(live, model, paths, await this.#oneByOne(paths, model)),
      };
    }
  }

  /** What a file says by itself, while its repository is being read. */
  async findAlone(live: LiveModel, path: string, text: string): Promise<Found | undefined> {
    if (!this.#host.options().enable) return undefined;
    try {
      const model = loneFile(live, path, text);
      if (!model) return undefined;
      const found = (await this.#host.judge.judge([path], model)).get(path) ?? [];
      const own = found.filter(({ ruleId }) => ruleId !== null && ALONE.has(ruleId));
      return { model, diagnostics: this.#diagnostics(live, model, [path], new Map([[path, own]])) };
    } catch {
      // Whatever is wrong is told when it is judged with the others.
      return undefined;
    }
  }

  /** So that one file that cannot be judged takes nothing from the others. */
  async #oneByOne(paths: readonly string[], state: State): Promise<ReadonlyMap<string, readonly Message[]>> {
    const found = new Map<string, readonly Message[]>();
    if (paths.length === 1) return found;
    for (const path of paths) {
      try {
        found.set(path, (await this.#host.judge.judge([path], state)).get(path) ?? []);
      } catch (error) {
        this.#host.log(`${printable(path)} could not be judged: ${wordsOf(error)}`);
      }
    }
    return found;
  }

  #diagnostics(
    live: LiveModel,
    model: Model,
    paths: readonly string[],
    found: ReadonlyMap<string, readonly Message[]>,
  ): Map<string, Diagnostic[]> {
    const { configError } = live;
    if (configError)
      this.#host.log(`The configuration of ${printable(live.root)} is not followed: ${wordsOf(configError)}`);
    const mistake = configError && mistakeIn(configError, (path) => model.file(path));
    return new Map(
      paths.map((path) => {
        const messages = found.get(path) ?? [];
        const file = messages.length > 0 ? model.file(path) : undefined;
        const diagnostics = file ? firstOf(messages, (one) => diagnosticOf(one, file)) : [];
        const note = whyNotJudged(live, model, path);
        if (note) diagnostics.unshift(note);
        if (mistake?.path === path) diagnostics.unshift(mistake.diagnostic);
        return [path, diagnostics];
      }),
    );
  }
}

function empty(paths: readonly string[]): Map<string, readonly Diagnostic[]> {
  return new Map(paths.map((path) => [path, []]));
}
