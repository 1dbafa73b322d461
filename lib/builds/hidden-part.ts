import type { SourceRequest } from "../repository/sources/request.js";

/** What kind of thing it is that cannot be seen; what each can hold differs. */
export type HiddenKind =
  /** A Helm chart that is not rendered. */
  | "chart"
  /** An operator that makes what it needs once it is installed. */
  | "operator"
  /** Manifests of another repository. */
  | "remote"
  /** A generator that makes Secrets and nothing else. */
  | "secrets"
  /** Something that a program makes or changes, or that is not understood here. */
  | "program"
  /** A text that does not parse, or is a template. */
  | "text"
  /** A file or directory that is named, but not there. */
  | "file"
  /** A path that is filled in later. */
  | "path"
  /** What kustomize or Argo CD refuses: nothing is applied, so nothing is hidden. */
  | "impossible"
  /** A name that could mean several objects. */
  | "ambiguous";

/** Something that a build applies, or may apply, and that cannot be seen. Plain data, which can be kept as JSON. */
export interface HiddenPart {
  kind: HiddenKind;
  /** What cannot be seen and why, as a clause: `app/kustomization.yaml renders a Helm chart`. */
  reason: string;
  /** The file that says so, relative to the root. */
  file: string;
  /** What it goes by (a release, a chart, a URL, a path): what it holds is named after one of these. */
  names: readonly string[];
  /** The only namespace that its namespaced objects can be in, if that is known. */
  namespace?: string;
  /** Files and directories whose texts may name what it holds; they end with `/` if they are directories. */
  texts?: readonly string[];
  /** The values that it is given, as text, which may name what it holds. */
  values?: string;
  /** Whether its values ask for network policies. */
  bringsPolicies?: true;
  /** What would have to be fetched for it to be seen, if that is known. */
  source?: SourceRequest;
}

/** A build has more hidden parts than anybody looks at only if somebody means harm. */
export const MAX_HIDDEN_PARTS = 1000;

/** Why not all objects of a file are known, as words that follow its name. */
export function notReadWords({ broken }: { broken: number }): string {
  return broken > 0 ? "does not parse" : "must be rendered to be read";
}
