import { isMap } from "../../util/plain-values.js";
import { series } from "../../util/phrases.js";
import type { Certainty } from "../labels/label-selector.js";
import { DIRECTIONS, type Direction, DOUBTS } from "../network-policy/policy-step.js";
import { type ConnectionRule, type DirectedPolicy, EVERY_PORT } from "./directed-policy.js";

/** An answer that something which is not known narrows: what is not there for sure may still be there. */
export function atMostMaybe(certainty: Certainty): Certainty {
  return certainty === false ? false : undefined;
}

/** What a rule depends on, for its `doubt`. */
export function dependingOn(things: Iterable<string>): Pick<ConnectionRule, "doubt"> {
  const distinct = [...new Set(things)];
  return distinct.length === 0 ? {} : { doubt: `it depends on ${series(distinct)}` };
}

/** A rule that cannot be read: it may speak of anything, and say anything about it. */
export function unreadableRule(path: ConnectionRule["path"]): ConnectionRule {
  return {
    action: "unclear",
    path,
    matches: () => undefined,
    blocks: [],
    portNames: [],
    portsOf: () => EVERY_PORT,
    doubt: "its content is not known",
  };
}

/** The rules of a list as it is written: none if it is missing, and one that cannot be read if it is no list. */
export function readRules<Rule extends ConnectionRule>(
  written: unknown,
  path: ConnectionRule["path"],
  read: (rule: Record<string, unknown>, path: ConnectionRule["path"]) => Rule[],
): (Rule | ConnectionRule)[] {
  if (written === undefined || written === null) return [];
  if (!Array.isArray(written)) return [unreadableRule(path)];
  return (written as unknown[]).flatMap((rule, index) => {
    const at = [...path, index];
    return isMap(rule) ? read(rule, at) : [unreadableRule(at)];
  });
}

/** A rule of a policy of which it is not known whether others come before it. */
export function inAnyOrder(rule: ConnectionRule): ConnectionRule {
  return { ...rule, action: "unclear", matches: (peer) => atMostMaybe(rule.matches(peer)) };
}

/** What a policy that cannot be read may do: anything, in both directions. */
export function unreadablePolicies({
  tier,
  engine,
  selects,
  path,
  directions = DIRECTIONS,
  doubt = DOUBTS.spec,
}: Pick<DirectedPolicy, "tier" | "engine" | "selects"> & {
  path: ConnectionRule["path"];
  directions?: readonly Direction[];
  doubt?: string;
}): DirectedPolicy[] {
  return directions.map((direction) => {
    return {
      direction,
      tier,
      order: -Infinity,
      engine,
      selects,
      isolates: undefined,
      rules: [unreadableRule(path)],
      doubt,
    };
  });
}
