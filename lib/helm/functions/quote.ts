import { Text } from "../values/text.js";
import { mapCharacters } from "./traced.js";

const SHORT: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};
/** What `strconv.IsPrint` does not call printable, and what is escaped though it is. */
const ESCAPED = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** A text in double quotes as Go's `%q` writes it: strconv.Quote. */
export function quoted(text: Text): Text {
  return Text.join([Text.plain('"'), mapCharacters(text, ESCAPED, escaped), Text.plain('"')]);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const short = SHORT[character];
  if (short !== undefined) return short;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
