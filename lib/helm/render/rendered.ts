import type { Hook } from "./hooks.js";
import type { Decision } from "./worlds.js";
import type { ChartError } from "../chart/chart.js";
import type { Text } from "../values/text.js";
import type { LimitError, TemplateError } from "../values/value.js";

/** One document of what a template writes. */
export interface RenderedDocument {
  text: Text;
  /** What makes it a hook; undefined for what belongs to the release. */
  hook?: Hook;
}

/** What a template writes if some decisions are taken; or why Helm refuses it, or we do not follow it. */
export interface FileWorld {
  decisions: readonly Decision[];
  documents: readonly RenderedDocument[] | { error: TemplateError | LimitError };
}

/** What a template of a chart writes, in all worlds. */
export interface RenderedFile {
  /** As Helm calls it, with the folders of the charts in which it is: `a/charts/b/templates/c.yaml`. */
  template: string;
  /** What places in it are said to be in. */
  file: string;
  worlds: readonly FileWorld[];
  /** Whether there is a world for each combination of decisions. */
  isComplete: boolean;
}

/** Why Helm refuses a release, whatever is decided. */
export type Refusal = TemplateError | ChartError;
