import type { AppliedObject, Build, ChartInstaller, Place } from "../build.js";

/**
 * Stands for the name of a release that may have any: what Helm calls one that nobody names (helm, pkg/action/install.go,
 * NameAndChart).
 */
export const ANY_RELEASE = "release-name";

/** Values that a release gets, from one source. */
export interface ReleaseValues {
  /**
   * The values; what is not known is `UNKNOWN`, wherever it is in them, and all of them together if any value can be
   * given. An integer that Helm knows as one, as `--set` reads it, is a bigint.
   */
  value: unknown;
  /** Why some of it is not known, as a clause; undefined if all of it is. */
  why?: string;
  /** Where they are written: a file of values or a place in an object. Undefined for what is only computed. */
  place?: Place;
}

/** How a chart is installed. */
export interface Release {
  /** The directory of the chart, relative to the root. */
  directory: string;
  /** Which files its source does not have, by their paths below the root; undefined if it has all. */
  isLeftOut?: (path: string) => boolean;
  /** Undefined if it is not known. */
  name?: string;
  /** Undefined if it is not known. */
  namespace?: string;
  /** The weakest first. */
  values: readonly ReleaseValues[];
  /** What stands in for the `values.yaml` of the chart, the weakest first; undefined if nothing does. */
  chartValues?: readonly ReleaseValues[];
  /** Whether nothing is looked up in a cluster, as by `helm template`; else the answers are not known. */
  isTemplated: boolean;
  includeCrds: boolean;
  skipHooks?: boolean;
  /** The version of Kubernetes that it says it is for; undefined for that of the settings. */
  kubeVersion?: string;
  /** What it says the API serves, besides what Kubernetes does. */
  apiVersions?: readonly string[];
  /** The object that installs it; undefined if nothing here does, so that it is rendered with its defaults. */
  by?: AppliedObject;
  /** The same as messages call it, be it an object or not. */
  asked?: ChartInstaller;
}

/** What a release applies. */
export type RenderedRelease = Pick<
  Build,
  "objects" | "files" | "hidden" | "elsewhere" | "rendered" | "refused" | "doubtful"
>;
