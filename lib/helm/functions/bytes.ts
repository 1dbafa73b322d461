import { textOfBytes } from "../values/bytes.js";
import type { Text } from "../values/text.js";

// Go's strings are bytes: lengths and offsets count those of UTF-8.

/** Whether each character is one byte. */
function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** The bytes of a text, each as a character. */
export function toBytes(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** The text of bytes; those that are not UTF-8 become U+FFFD. */
export function fromBytes(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}

/** The same as `fromBytes`, in which those that are not UTF-8 are not known. */
export function textFromBytes(bytes: string): Text {
  return textOfBytes(Buffer.from(bytes, "latin1"));
}
