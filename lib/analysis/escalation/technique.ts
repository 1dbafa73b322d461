import type { Step } from "../access/answers.js";
import type { EscalationNode } from "./escalation.js";
import type { Held } from "./rights.js";
import type { World } from "./world.js";

/** A way to become somebody else, or to get hold of something. */
export interface Technique {
  /** As in `create-pod`. */
  name: string;
  /** What is done, for a heading: "Create a pod". */
  title: string;
  /** The rights that it takes, and what else must be so, in a sentence. */
  takes: string;
  /** What it gives, in a sentence. */
  gives: string;
  /** Where Kubernetes, or whatever does it, says so: a page of the documentation, or a file and function. */
  cites: readonly string[];
  /** Whether it waits for others, or for what no manifest says, and so is never sure. */
  isNeverSure?: true;
  /** The ways by which one gets further from a node; every right of one of them is had by that node itself. */
  edges: (world: World, from: EscalationNode) => Iterable<Edge>;
  /**
   * What a node makes possible for those whom it becomes later, by rights that it keeps: the edges of such a node. Undefined
   * if it makes nothing possible that it cannot do by itself.
   */
  later?: (world: World, from: EscalationNode) => ((other: EscalationNode) => Iterable<Edge>) | undefined;
}

/** A step that a node can take, to one of several others. */
export interface Edge {
  /** Where it leads: any one of these. Lists of the world are shared, so that each is followed once. */
  to: readonly EscalationNode[];
  /** What is done, without the subject and a full stop: "creates a pod in namespace 'ci' that runs as …". */
  words: (to: EscalationNode) => string;
  /** The rights that it takes. */
  rights: readonly Held[];
  /** Whether it works for a ServiceAccount that is not there, as impersonation does. */
  isForAbsent?: true;
  /** What else it goes through, such as the workload that reaches its node, each with its place. */
  also?: readonly Step[];
  /** What it needs besides: "only while …". */
  needs?: string;
  /** False if it does not follow from what the repository shows alone. */
  isSure?: false;
}
