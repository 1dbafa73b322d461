import type { PolicyRule } from "../../kubernetes/objects.js";
import type { User } from "../../kubernetes/rbac/authorizer.js";
import type { Step } from "../access/answers.js";

/** Somebody that one can be, or something that one can get hold of. */
export type EscalationNode =
  | SubjectNode
  /** In the pods of a workload: one has the rights of their ServiceAccount if they mount its token. */
  | { kind: "workload"; workload: string; namespace: string; cluster?: string }
  /** A node of the cluster; without a name, some node. */
  | { kind: "node"; name?: string; cluster?: string }
  /** The Secrets of a namespace; without one, those of the whole cluster. */
  | { kind: "secrets"; namespace?: string; cluster?: string }
  /** Everything, by a binding that one makes or a role that one rewrites. */
  | { kind: "cluster-admin"; cluster?: string };

/** A user, a group, or a ServiceAccount, under the name that bindings have: `ServiceAccount:shop/deployer`. */
export interface SubjectNode {
  kind: "subject";
  subject: string;
  user: User;
  /** What it has given itself on the way, beside what it is given. */
  gained?: Gained;
  cluster?: string;
}

/** The rights of a role that somebody binds to itself, or writes for itself. */
export interface Gained {
  /** "ClusterRole 'deployer' in namespace 'shop'", or "everything in namespace 'shop'". */
  words: string;
  rules: readonly PolicyRule[];
  /** The namespace in which they hold; undefined for the whole cluster. */
  namespace?: string;
  /** The role, where it is written. */
  role: Step;
}

/** One step from somebody to what RBAC, or a pod, lets it become. */
export interface EscalationStep {
  from: EscalationNode;
  to: EscalationNode;
  /** What is done, as in `create-pod`: the name of a technique. */
  technique: string;
  /** A sentence without a full stop: "creates a pod in namespace 'ci' that runs as ServiceAccount 'ci/deployer'". */
  words: string;
  /** What it needs besides rights: "only while Pod Security of the namespace is not restricted". */
  needs?: string;
  /** Whether it works by what the repository shows alone; a webhook's is never sure. */
  isSure: boolean;
  /** For each right that it takes, the binding, role and rule that give it; or the workload: each with its place. */
  through: readonly (readonly Step[])[];
}

/** A way from somebody to a target. Its length is the number of its steps: each is something that one does. */
export interface EscalationPath {
  from: EscalationNode;
  /** The target that is asked for. */
  to: EscalationNode;
  steps: readonly EscalationStep[];
  /** The rights by which whoever the last step leads to has the target: the binding, then the role. */
  holds: readonly (readonly Step[])[];
  /** Whether every step is sure. */
  isSure: boolean;
}

/** What a binding or rule would cut if it were gone. */
export interface Cut {
  step: Step;
  /** How many of the paths need it. */
  paths: number;
}
