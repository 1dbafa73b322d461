import type { Applied } from "../../builds/applied.js";
import type { DirectedPolicy } from "../../kubernetes/connections/directed-policy.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";

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

/** A policy that may be at work, and of which nothing is known. */
export function unknownPolicy(direction: Direction, doubt: string): Selecting {
  const policy: DirectedPolicy = {
    direction,
    tier: "namespace",
    order: Infinity,
    engine: "any",
    selects: () => undefined,
    isolates: undefined,
    rules: [],
    doubt,
  };
  return { source: undefined, policy, selects: undefined };
}
