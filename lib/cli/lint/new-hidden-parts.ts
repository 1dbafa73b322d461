import type { BuildSet } from "../../builds/build-set.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import { printable } from "../../util/phrases.js";

/** What is refused as a whole hides nothing, and a name that is not clear hides no object. */
const HIDES_NOTHING: ReadonlySet<HiddenPart["kind"]> = new Set(["impossible", "ambiguous"]);

/** What the summary says of what cannot be seen since the change: nothing in it is judged. */
export function newHiddenParts(now: BuildSet, before: BuildSet): string[] {
  const known = reasonsIn(before);
  const reasons = [...reasonsIn(now)].filter((reason) => !known.has(reason));
  const [first] = reasons;
  if (first === undefined) return [];
  const more = reasons.length === 1 ? "" : `, and ${reasons.length - 1} more`;
  return [
    `The change makes something apply what cannot be seen here, and so is not judged: ${printable(first)}${more}.`,
  ];
}

function reasonsIn({ all }: BuildSet): Set<string> {
  const parts = all.flatMap(({ hidden }) => hidden);
  return new Set(parts.filter(({ kind }) => !HIDES_NOTHING.has(kind)).map(({ reason }) => reason));
}
