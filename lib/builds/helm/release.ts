import type { AppliedObject, Build, Place } from "../build.js";

/** Values that a release gets, from one source. */
export interface ReleaseValues {
  /** The values; what is not known is `UNKNOWN`, wherever it is in them. */
  value: unknown;
  /** Where they are written: a file of values or a place in an object. Undefined for what is only computed. */
  place?: Place;
}

/** How a chart is installed. */
export interface Release {
  /** The directory of the chart, relative to the root. */
  directory: string;
  name: string;
  /** Undefined if it is not known. */
  namespace?: string;
  /** The weakest first. */
  values: readonly ReleaseValues[];
  /** Whether nothing is looked up in a cluster, as by `helm template`; else the answers are not known. */
  isTemplated: boolean;
  includeCrds: boolean;
  skipHooks?: boolean;
  /** The object that installs it; undefined if nothing here does, so that it is rendered with its defaults. */
  by?: AppliedObject;
}

/** What a release applies. */
export type RenderedRelease = Pick<Build, "objects" | "files" | "hidden">;
