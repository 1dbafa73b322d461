import { Text, type Piece } from "../values/text.js";

/** What Go writes for nothing. */
export const NO_VALUE = "<no value>";

/** A text without what Go writes for nothing, as Helm leaves it out of files and of what `tpl` gives. */
export function withoutNoValue(text: Text): Text {
  let next = text.text.indexOf(NO_VALUE);
  if (next === -1) return text;
  const pieces: Piece[] = [];
  let start = 0;
  for (const piece of text.pieces) {
    const end = start + piece.text.length;
    let at = start;
    while (next !== -1 && next < end) {
      if (next > at) keep(pieces, piece, at - start, next - start);
      if (isNothing(piece)) pieces.push({ ...piece, text: "", isGap: true });
      at = Math.min(Math.max(at, next + NO_VALUE.length), end);
      // The rest of it lies in the next piece.
      if (next + NO_VALUE.length > end) break;
      next = text.text.indexOf(NO_VALUE, next + NO_VALUE.length);
    }
    keep(pieces, piece, at - start, end - start);
    start = end;
  }
  return Text.from(pieces);
}

/** Whether an action wrote all of it for nothing. */
function isNothing({ text, origin }: Piece): boolean {
  return text === NO_VALUE && origin?.isAction !== false;
}

function keep(pieces: Piece[], piece: Piece, from: number, to: number): void {
  for (const part of Text.of(piece).slice(from, to).pieces) pieces.push(part);
}
