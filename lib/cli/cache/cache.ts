import type { ESLint } from "eslint";
import { repositoryDigest } from "../../repository/repository-digest.js";
import { digest } from "../../util/digest.js";
import type { FileFacts } from "../../repository/facts.js";
import type { FoundFile } from "../../repository/disk/walk.js";
import type { FactStore } from "../../repository/read-repository.js";
import type { ResultStore, Repository } from "../../repository/repository.js";
import type { Settings } from "../../repository/configuration/settings.js";
import type { RuleOptions } from "../lint/enabled-rules.js";
import { storeOf } from "./identity.js";
import { type FactRecords, KnownFacts } from "./known-facts.js";
import { type FileRecords, KnownFiles } from "./known-files.js";
import { ownValue } from "./own-value.js";
import { PersistedResults } from "./results.js";
import type { Store } from "./store.js";
import { programVersion } from "./version.js";
import type { Linted, Outcome } from "../lint/outcome.js";
import type { Silence } from "../lint/silence.js";

/** Paths are relative to the root, so that a checkout that has moved is still known. */
interface Content {
  version: string;
  /** The place on this machine, and the metadata of its files: while that is unchanged, their content is known. */
  place: string;
  files: FileRecords;
  facts: FactRecords;
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
  readonly #facts: KnownFacts;
  readonly #files: KnownFiles;
  readonly #results: PersistedResults;
  readonly #place: string;
  readonly #version = programVersion();
  /** There is one repository for a run. */
  #repositoryDigest: string | undefined;

  constructor(directory: string, root: string) {
    this.#store = storeOf(directory, root, ".json");
    this.#results = new PersistedResults(storeOf(directory, root, ".results"), this.#version);
    const found = this.#store.read() as Content | undefined;
    const isOurs = found?.version === this.#version;
    this.#place = digest(root);
    this.#before = isOurs ? found : { ...NOTHING, version: this.#version, place: this.#place };
    this.#facts = new KnownFacts(this.#before.facts);
    this.#files = new KnownFiles(this.#before.place === this.#place ? this.#before.files : {});
  }

  contentOf(found: FoundFile): string | undefined {
    return this.#files.contentOf(found);
  }

  get(path: string, content: string): FileFacts | undefined {
    return this.#facts.get(path, content);
  }

  /** Results that follow from texts. */
  get results(): ResultStore {
    return this.#results;
  }

  /** Whether it had no facts for some text. */
  get missesFacts(): boolean {
    return this.#facts.isMissing;
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
        return repository.contentOf(path) === content ? [[path, outcome]] : [];
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
    const facts: FactRecords = {};
    this.#facts.addTo(facts, repository);
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
      files: this.#files.settled(repository),
      facts,
      state: isTorn ? "" : state,
      asked: all,
      disk: { ...(isSame && this.#before.disk), ...Object.fromEntries(repository.diskAnswers) },
      outcomes: Object.fromEntries(
        kept.map(([path, outcome]): [string, Content["outcomes"][string]] => {
          if (typeof outcome === "string") return [path, outcome];
          const before = ownValue(this.#before.outcomes, path);
          const findings = found.findings.get(path) ?? (typeof before === "object" ? before[2] : undefined);
          return [path, [repository.contentOf(path) ?? "", outcome, findings]];
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
}
