import { readdirSync } from "node:fs";
import type { ESLint } from "eslint";
import {
  factsAsJson,
  factsDigest,
  rememberFactsDigest,
  repositoryDigest,
} from "../../repository/repository-digest.js";
import { digest } from "../../util/digest.js";
import { type FileFacts, mayHoldSecretTexts } from "../../repository/facts.js";
import { isSettled } from "../../repository/disk/file-tree.js";
import { readCheckout, repositoryName } from "../../repository/git/remotes.js";
import type { FoundFile } from "../../repository/disk/walk.js";
import type { FactStore } from "../../repository/read-repository.js";
import type { ResultStore, Repository } from "../../repository/repository.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { RuleOptions } from "../lint/enabled-rules.js";
import { PersistedResults } from "./results.js";
import { Store } from "./store.js";
import { programVersion } from "./version.js";
import { isJsonLines, isKustomizationFile } from "../../repository/paths.js";
import { isChartFileName } from "../../repository/charts.js";
import { isConfigFile } from "../../repository/configuration/config-file.js";
import type { Linted, Outcome } from "../lint/outcome.js";
import type { Silence } from "../lint/silence.js";

/** Paths are relative to the root, so that a checkout that has moved is still known. */
interface Content {
  version: string;
  /** The place on this machine, and the metadata of its files: while that is unchanged, their content is known. */
  place: string;
  files: Record<string, [content: string, ctime: number, ino: number, size: number]>;
  /** By content: the digest of the facts, and the facts. */
  facts: Record<string, [facts: string, FileFacts]>;
  state: string;
  /** Further things that were asked: the contents of files, and the disk. */
  asked: Record<string, string>;
  disk: Record<string, string>;
  /** By path; ESLint's results with the digest of the text that was linted. */
  outcomes: Record<
    string,
    Exclude<Outcome, object> | [content: string, ESLint.LintResult, findings?: string]
  >;
  configuration: string;
  /** The rules that are on with that configuration, if they are the same in all files. */
  options?: RuleOptions | undefined;
  /** What could not be judged in that state. */
  silence?: Silence | undefined;
}

const NOTHING: Omit<Content, "version" | "place"> = {
  files: {},
  facts: {},
  state: "",
  asked: {},
  disk: {},
  outcomes: {},
  configuration: "",
};

/**
 * What earlier runs have found out about a repository, by contents, so that it also holds for a clone. In the
 * same place, a file is not read while the system says that nothing has happened to it, as git does with its
 * index.
 */
export class Cache implements FactStore {
  readonly #store: Store;
  readonly #before: Content;
  /** Facts that were given out: a second file with the same text gets a copy, since each file has its own. */
  readonly #given = new Set<FileFacts>();
  readonly #results: PersistedResults;
  /** The files as they were before any of them was read. */
  readonly #found = new Map<string, FoundFile>();
  readonly #started = Date.now();
  readonly #place: string;
  readonly #version = programVersion();
  #missesFacts = false;
  /** There is one repository for a run. */
  #repositoryDigest: string | undefined;

  constructor(directory: string, root: string) {
    const [kin, place] = [digest(identityOf(root)).slice(0, 16), digest(root).slice(0, 16)];
    this.#store = new Store(directory, kin, place, ".json");
    this.#results = new PersistedResults(new Store(directory, kin, place, ".results"), this.#version);
    const found = this.#store.read() as Content | undefined;
    const isOurs = found?.version === this.#version;
    this.#place = digest(root);
    this.#before = isOurs ? found : { ...NOTHING, version: this.#version, place: this.#place };
  }

  contentOf(found: FoundFile): string | undefined {
    const { path, ctime, ino, size } = found;
    this.#found.set(path, found);
    if (this.#before.place !== this.#place) return undefined;
    const [content, ...was] = ownValue(this.#before.files, path) ?? [];
    return was[0] === ctime && was[1] === ino && was[2] === size ? content : undefined;
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

  /** Results that follow from texts. */
  get results(): ResultStore {
    return this.#results;
  }

  /** Whether it had no facts for some text. */
  get missesFacts(): boolean {
    return this.#missesFacts;
  }

  /**
   * The known outcomes of files, as long as nothing has changed that a finding could depend on.
   * @param configuration a digest of everything that determines how to lint
   */
  outcomes(repository: Repository, settings: Settings, configuration: string): Map<string, Outcome> {
    const { state, asked, disk, outcomes } = this.#before;
    const holds =
      state === this.#stateOf(repository, settings, configuration) &&
      Object.entries(asked).every(([path, content]) => repository.contents.get(path) === content) &&
      Object.entries(disk).every(([path, answer]) => repository.onDisk(path) === answer);
    if (!holds) return new Map();
    return new Map(
      Object.entries(outcomes).flatMap(([path, kept]): [string, Outcome][] => {
        // Whether there is something to lint in a file follows from the facts.
        if (typeof kept === "string") return [[path, kept]];
        const [content, outcome] = kept;
        return repository.contents.get(path) === content ? [[path, outcome]] : [];
      }),
    );
  }

  /** What could not be judged, as long as the outcomes hold. */
  get silence(): Silence | undefined {
    return this.#before.silence;
  }

  /** The rules that are on with a configuration, if they are known and the same in all files. */
  options(configuration: string): RuleOptions | undefined {
    return this.#before.configuration === configuration ? this.#before.options : undefined;
  }

  /**
   * What ESLint said about a text in which the rules found the same as now, with the same configuration: it
   * would say that again, whatever has changed elsewhere in the repository.
   */
  outcome(path: string, content: string, findings: string, configuration: string): Outcome | undefined {
    if (this.#before.configuration !== configuration) return undefined;
    const kept = ownValue(this.#before.outcomes, path);
    if (typeof kept !== "object") return undefined;
    const [text, outcome, found] = kept;
    return text === content && found === findings ? outcome : undefined;
  }

  /**
   * Keeps what a run has found out.
   * @param outcomes all that is known, by path, earlier outcomes included
   * @param found what this run has found out: what the rules report, by path, and which rules are on
   * @throws a system error if it cannot be written
   */
  keep(
    repository: Repository,
    settings: Settings,
    configuration: string,
    outcomes: ReadonlyMap<string, Outcome>,
    found: Pick<Linted, "findings" | "options"> & { silence: Silence },
  ): void {
    const facts: Content["facts"] = {};
    for (const [path, one] of repository.files) {
      // What another file or a link makes of it does not follow from its content.
      if (one.namedPolicies || one.behindLink) continue;
      const content = repository.contents.get(path) ?? "";
      const key = keyOf(path, content);
      const before = ownValue(this.#before.facts, key);
      if (before) facts[key] = before;
      else if (!mayHoldSecretTexts(one) && factsAsJson(one) !== undefined)
        facts[key] = [factsDigest(one, content), one];
    }
    const state = this.#stateOf(repository, settings, configuration);
    const isSame = state === this.#before.state;
    const all = { ...(isSame && this.#before.asked), ...Object.fromEntries(repository.asked) };
    // A file that was changed while it was read: what was made of it belongs to no state.
    const isTorn = Object.entries(all).some(([path, content]) => repository.contents.get(path) !== content);
    const kept = isTorn ? [] : [...outcomes];
    if (!isTorn) this.#results.keep(isSame);
    this.#store.write({
      version: this.#version,
      place: this.#place,
      files: this.#settled(repository),
      facts,
      state: isTorn ? "" : state,
      asked: all,
      disk: { ...(isSame && this.#before.disk), ...Object.fromEntries(repository.diskAnswers) },
      outcomes: Object.fromEntries(
        kept.map(([path, outcome]): [string, Content["outcomes"][string]] => {
          if (typeof outcome === "string") return [path, outcome];
          const before = ownValue(this.#before.outcomes, path);
          const findings = found.findings.get(path) ?? (typeof before === "object" ? before[2] : undefined);
          return [path, [repository.contents.get(path) ?? "", outcome, findings]];
        }),
      ),
      configuration,
      options: found.options ?? this.options(configuration),
      silence: found.silence,
    } satisfies Content);
  }

  #stateOf(repository: Repository, settings: Settings, configuration: string): string {
    this.#repositoryDigest ??= repositoryDigest(repository, settings);
    return digest(`${configuration}\n${this.#repositoryDigest}`);
  }

  /** The metadata of the files whose last change was well before this run. */
  #settled({ contents }: Repository): Content["files"] {
    const isOld = (time: number) => time > 0 && time < this.#started && isSettled(time, this.#started);
    return Object.fromEntries(
      [...contents].flatMap(([path, content]): [string, Content["files"][string]][] => {
        const { ctime = 0, ino = 0, size = 0 } = this.#found.get(path) ?? {};
        return isOld(ctime) ? [[path, [content, ctime, ino, size]]] : [];
      }),
    );
  }
}

/** The name of a file says whether it is a kustomization, has lines of JSON, describes a chart, or may have contracts. */
function keyOf(path: string, content: string): string {
  if (isKustomizationFile(path)) return `${content}+`;
  if (isJsonLines(path)) return `${content}l`;
  if (isConfigFile(path)) return `${content}c`;
  return isChartFileName(path) ? `${content}-` : content;
}

/** Paths and digests come from files, so a key can be `__proto__`, which every object inherits. */
function ownValue<Value>(record: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** What a repository has in common with its clones: where it comes from, else what is in its root. */
function identityOf(root: string): string {
  const [remote] = readCheckout(root).remotes.flatMap((url) => repositoryName(url) ?? []);
  try {
    return remote ?? readdirSync(root).sort().join("\n");
  } catch {
    return "";
  }
}
