import type { ControlId } from "../../../rule-kit/benchmarks.js";

/**
 * Everything that a report can say about a run: plain data, so that a format is a function from this to a
 * text.
 */
export interface Report {
  /** The version of gitops-lint. */
  version: string;
  files: readonly ReportedFile[];
  /** The rules that were on, and those that comments name. */
  rules: readonly ReportedRule[];
  /** What counted and what did not of what the repository says about how it is linted, in sentences. */
  notes?: readonly string[];
  /** What could not be done. */
  failures: readonly Failure[];
  /** What was looked at; undefined if the run ended before. */
  looked?: { files: number; objects: number };
  /** Where the commit's files can be read, to which `/PATH` is added; undefined if that is not known. */
  filesUrl?: string;
}

/** A file that was linted. */
export interface ReportedFile {
  /** Relative to the base of the report, with `/` between the parts. */
  path: string;
  findings: readonly Finding[];
  /** What a comment or the file of suppressions has switched off. */
  suppressed: readonly Finding[];
  /** What was linted, for excerpts. It may hold secrets, so no other part of it may be told. */
  text?: string | undefined;
}

/** A place in a text: lines and columns from 1, columns in UTF-16 units, the end after the last one. */
export interface Region {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface Finding extends Region {
  path: string;
  /** The rule with its prefix; a name of ours for what ESLint itself says. */
  rule: string;
  level: "error" | "warning";
  message: string;
  /** The object it is about, such as `Role shop/reader`, if there is one. */
  object?: string;
  /** Stays the same when the finding moves to another line; no other finding of the run has it. */
  fingerprint: string;
  /** Each of these makes the finding go away. */
  suggestions: readonly { description: string; replaced: Region; text: string }[];
  /** Whether it reports a rule that failed, not something about the file. */
  isCrash: boolean;
  /** What switched it off: a comment in the file, or a file next to the manifests. */
  suppressions: readonly { by: "comment" | "file"; reason: string }[];
}

export interface ReportedRule {
  /** With its prefix. */
  id: string;
  description: string;
  url?: string;
  preset?: "recommended" | "strict" | "all";
  controls: readonly ControlId[];
  /** Its page in Markdown, with links that work from anywhere. */
  page?: string;
}

export interface Failure {
  path?: string;
  /** From 1; undefined where it is about the whole file. */
  line?: number;
  /** The rule that failed, with its prefix; undefined where it was no rule. */
  rule?: string;
  message: string;
}
