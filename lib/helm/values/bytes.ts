import { isUtf8 } from "node:buffer";
import { digest } from "../../util/digest.js";
import { unknownOf } from "./identity.js";
import { RESERVED, Text } from "./text.js";
import { int, type Unknown, type Value } from "./value.js";

// Go counts strings in bytes.

/** How long a text is in bytes; an unknown if a part of it is not known. */
export function byteLength(text: Text): Value {
  return unknownOf("len", [text]) ?? int(Buffer.byteLength(text.text));
}

/** A part of a text by offsets in bytes. What is left of a character that is cut is not known. */
export function sliceBytes(text: Text, start: number, end: number): Text | Unknown {
  const open = unknownOf(`slice ${start} ${end}`, [text]);
  if (open) return open;
  const bytes = Buffer.from(text.text);
  if (bytes.length === text.text.length) return text.slice(start, end);
  const [before, inside] = [bytes.subarray(0, start), bytes.subarray(start, end)];
  if (!isUtf8(inside)) return textOfBytes(inside);
  const from = before.toString().length;
  return text.slice(from, from + inside.toString().length);
}

/** What stands for bytes that are no text, or for what is not known. */
const NO_TEXT = /[\uFFFD\uE0F0-\uE0F2]/;

/** The text of bytes. Those that are no UTF-8 Go keeps, while no text here can hold them: they are not known. */
export function textOfBytes(bytes: Buffer): Text {
  const text = bytes.toString();
  if (isUtf8(bytes) && !RESERVED.test(text)) return Text.plain(text);
  const parts = text.split(NO_TEXT);
  const id = `bytes ${digest(bytes)}`;
  return Text.join(
    parts.flatMap((part, index) => {
      const plain = Text.plain(part);
      return index === 0 ? [plain] : [Text.unknown("it has bytes that are no text", `${id} ${index}`), plain];
    }),
  );
}
