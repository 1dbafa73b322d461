import { readdirSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { ESLint } from "eslint";
import { repositoryName } from "../../builds/sources.js";
import {
  digest,
  factsAsJson,
  factsDigest,
  rememberFactsDigest,
  repositoryDigest,
} from "../../repository/digest.js";
import { type FileFacts } from "../../repository/facts.js";
import { readCheckout } from "../../repository/git-remotes.js";
import type { KnownFacts, KnownResults, Repository } from "../../repository/repository.js";
import type { Settings } from "../../repository/settings.js";
import type { Linted } from "../lint-root.js";
import type { RuleOptions } from "../rules-on.js";
import { Store } from "./store.js";
import { programVersion } from "./version.js";
import { isKustomizationFile } from "../../repository/paths.js";

/** What became of a file: nothing to judge in it, left out by the configuration, nothing found, or ESLint's result. */
export type Outcome = "nothing" | "ignored" | "clean" | ESLint.LintResult;

/** Paths are below the root, so that a checkout that has moved is known again. */
interface Content {
  version: string;
  /** By content: the digest of the facts, and the facts. */
  facts: Record<string, [facts: string, FileFacts]>;
  /** What else follows from texts, by names that hold their digests. */
  results: Record<string, unknown>;
  state: string;
  /** What was asked besides: the contents of files and the disk. */
  asked: Record<string, string>;
  disk: Record<string, string>;
  /** By path, with the digest of the text that was linted. */
  outcomes: Record<string, [content: string, Outcome, findings?: string]>;
  configuration: string;
  /** What is on in all files alike by that configuration, where it is. */
  options?: RuleOptions | undefined;
}

const NOTHING: Omit<Content, "version"> = {
  facts: {},
  results: {},
  state: "",
  asked: {},
  disk: {},
  outcomes: {},
  configuration: "",
};

/** What earlier runs have found out of a repository, by contents and never by times of change. */
export class Cache implements KnownFacts {
  readonly #store: Store;
  readonly #before: Content;
  /** Facts that were given out: a second file with the same text gets a copy, since each file has its own. */
  readonly #given = new Set<FileFacts>();
  readonly #results = new Map<string, unknown>();
  readonly #version = programVersion();
  #missesFacts = false;

  constructor(directory: string, root: string) {
    this.#store = new Store(directory, digest(identityOf(root)).slice(0, 16), digest(root).slice(0, 16));
    const found = this.#store.read() as Content | undefined;
    const isOurs = found?.version === this.#version;
    this.#before = isOurs ? found : { ...NOTHING, version: this.#version };
  }

  get(path: string, content: string): FileFacts | undefined {
    const [known, facts] = ownValue(this.#before.facts, keyOf(path, content)) ?? [];
    if (!facts || known === undefined) {
      this.#missesFacts = true;
      return undefined;
    }
    const own = this.#given.has(facts) ? structuredClone(facts) : facts;
    this.#given.add(own);
    rememberFactsDigest(own, known);
    return own;
  }

  /** What else follows from texts; what is not asked for any more is forgotten. */
  readonly results: KnownResults = {
    get: (key) => {
      const known = this.#results.get(key) ?? ownValue(this.#before.results, key);
      if (known !== undefined) this.#results.set(key, known);
      return known;
    },
    set: (key, result) => {
      if (isDeepStrictEqual(JSON.parse(JSON.stringify(result)), result)) this.#results.set(key, result);
    },
  };

  /** Whether a text was new to it. */
  get missesFacts(): boolean {
    return this.#missesFacts;
  }

  /**
   * What is known of files, as long as nothing has changed that a finding could depend on.
   * @param configuration a digest of everything that says how to lint
   */
  outcomes(repository: Repository, settings: Settings, configuration: string): Map<string, Outcome> {
    const { state, asked, disk, outcomes } = this.#before;
    const holds =
      state === stateOf(repository, settings, configuration) &&
      Object.entries(asked).every(([path, content]) => repository.contents.get(path) === content) &&
      Object.entries(disk).every(([path, answer]) => repository.onDisk(path) === answer);
    if (!holds) return new Map();
    return new Map(
      Object.entries(outcomes).flatMap(([path, [content, outcome]]) =>
        // Whether there is something to lint in a file follows from the facts.
        typeof outcome === "string" || repository.contents.get(path) === content ? [[path, outcome]] : [],
      ),
    );
  }

  /** What is on in all files alike by a configuration, where that is known. */
  options(configuration: string): RuleOptions | undefined {
    return this.#before.configuration === configuration ? this.#before.options : undefined;
  }

  /**
   * What ESLint said of a text in which rules find what they find now, by the same configuration: whatever else has
   * changed in the repository, it would say that again.
   */
  outcome(path: string, content: string, findings: string, configuration: string): Outcome | undefined {
    if (this.#before.configuration !== configuration) return undefined;
    const [text, outcome, found] = ownValue(this.#before.outcomes, path) ?? [];
    return text === content && found === findings ? outcome : undefined;
  }

  /**
   * Keeps what a run has found out.
   * @param outcomes all that is known, by path, earlier outcomes included
   * @param found what the rules say, by path, and what is on, of what was found out in this run
   * @throws an error of the system where it cannot be written
   */
  keep(
    repository: Repository,
    settings: Settings,
    configuration: string,
    outcomes: ReadonlyMap<string, Outcome>,
    found: Pick<Linted, "findings" | "options">,
  ): void {
    const facts: Content["facts"] = {};
    for (const [path, one] of repository.files) {
      const content = repository.contents.get(path) ?? "";
      const key = keyOf(path, content);
      const before = ownValue(this.#before.facts, key);
      if (before) facts[key] = before;
      else if (factsAsJson(one) !== undefined) facts[key] = [factsDigest(one, content), one];
    }
    const state = stateOf(repository, settings, configuration);
    const isSame = state === this.#before.state;
    const all = { ...(isSame && this.#before.asked), ...Object.fromEntries(repository.asked) };
    // A file that was changed while it was read: what was made of it belongs to no state.
    const isTorn = Object.entries(all).some(([path, content]) => repository.contents.get(path) !== content);
    const kept = isTorn ? [] : [...outcomes];
    this.#store.write({
      version: this.#version,
      facts,
      results: { ...(isSame && this.#before.results), ...Object.fromEntries(this.#results) },
      state: isTorn ? "" : state,
      asked: all,
      disk: { ...(isSame && this.#before.disk), ...Object.fromEntries(repository.diskAnswers) },
      outcomes: Object.fromEntries(
        kept.map(([path, outcome]): [string, Content["outcomes"][string]] => {
          const content = repository.contents.get(path) ?? "";
          if (typeof outcome === "string") return [path, [content, outcome]];
          const findings = found.findings.get(path) ?? ownValue(this.#before.outcomes, path)?.[2];
          return [path, [content, outcome, findings]];
        }),
      ),
      configuration,
      options: found.options ?? this.options(configuration),
    } satisfies Content);
  }
}

function stateOf(repository: Repository, settings: Settings, configuration: string): string {
  return digest(`${configuration}\n${repositoryDigest(repository, settings)}`);
}

/** The name of a file says whether it is a kustomization. */
function keyOf(path: string, content: string): string {
  return isKustomizationFile(path) ? `${content}+` : content;
}

/** Paths and digests come from files: none of them is `__proto__`'s. */
function ownValue<Value>(record: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** What a repository has in common with its clones: where it comes from, else what stands in its root. */
function identityOf(root: string): string {
  const [remote] = readCheckout(root).remotes.flatMap((url) => repositoryName(url) ?? []);
  try {
    return remote ?? readdirSync(root).sort().join("\n");
  } catch {
    return "";
  }
}
