import type { Applied } from "../../builds/applied.js";
import type { DirectedPolicy } from "../../kubernetes/connections/directed-policy.js";

/** A policy of a cluster, and what it does in each direction that it applies to. */
export interface NetworkPolicyApplied {
  applied: Applied;
  /** The namespace that it is in; undefined for one of the whole cluster. */
  namespace: string | undefined;
  directed: readonly DirectedPolicy[];
}

/** A policy that selects the pods of a workload, or may, in one direction. */
export interface Selecting {
  /** Undefined for what a hidden part may bring. */
  source: NetworkPolicyApplied | undefined;
  policy: DirectedPolicy;
  selects: true | undefined;
}
