import { NOT_KNOWN, type Piece, Text } from "../../helm/values/text.js";

/**
 * What a chart renders that nothing here installs, in which the parts of names that default to nothing are not known:
 * whoever installs it fills them in, as in `mirror-{{ .Values.cluster }}`. What reads well without them stays as it is.
 */
export function withUnfilledNames(text: Text): Text {
  if (!text.pieces.some(({ isGap }) => isGap)) return text;
  const pieces: Piece[] = [];
  let at = 0;
  for (const { isGap, ...piece } of text.pieces) {
    at += piece.text.length;
    if (!isGap) pieces.push(piece);
    else if (isUnfilled(text.text, at)) pieces.push({ ...piece, text: NOT_KNOWN, unknown: WHY });
  }
  return Text.from(pieces);
}

const WHY = "a default value is empty, and nothing here installs the chart";

/** Whether what is before or behind an offset joins it to something, and nothing else is there. */
function isUnfilled(text: string, at: number): boolean {
  const [before, behind] = [text.slice(Math.max(0, at - 2), at), text.slice(at, at + 2)];
  const isJoinedBefore = JOINED_BEFORE.test(before);
  const isJoinedBehind = JOINED_BEHIND.test(behind);
  return (isJoinedBefore && (isJoinedBehind || END.test(behind))) || (isJoinedBehind && START.test(before));
}

/** The ends of a name in YAML, plain or in quotation marks, in a block or in a flow. */
const START = /(?:^|[\s"'[{,])$/;
const END = /^(?:$|[\s"'\]},])/;
/** What joins the parts of names stands beside such a part. */
const JOINED_BEFORE = /[^\s"'.-][.-]$/;
const JOINED_BEHIND = /^[.-][^\s"'.-]/;
