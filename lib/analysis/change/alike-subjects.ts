import type { Place } from "../../builds/build.js";
import type { PolicyRule } from "../../kubernetes/objects.js";
import { groupBy } from "../../util/group-by.js";
import { bindingStep } from "../access/binding-steps.js";
import type { SubjectNode } from "../escalation/escalation.js";
import { alwaysGiven } from "./always-given.js";
import type { GrantSide } from "./grant-sides.js";

/** Subjects that have the same on both sides, so that they can become the same: the first one stands for all of them. */
export type Alike = readonly [SubjectNode, ...SubjectNode[]];

/** Puts together those who are in the same groups, and are given the same rules in the same places. */
export function alikeSubjects(nodes: readonly SubjectNode[], sides: readonly GrantSide[]): Alike[] {
  const numbers = new Map<string | PolicyRule, number>();
  const numberOf = (one: string | PolicyRule) => {
    const number = numbers.get(one) ?? numbers.size;
    numbers.set(one, number);
    return number;
  };
  const has = ({ given, analysis }: GrantSide, subject: string) =>
    // What every cluster gives is given by name.
    alwaysGiven(analysis.apiResources).has(subject)
      ? subject
      : (given.get(subject) ?? []).map(({ key, binding: { rules } }) => {
          const [first] = rules;
          return [numberOf(key), first && numberOf(first.rule)];
        });
  const groups = groupBy(nodes, ({ subject, user }) => {
    return JSON.stringify([sides.map((side) => has(side, subject)), user.groups]);
  });
  return [...groups.values()].filter((all): all is [SubjectNode, ...SubjectNode[]] => all.length > 0);
}

/** Where a binding of one of them is written, for another one of them. */
export function placeFor(
  place: Place,
  [one, other]: readonly [SubjectNode, SubjectNode],
  { given }: GrantSide,
): Place {
  if (one === other) return place;
  const its = given.get(other.subject) ?? [];
  for (const [index, { binding, subject }] of (given.get(one.subject) ?? []).entries()) {
    const own = its[index];
    const found = bindingStep(binding, subject).place;
    if (own && JSON.stringify(found) === JSON.stringify(place))
      return bindingStep(own.binding, own.subject).place ?? place;
  }
  return place;
}
