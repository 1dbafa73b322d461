import { field, isMap } from "../../util/plain-values.js";
import type { Certainty, NamespaceFacts } from "../labels/label-selector.js";
import type { AnyObject, KindName, NetworkPolicy } from "../objects.js";

/** The directions that a policy can restrict, as in `policyTypes`. */
export const DIRECTIONS = ["Ingress", "Egress"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A policy of any engine that may isolate the pods of a namespace. */
export interface IsolatingPolicy {
  kind: KindName;
  object: AnyObject | NetworkPolicy;
}

/** The question to a policy: what does it do to all pods of a namespace, in one direction? */
export interface Question {
  direction: Direction;
  namespace?: NamespaceFacts;
}

/**
 * What a policy does to every connection of every pod of the namespace. What it does to only some
 * connections or pods neither isolates nor opens a namespace, and is not a step.
 */
export interface Step {
  /** Admin policies come before all others, and baseline policies apply if no other isolates. */
  tier: "admin" | "namespace" | "baseline";
  /** The lowest step of a tier decides. */
  order: number;
  action: "allow" | "deny" | "pass" | "unclear";
  /** The index of the rule that says so, if any; a policy also denies what none of its rules allows. */
  rule?: number;
  /** Where that rule is in the object. */
  path?: readonly (string | number)[];
  /** Whether the policy that denies lets nothing through by itself. */
  pure?: boolean;
  /** Why this is uncertain, if it is. */
  doubt?: string;
}

/** The order of a policy that isolates pods: after all rules, whatever none of them allowed is denied. */
export const AT_THE_END = Infinity;

export const DOUBTS = {
  namespaces: "which namespaces it selects is not known",
  pods: "which pods it selects is not known",
  directions: "the directions it applies to are not known",
  tier: "the order of its tier is not known",
  order: "its order is not known",
  action: "what one of its rules does is not known",
  everyPod: "it lets in every pod of the cluster, whatever the policies of the namespace say",
  world: "it only denies traffic from and to outside the cluster",
  same: "policies of the same order disagree",
  engines: "Cilium's and Calico's policies disagree",
  spec: "its content is not known",
} as const;

/** The field of a rule that holds its peers. */
export function peersField(direction: Direction): "from" | "to" {
  return direction === "Ingress" ? "from" : "to";
}

/** The field of a spec that holds the rules of a direction. */
export function rulesField(direction: Direction): "ingress" | "egress" {
  return direction === "Ingress" ? "ingress" : "egress";
}

/** The same steps if a condition holds, doubtful ones if it may hold, none if it does not. */
export function when(condition: Certainty, doubt: string, steps: readonly Step[]): Step[] {
  if (condition === false) return [];
  return steps.map((step) => (condition === undefined ? { ...step, doubt: step.doubt ?? doubt } : step));
}

/** The spec of a policy, empty if it is missing, or undefined if it cannot be read. */
export function specOf(object: AnyObject | NetworkPolicy): Record<string, unknown> | undefined {
  const spec = field(object, "spec") ?? {};
  return isMap(spec) ? spec : undefined;
}

/** The steps of a policy that cannot be read: it may isolate. */
export function unreadable(tier: Step["tier"]): Step[] {
  return [{ tier, order: -Infinity, action: "deny", doubt: DOUBTS.spec }];
}
