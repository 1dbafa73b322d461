import type { Applied } from "../../analysis/analysis.js";
import type { AppliedObject, Place } from "../../builds/build.js";
import type { Path } from "../../manifests/locate.js";

/** A name in a manifest that stands for something else, as one build applies it. */
export interface Link {
  type: "role" | "account" | "user" | "group" | "policy" | "source" | "dependency" | "project";
  /** The object that has it. */
  from: Applied;
  /** Its path in that object. */
  path: Path;
  /** Where the name is written: in the object's file, or in a patch. */
  place: Place;
  /** How many of the last steps of the place all mean the same: 2 for a roleRef, whose kind is part of the name. */
  depth: 1 | 2;
  /** The name as it is in the cluster. */
  name: string;
  /** What it stands for: none for what is not of this repository, is missing, or is not known. */
  targets: readonly AppliedObject[];
  /** Why it is not known what it stands for; undefined if it is. */
  unknown?: string | undefined;
  /** What it stands for in words that are the same for all that names the same: `ClusterRole view`. */
  called: string;
}
