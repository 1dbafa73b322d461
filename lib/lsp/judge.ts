import type { Analysis } from "../analysis/analysis.js";
import type { ConfigFile } from "../repository/configuration/config-file.js";
import type { Settings } from "../repository/configuration/settings.js";
import type { FactStore } from "../repository/read-repository.js";
import type { Repository } from "../repository/repository.js";

/** A change of a text, by offsets in it. */
export interface TextChange {
  range: readonly [start: number, end: number];
  text: string;
}

/** A finding as the command reports it: lines and columns count from 1, columns in UTF-16 units. */
export interface Message {
  /** The name of the rule with its prefix; null for what no rule has found. */
  ruleId: string | null;
  severity: 1 | 2;
  message: string;
  line: number;
  column: number;
  endLine?: number | undefined;
  endColumn?: number | undefined;
  fix?: TextChange | undefined;
  suggestions?: readonly { desc: string; fix: TextChange }[] | undefined;
}

/** A repository at one moment, and how it is linted. */
export interface State {
  repository: Repository;
  settings: Settings;
  config: ConfigFile | undefined;
  analysis: Analysis;
}

/** What is known of texts from earlier runs, and is kept for later ones. */
export interface Store extends FactStore {
  /** Keeps what was read of a repository. What cannot be written is not kept. */
  keep(repository: Repository): void;
}

/**
 * What the language server asks of the command: to find what the command would find. The server is below the command,
 * which starts it and gives it this.
 */
export interface Judge {
  /**
   * The configuration of a root, whole; undefined if there is none.
   * @param openText the text of a file of the root that is open in the editor, by its name
   * @throws ConfigError for every mistake in it
   */
  configOf(root: string, openText: (name: string) => string | undefined): ConfigFile | undefined;
  /** Whether a path below a root is that of its configuration. */
  isConfig(path: string): boolean;
  /** What earlier runs have kept; undefined if nothing is kept. */
  storeOf(root: string): Store | undefined;
  /** Which files of a repository are linted. */
  filesOf(repository: Repository): readonly string[];
  /**
   * The findings in files, without those that the repository's suppressions accept, by path. Files that cannot be linted
   * have none.
   * @throws ConfigError for options that a rule does not accept
   */
  judge(paths: readonly string[], state: State): Promise<ReadonlyMap<string, readonly Message[]>>;
  /** What `--fix` makes of a file; undefined if it changes nothing. */
  fixed(path: string, state: State): Promise<string | undefined>;
  /**
   * The files of suppressions that accept what a rule finds in a file as well, as `--suppress-rule` would write them, by
   * their paths below the root.
   * @param rule its name, with the prefix
   * @throws if they cannot be used
   */
  accepting(path: string, rule: string, state: State): Promise<ReadonlyMap<string, string>>;
}
