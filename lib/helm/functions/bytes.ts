import { Text } from "../values/text.js";

// Go's strings are bytes: lengths and offsets count those of UTF-8.

/** Whether each character is one byte. */
export function isAscii(text: string): boolean {
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

export function byteLength(text: string): number {
  return isAscii(text) ? text.length : Buffer.byteLength(text);
}

/** A part of a text by offsets in its bytes. A character that is cut becomes U+FFFD. */
export function cutBytes(text: Text, start: number, end: number): Text {
  const all = text.text;
  if (isAscii(all)) return text.slice(start, end);
  const [from, to] = [characterAt(all, start), characterAt(all, end)];
  const before = Text.plain(from.isWithin ? "\uFFFD" : "");
  const after = Text.plain(to.isWithin ? "\uFFFD" : "");
  return Text.join([before, text.slice(from.isWithin ? from.next : from.at, to.at), after]);
}

/** The character that a byte belongs to. */
function characterAt(text: string, byte: number): { at: number; next: number; isWithin: boolean } {
  let at = 0;
  let bytes = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    const next = at + character.length;
    if (bytes >= byte) return { at, next, isWithin: false };
    if (bytes + size > byte) return { at, next, isWithin: true };
    bytes += size;
    at = next;
  }
  return { at, next: at, isWithin: false };
}
