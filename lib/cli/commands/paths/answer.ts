import type { Step, Unknown } from "../../../analysis/access/answers.js";
import type { Cut, EscalationNode, EscalationPath } from "../../../analysis/escalation/escalation.js";
import { nodeWords } from "../../../analysis/escalation/nodes.js";
import type { Nowhere } from "../../../analysis/lookup/nowhere.js";

/** What `paths` has found in a cluster. */
export interface ClusterPaths {
  /** Its name, where the repository tells several apart. */
  cluster?: string;
  /** The sure ones first, and then the shortest. */
  paths: readonly EscalationPath[];
  /** What the subject that is asked about has the target by, without a step: the binding, then the role of each right. */
  held?: readonly (readonly Step[])[];
  /** What most of them need comes first. */
  cuts: readonly Cut[];
  /** Where counting stopped, as whole sentences. */
  stopped: readonly string[];
}

/** The answer to what was asked. */
export interface PathsAnswer {
  /** What is reached. */
  to: EscalationNode;
  from?: string;
  clusters: readonly ClusterPaths[];
  nowhere: readonly Nowhere[];
  unknown: readonly Unknown[];
}

/** What is reached, for a sentence. */
export function targetWords(to: EscalationNode): string {
  return to.kind === "cluster-admin" ? "cluster-admin" : nodeWords(to);
}
