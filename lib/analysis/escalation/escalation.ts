import type { Step } from "../access/answers.js";
import type { User } from "../../kubernetes/rbac/authorizer.js";

/** Somebody that one can be, or something that one can get hold of. */
export type EscalationNode =
  /** A user, a group, or a ServiceAccount, under the name that bindings have: `ServiceAccount:shop/deployer`. */
  | { kind: "subject"; subject: string; user: User; cluster?: string }
  /** The pods of a workload. */
  | { kind: "workload"; workload: string; namespace: string; cluster?: string }
  /** A node of the cluster; without a name, some node. */
  | { kind: "node"; name?: string; cluster?: string }
  /** The Secrets of a namespace; without one, those of the whole cluster. */
  | { kind: "secrets"; namespace?: string; cluster?: string }
  /** Everything. */
  | { kind: "cluster-admin"; cluster?: string };

/** One step from somebody to what RBAC, or a pod, lets it become. */
export interface EscalationStep {
  from: EscalationNode;
  to: EscalationNode;
  /** What is done, as in `create-pod`: a key of the techniques. */
  technique: string;
  /** A sentence without a full stop: "creates a pod in namespace 'ci' that runs as ServiceAccount 'ci/deployer'". */
  words: string;
  /** What it needs besides rights: "only while Pod Security of the namespace is not restricted". */
  needs?: string;
  /** Whether it works by what the repository shows alone; a webhook's is never sure. */
  isSure: boolean;
  /** The binding, role and rule that allow it, or the workload: each with its place. */
  through: readonly (readonly Step[])[];
}

/** A way from somebody to a target. */
export interface EscalationPath {
  from: EscalationNode;
  to: EscalationNode;
  steps: readonly EscalationStep[];
}

/** What a binding or rule would cut if it were gone. */
export interface Cut {
  step: Step;
  /** How many of the paths need it. */
  paths: number;
}
