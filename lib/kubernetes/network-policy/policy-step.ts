import { field, isMap } from "../../util/plain-values.js";
import type { Certainty, NamespaceFacts } from "../labels/label-selector.js";
import type { AnyObject, KindName, NetworkPolicy } from "../objects.js";

/** What a policy can restrict; its `policyTypes` are the same words. */
export const DIRECTIONS = ["Ingress", "Egress"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A policy of any engine that may isolate the pods of a namespace. */
export interface IsolatingPolicy {
  kind: KindName;
  object: AnyObject | NetworkPolicy;
}

/** What a policy is asked: what it does to all pods of a namespace, in one direction. */
export interface Question {
  direction: Direction;
  namespace?: NamespaceFacts;
}

/**
 * What a policy does to every connection of every pod of the namespace. What it does to some
 * connections, or some pods, isolates no namespace and opens none, and is no step.
 */
export interface Step {
  /** Admin policies come before all others, and baseline ones apply where no other isolates. */
  tier: "admin" | "namespace" | "baseline";
  /** Among the steps of a tier the lowest decides. */
  order: number;
  action: "allow" | "deny" | "pass" | "unclear";
  /** The rule that says so, where one does; a policy also denies what none of its rules allows. */
  rule?: number;
  /** Where that rule is in the object. */
  path?: readonly (string | number)[];
  /** Whether the policy that denies lets nothing through by itself. */
  pure?: boolean;
  /** Why it is not sure that this is so, if it is not. */
  doubt?: string;
}

/** The step that a policy is by isolating pods: after all rules, what none of them allowed is denied. */
export const AT_THE_END = Infinity;

export const DOUBTS = {
  namespaces: "which namespaces it selects is not known",
  pods: "which pods it selects is not known",
  directions: "the directions it applies to are not known",
  tier: "when its tier comes is not known",
  order: "its order is not known",
  action: "what one of its rules does is not known",
  everyPod: "it lets in every pod of the cluster, whatever the policies of the namespace say",
  world: "it denies what comes from or goes outside the cluster, and nothing else",
  same: "policies that come at the same time disagree",
  engines: "Cilium's and Calico's policies disagree",
  spec: "what it says is not known",
} as const;

/** The field of a rule that holds its peers. */
export function peersField(direction: Direction): "from" | "to" {
  return direction === "Ingress" ? "from" : "to";
}

/** The field of a spec that holds the rules of a direction. */
export function rulesField(direction: Direction): "ingress" | "egress" {
  return direction === "Ingress" ? "ingress" : "egress";
}

/** The same steps where a condition holds, doubtful ones where it may, none where it does not. */
export function when(condition: Certainty, doubt: string, steps: readonly Step[]): Step[] {
  if (condition === false) return [];
  return steps.map((step) => (condition === undefined ? { ...step, doubt: step.doubt ?? doubt } : step));
}

/** The spec of a policy, or undefined where it is there and cannot be read. */
export function specOf(object: AnyObject | NetworkPolicy): Record<string, unknown> | undefined {
  const spec = field(object, "spec") ?? {};
  return isMap(spec) ? spec : undefined;
}

/** What is said of a policy that cannot be read: it may isolate. */
export function unreadable(tier: Step["tier"]): Step[] {
  return [{ tier, order: -Infinity, action: "deny", doubt: DOUBTS.spec }];
}
