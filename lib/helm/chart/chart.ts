import type { Span } from "../values/text.js";
import type { Dict } from "../values/value.js";

/** The files of a chart by their paths in its folder. */
export type ChartFiles = ReadonlyMap<string, ChartFile>;

export interface ChartFile {
  /** What places in it are said to be in. */
  file: string;
  read: () => Uint8Array;
  /** Whether it is neither a file nor a folder, or is a link out of the chart. */
  isIrregular?: boolean;
}

/** A chart that was read, with those in its `charts/`. */
export interface Chart {
  metadata: Metadata;
  templates: readonly TextFile[];
  /** What `values.yaml` says, of which nothing is changed. */
  values: Dict;
  /** All other files, as `.Files` has them. */
  files: readonly BinaryFile[];
  /** Those in `charts/`, whether `Chart.yaml` names them or not. */
  charts: readonly Chart[];
  /** What its `Chart.yaml` is called, in places. */
  file: string;
  /** The archive in which it lies, if it does; places in it are not in the repository. */
  archive?: string;
}

export interface TextFile {
  path: string;
  /** What places in it are said to be in. */
  file: string;
  text: string;
}

export interface BinaryFile {
  path: string;
  file: string;
  read: () => Uint8Array;
}

/** What `Chart.yaml` says: helm, pkg/chart/metadata.go. */
export interface Metadata {
  name: string;
  version: string;
  apiVersion: string;
  appVersion: string;
  description: string;
  type: string;
  home: string;
  icon: string;
  condition: string;
  tags: string;
  kubeVersion: string;
  deprecated: boolean;
  keywords: readonly string[];
  sources: readonly string[];
  maintainers: readonly Maintainer[];
  annotations: ReadonlyMap<string, string>;
  /** Undefined if it says nothing of any, in which case Helm does not look into those of the charts in it. */
  dependencies: readonly Dependency[] | undefined;
  /** Where it says its name, version and the like, by field. */
  places: ReadonlyMap<string, Span>;
}

export interface Maintainer {
  name: string;
  email: string;
  url: string;
}

/** A dependency that `Chart.yaml` or `requirements.yaml` names: helm, pkg/chart/dependency.go. */
export interface Dependency {
  name: string;
  version: string;
  repository: string;
  condition: string;
  tags: readonly string[];
  importValues: readonly ImportValue[];
  alias: string;
  /** Where it is named. */
  at?: Span | undefined;
}

/** What of a dependency's values the chart takes for its own: a table of `exports`, or one of the child's at its own. */
export type ImportValue = string | { child: string; parent: string };

/** Why a chart cannot be read, as a clause, and where that is if it is at a place. */
export class ChartError extends Error {
  constructor(
    message: string,
    readonly at?: Span,
    /** Whether it is too much only for us, and Helm may read it. */
    readonly isOurs = false,
  ) {
    super(message);
  }
}

/** Whether a chart gives definitions only: helm, pkg/engine/engine.go, isLibraryChart. */
export function isLibrary({ metadata }: Chart): boolean {
  return metadata.type.toLowerCase() === "library";
}
