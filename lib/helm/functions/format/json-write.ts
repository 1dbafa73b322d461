import { Text } from "../../values/text.js";
import type { Dict, List, Value } from "../../values/value.js";
import { sortedEntries } from "../../go/print.js";
import { mapCharacters } from "../traced.js";
import { checkDepth } from "../../values/work.js";

export interface JsonStyle {
  /** Whether `<`, `>` and `&` are escaped. */
  isSafeInHtml: boolean;
  /** The spaces before what lies in a map or list, each a line of its own; all on one line without. */
  indent?: number;
}

/** What JSON cannot say, such as a number without end. Go's functions then give an empty text, or fail. */
export class NotJsonError extends Error {}

/** A value in Go's JSON, its scalars with their places: encoding/json, encode.go. */
export function writeJson(value: Value, style: JsonStyle, depth = 0): Text {
  checkDepth(depth);
  switch (value.type) {
    case "nil":
      return Text.plain("null");
    case "unknown":
      return Text.unknown(value.why, value.id);
    case "bool":
    case "int":
      return Text.plain(String(value.value), value.from);
    case "float64":
      return Text.plain(jsonNumber(value.value), value.from);
    case "string":
      return writeString(value, style);
    case "list":
      return value.isNil ? Text.plain("null") : writeList(value, style, depth);
    case "map":
      return value.isNil ? Text.plain("null") : writeMap(value, style, depth);
    case "struct":
      return writeStruct(value.goType, value.text(), style);
    case "func":
      throw new NotJsonError("a function");
  }
}

/** A float as encoding/json writes it: encode.go, floatEncoder. */
export function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new NotJsonError("a number without end");
  if (Object.is(value, -0)) return "-0";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-6 && size < 1e21)) return String(value);
  return value.toExponential();
}

/** Versions and times are strings in JSON. What others are is not known. */
function writeStruct(goType: string, text: Text, style: JsonStyle): Text {
  if (/semver\.Version$/.test(goType)) return writeString(text, style);
  return Text.unknown(`what ${goType} is in JSON is not known`);
}

const ESCAPED = /["\\\p{Cc}\u2028\u2029\p{Cs}]/u;
const ESCAPED_FOR_HTML = /["\\\p{Cc}\u2028\u2029\p{Cs}<>&]/u;
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function writeString(text: Text, { isSafeInHtml }: JsonStyle): Text {
  const inside = mapCharacters(text, isSafeInHtml ? ESCAPED_FOR_HTML : ESCAPED, escaped);
  return Text.join([Text.plain('"'), inside, Text.plain('"')]);
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  const short = SHORT[character];
  if (short !== undefined) return short;
  if (code >= 0x7f && code < 0xa0) return character;
  return `\\u${(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code).toString(16).padStart(4, "0")}`;
}

function writeList({ items, text, goType }: List, style: JsonStyle, depth: number): Text {
  if (goType === "[]uint8" && text)
    return writeString(Text.plain(Buffer.from(text.text).toString("base64")), style);
  return enclosed(
    "[",
    items.map((item) => writeJson(item, style, depth + 1)),
    "]",
    style,
    depth,
  );
}

function writeMap(map: Dict, style: JsonStyle, depth: number): Text {
  const { keys, others } = map;
  const between = Text.plain(style.indent === undefined ? ":" : ": ");
  const members = sortedEntries(map).map(([key, item]) =>
    Text.join([
      writeString(Text.plain(key, keys?.get(key)), style),
      between,
      writeJson(item, style, depth + 1),
    ]),
  );
  if (others) members.push(Text.unknown(others.why, others.id));
  return enclosed("{", members, "}", style, depth);
}

function enclosed(
  open: string,
  members: readonly Text[],
  close: string,
  { indent }: JsonStyle,
  depth: number,
): Text {
  if (members.length === 0) return Text.plain(open + close);
  const inside = indent === undefined ? "" : `\n${" ".repeat(indent * (depth + 1))}`;
  const after = indent === undefined ? "" : `\n${" ".repeat(indent * depth)}`;
  return Text.join([Text.plain(open + inside), Text.join(members, `,${inside}`), Text.plain(after + close)]);
}
