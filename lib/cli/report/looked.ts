import type { Silence } from "../lint/silence.js";

/** What was looked at below one root. */
export interface Looked {
  files: number;
  objects: number;
  /** Files that the configuration leaves out. */
  ignored: readonly string[];
  /** What could be judged, and what could not. */
  silence?: Silence;
  /** Templates of Helm charts that cannot be rendered. */
  chartTemplates: readonly string[];
  /** Files with documents that are templates of something else. */
  templated: readonly string[];
  /** Where documents do not parse of kinds that no rule reads, as `file:line`. */
  brokenOthers: readonly string[];
  /** Directories with a configuration file of their own, which makes each a repository of its own. */
  nested: readonly string[];
  /** The files in nested roots that something in this repository names. */
  namedInNested: readonly string[];
  /** Paths that kustomizations name and that lead out of the root. */
  outside: readonly string[];
  unreadable: readonly { path: string; message: string }[];
  /**
   * What it was compared with, how many files have changed, including new and deleted ones, and how many
   * findings in others were there before.
   */
  compared?: { name: string; changed: number; known: number };
}
