import { push } from "../../util/group-by.js";
import type { Unknown } from "../access/answers.js";
import { unclear, unnamed, unplaced, unresolved } from "../access/binding-unknowns.js";
import { resolveBindings } from "../access/bound-rules.js";
import { isPlaced } from "../access/circumstances.js";
import { unread, unseen } from "../access/unknown-parts.js";
import type { Analysis } from "../analysis.js";
import type { AccessChange, Side } from "./access-change.js";
import { givesNothing } from "./given.js";

/** What cannot be known on one side or on both, each once, with the place where it is now. */
export function unknownChanges(
  before: Analysis,
  after: Analysis,
  more: AccessChange["unknown"],
): AccessChange["unknown"] {
  const found = new Map<string, { sides: readonly Side[]; unknown: Unknown }[]>();
  const note = (sides: readonly Side[]) => (unknown: Unknown, key?: string) => {
    push(found, key ?? JSON.stringify([unknown.what, unknown.why]), { sides, unknown });
  };
  noteUnknown(after, note(["after"]));
  noteUnknown(before, note(["before"]));
  for (const { sides, ...one } of more) note(sides)(one);
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [first, ...others]]) => {
      if (!first) return [];
      const sides = new Set([first, ...others].flatMap((one) => one.sides));
      return { ...first.unknown, sides: SIDES.filter((side) => sides.has(side)) };
    });
}

const SIDES: readonly Side[] = ["before", "after"];

/** @param note takes what is unknown, and what makes it the same on the other side if not its words do */
function noteUnknown(analysis: Analysis, note: (unknown: Unknown, key?: string) => void): void {
  const seen = new Set<object>();
  for (const binding of resolveBindings(analysis)) {
    if (givesNothing(analysis, binding)) continue;
    // Many bindings give the same rules, of which all is said once.
    const rules = binding.rules.filter(({ rule }) => !seen.has(rule));
    for (const { rule } of rules) seen.add(rule);
    const { kind, name } = binding.applied.object.object.roleRef ?? {};
    // The reason may name files, which can be renamed.
    for (const one of unresolved(binding)) note(one, JSON.stringify([one.what, kind, name]));
    for (const one of unnamed(binding)) note(one);
    for (const one of unclear({ ...binding, rules }, () => true)) note(one);
    if (!isPlaced(binding)) note(unplaced(binding));
  }
  for (const one of [...unread(analysis), ...unseen(analysis)]) note(one);
}
