import { unknownOf } from "./identity.js";
import { Text } from "./text.js";
import { int, type Unknown, type Value } from "./value.js";

// Go counts strings in bytes.

/** How long a text is in bytes; an unknown if a part of it is not known. */
export function byteLength(text: Text): Value {
  return unknownOf("len", [text]) ?? int(Buffer.byteLength(text.text));
}

/** A part of a text by offsets in bytes. What is left of a character that is cut is U+FFFD. */
export function sliceBytes(text: Text, start: number, end: number): Text | Unknown {
  const open = unknownOf(`slice ${start} ${end}`, [text]);
  if (open) return open;
  const bytes = Buffer.from(text.text);
  if (bytes.length === text.text.length) return text.slice(start, end);
  const [before, inside] = [bytes.subarray(0, start).toString(), bytes.subarray(start, end).toString()];
  const isWhole = text.text.startsWith(before + inside);
  return isWhole ? text.slice(before.length, before.length + inside.length) : Text.plain(inside);
}
