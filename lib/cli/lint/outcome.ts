import type { ESLint, Linter } from "eslint";
import type { Analysis } from "../../analysis/analysis.js";
import type { Crash } from "../../plugin/crash.js";
import type { ConfigFile } from "../../repository/configuration/config-file.js";
import type { FileTree } from "../../repository/disk/file-tree.js";
import type { Base } from "../../repository/git/base.js";
import type { Repository } from "../../repository/repository.js";
import type { Looked } from "../report/looked.js";
import type { Stream } from "./stream.js";
import type { RuleOptions } from "./enabled-rules.js";

/** What became of a file: nothing to judge in it, left out by the configuration, nothing found, or ESLint's result. */
export type Outcome = "nothing" | "ignored" | "clean" | ESLint.LintResult;

/** The outcomes of files, and what was found out on the way. */
export interface Linted {
  outcomes: Map<string, Outcome>;
  /** Digests of what the rules report on files. */
  findings: ReadonlyMap<string, string>;
  crashes: Crash[];
  /** The rules that are on, if they are the same in all files. */
  options?: RuleOptions | undefined;
}

/** What earlier runs have found out that still holds. */
export interface EarlierFindings {
  options: RuleOptions | undefined;
  /** The outcome of a file in which the rules find the same as they did then. */
  outcome(path: string, findings: string, repository: Repository): Outcome | undefined;
}

/** The result of linting one repository. */
export interface RootResult {
  root: string;
  /** What the configuration file of the root says. */
  config: ConfigFile | undefined;
  /** The files that were looked at, relative to the root; those without results have no findings. */
  linted: readonly string[];
  results: ESLint.LintResult[];
  looked: Looked;
  crashes: Crash[];
  /** Whether `--vendored none` leaves out the findings of a rule in a file. */
  leavesOut: (path: string, rule: string) => boolean;
  /** What the summary says besides, such as what was not followed. */
  notes?: readonly string[];
  /** Of the findings of a change that is not trusted, those that can be accepted: the others are new. */
  standing?: ReadonlySet<Linter.LintMessage>;
  /** Findings that are not reported, since they were there before the change. */
  before?: ReadonlySet<Linter.LintMessage>;
  /** The files before the change, and what that state is called. */
  base?: Base;
  /** The files below the root that were judged, if not those on the disk: what is staged, or open in an editor. */
  staged?: Pick<FileTree, "kindAt" | "bytes">;
  /** What came from standard input, if that was linted. */
  stream?: Stream;
  /** The repository as it was linted, where a report shows more of it than findings. */
  analysis?: Analysis;
  /** A problem that does not affect the findings, as one sentence without its full stop. */
  problem?: string;
}
