import type { Branches } from "../../helm/render/branches.js";
import type { Span } from "../../helm/values/text.js";
import type { Path, Target } from "../../manifests/locate.js";
import type { ObjectFacts } from "../../repository/facts.js";

/** An object as a chart renders it, and the template that it stands in. */
export interface RenderedObject extends ObjectFacts {
  /** The template, relative to the root. `document` tells it apart from all else that charts render. */
  file: string;
}

/** Where something that is rendered is written in a file of a chart. */
export interface TemplateTarget extends Pick<Target, "start" | "end"> {
  /** Where the values or another file have all of it, if what is written here only names it. */
  value?: Span;
  /** The action that brings it into the template, if it is written in another file: an `include`. */
  through?: Span;
  /** A sentence for a finding that says so; empty if there is nothing to say. */
  note: string;
}

/** A file of a chart of which something is rendered, as rules see it. */
export interface ChartTemplate {
  /** The objects of which a part is written in this file, each as every release renders it. */
  readonly objects: readonly RenderedObject[];
  /** Which parts of its text are written whenever others are; undefined if it is no template. */
  readonly branches: Branches | undefined;
  /**
   * The place of a path in an object, as offsets in this file; undefined if it is written in another one, in which it is
   * reported.
   */
  locate(document: number, path: Path, prefer?: "key" | "item"): TemplateTarget | undefined;
}
