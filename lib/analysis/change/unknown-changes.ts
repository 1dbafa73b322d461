import { push } from "../../util/group-by.js";
import type { Unknown } from "../access/answers.js";
import { unclear, unnamed, unplaced, unresolved } from "../access/binding-unknowns.js";
import { resolveBindings } from "../access/bound-rules.js";
import { isPlaced } from "../access/circumstances.js";
import type { Analysis } from "../analysis.js";
import type { Side, UnknownChange } from "./access-change.js";
import { givesNothing } from "./given.js";
import { hiddenChanges } from "./hidden-changes.js";
import { unreadChanges } from "./unread-changes.js";

/** What cannot be known on one side or on both, each once, with the place where it is now. */
export function unknownChanges(
  before: Analysis,
  after: Analysis,
  more: readonly UnknownChange[],
): UnknownChange[] {
  const found = new Map<string, UnknownChange[]>();
  const note = (side: Side) => (unknown: Unknown, key?: string) => {
    push(found, key ?? keyOf(unknown), { ...unknown, sides: [side] });
  };
  noteUnknown(after, note("after"));
  noteUnknown(before, note("before"));
  const others = [...unreadChanges(before, after), ...hiddenChanges(before, after), ...more];
  for (const one of others) push(found, keyOf(one), one);
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, [first, ...alike]]) => {
      if (!first) return [];
      const sides = new Set([first, ...alike].flatMap((one) => one.sides));
      return { ...first, sides: SIDES.filter((side) => sides.has(side)) };
    });
}

const SIDES: readonly Side[] = ["before", "after"];

/** The same for what says the same of the same file. */
function keyOf({ what, why, place }: Unknown): string {
  return JSON.stringify([what, why, place?.file]);
}

/** @param note takes what is unknown, and what makes it the same on the other side if not its words do */
function noteUnknown(analysis: Analysis, note: (unknown: Unknown, key?: string) => void): void {
  const seen = new Set<object>();
  for (const binding of resolveBindings(analysis)) {
    if (givesNothing(analysis, binding)) continue;
    // Many bindings give the same rules, of which all is said once.
    const rules = binding.rules.filter(({ rule }) => !seen.has(rule));
    for (const { rule } of rules) seen.add(rule);
    const { kind, name } = binding.applied.object.object.roleRef ?? {};
    const noteHere = (unknown: Unknown) => note(unknown, JSON.stringify([unknown.what, unknown.why]));
    // The reason may name files, which can be renamed.
    for (const one of unresolved(binding)) note(one, JSON.stringify([one.what, kind, name]));
    for (const one of unnamed(binding)) noteHere(one);
    for (const one of unclear({ ...binding, rules }, () => true)) noteHere(one);
    if (!isPlaced(binding)) noteHere(unplaced(binding));
  }
}
