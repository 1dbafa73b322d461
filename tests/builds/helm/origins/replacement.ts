import type { Piece, Span } from "../../../../lib/helm/values/text.js";
import type { Output, OutputScalar } from "./output.js";

/** A scalar of the output that a replacement in the chart changes otherwise than its origin says. */
export interface Difference {
  /**
   * `not changed`, though it is said to come from there; `changed`, though nothing of it is; or `computed`, if it is
   * changed and has no other origin than an action, which may make it of anything.
   */
  how: "not changed" | "changed" | "computed";
  document: string;
  scalar: OutputScalar;
  after: string;
}

/** What a replacement does to the output. */
export interface Effect {
  /** How many scalars it changes that come from there. */
  changed: number;
  differences: readonly Difference[];
}

/** The effect of a replacement at a place; undefined if there are other scalars afterwards. */
export function effectOf(before: Output, after: Output, at: Span): Effect | undefined {
  if (before.size !== after.size) return undefined;
  const differences: Difference[] = [];
  let changed = 0;
  for (const [document, scalars] of before) {
    const others = after.get(document);
    if (others?.length !== scalars.length) return undefined;
    const there = scalars.filter(({ pieces }) => pieces.some((piece) => isFrom(piece, at)));
    if (isSorted(scalars, there, others)) {
      changed += there.length;
      continue;
    }
    scalars.forEach((scalar, index) => {
      const text = others[index]?.text ?? "";
      const isChanged = text !== scalar.text;
      const comesFrom = scalar.pieces.some((piece) => isFrom(piece, at));
      if (isChanged && comesFrom) changed++;
      if (isChanged === comesFrom) return;
      const isMade = scalar.pieces.some(({ origin }) => origin?.isAction);
      const how = comesFrom ? "not changed" : isMade ? "computed" : "changed";
      differences.push({ how, document, scalar, after: text });
    });
  }
  return { changed, differences };
}

/** Whether all scalars but those of a place are still there, of which another key among others that are sorted may move some. */
function isSorted(
  before: readonly OutputScalar[],
  there: readonly OutputScalar[],
  after: readonly OutputScalar[],
): boolean {
  if (there.length === 0) return false;
  const counts = new Map<string, number>();
  for (const { text } of after) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const scalar of before) {
    if (there.includes(scalar)) continue;
    const count = counts.get(scalar.text) ?? 0;
    if (count === 0) return false;
    counts.set(scalar.text, count - 1);
  }
  return there.every(({ text }) => !counts.get(text));
}

/** Whether a piece is written at a place, be it in a template or in the values. */
export function isFrom({ origin, value }: Piece, at: Span): boolean {
  return (
    (origin !== undefined && !origin.isAction && overlaps(origin, at)) || (!!value && overlaps(value, at))
  );
}

export function overlaps(one: Span, other: Span): boolean {
  return one.file === other.file && one.start < other.end && other.start < one.end;
}
