import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import type { Kustomization } from "../../builds/kustomize/kustomization.js";

/** The kustomization that is judged, and where it is. */
export interface Judged extends Kustomization {
  repository: Repository;
  directory: string;
}

/** What can be wrong with a kustomization. */
export type DefectId =
  | "unknownField"
  | "wrongType"
  | "wrongWord"
  | "empty"
  | "secondFile"
  | "missingPath"
  | "bareDirectory"
  | "componentFile"
  | "componentAsResource"
  | "noComponent"
  | "kustomizationFile"
  | "ownDirectory"
  | "cycle"
  | "listedTwice"
  | "objectTwice"
  | "heldTwice"
  | "nameless"
  | "noPatchText"
  | "noPatchTarget"
  | "namelessPatch"
  | "noJson"
  | "severalDocuments"
  | "noPatchedObject"
  | "severalPatchedObjects"
  | "jsonPatchPath"
  | "namespaceConflict"
  | "emptyTarget";

/** One thing that makes kustomize refuse a build, or that has no effect. */
export interface Defect {
  at: Path;
  id: DefectId;
  data?: Record<string, string>;
  /** The text that should be at `at` instead. */
  instead?: string;
}
