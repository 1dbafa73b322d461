import type { Build } from "../build.js";
import type { Resource } from "./resource.js";

/** What charts of this repository render for a kustomization. */
export interface ChartRendering {
  /** The directories of the charts. */
  charts: ReadonlySet<string>;
  resources: readonly Resource[];
  rendered: NonNullable<Build["rendered"]>;
  /** Why Helm refuses one of them. */
  chartRefusal: Build["refused"];
  /** Those that it seems to refuse. */
  doubtful: NonNullable<Build["doubtful"]>;
}
