import type { AnyObject, KindName } from "../kubernetes/objects.js";
import type { Path } from "../language/position.js";

/** The one place in the repository where something is written. */
export interface Place {
  file: string;
  document: number;
  path: Path;
}

/** An object as a build applies it: with the name, namespace and content it has in the cluster. */
export interface AppliedObject {
  kind: KindName;
  object: AnyObject;
  /** Where it is written: the file, the document in it, the place in a List. */
  file: string;
  document: number;
  at: Path;
  /** Values that something else has written, by their path in the object, and where that is. */
  changes?: readonly { path: Path; by: Place }[];
}

/** How a build came to read a file. */
export type FileUse = "kustomization" | "resource" | "patch" | "configuration";

/** What is applied together. */
export interface Build {
  type: "kustomize" | "plain";
  /** The directory it starts from, below the root; the empty text is the root itself. */
  directory: string;
  objects: readonly AppliedObject[];
  /** Why not everything it applies can be known; an open build cannot prove that something is missing. */
  open?: string;
  /** The files it read, and as what. */
  files: ReadonlyMap<string, FileUse>;
}
