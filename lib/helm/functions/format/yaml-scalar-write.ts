import { Text } from "../../values/text.js";
import { Cutter, mapCharacters, replaceMatches } from "../traced.js";
import { isBase60, resolveScalar } from "./yaml-scalars.js";

/** Where a scalar is written. */
export interface ScalarPlace {
  /** That of its further lines. */
  indent: number;
  /** The characters before it on its line, the space before it not among them. */
  column: number;
  /** A key stays on its line. */
  isKey: boolean;
  /** Whether long lines are broken. */
  isWrapped: boolean;
}

/** goyaml.v2 breaks a line at a space once it is longer. */
const WIDTH = 80;

type Style = "plain" | "single" | "double" | "literal";

/** A string in YAML, as goyaml.v2 writes it: encode.go, stringv, and emitterc.go. */
export function scalarText(text: Text, place: ScalarPlace): Text {
  switch (styleOf(text.text, place.isKey)) {
    case "plain":
      return folded(text, place, 0);
    case "single":
      return quotedBy(
        "'",
        folded(
          mapCharacters(text, /'/u, () => "''"),
          place,
          1,
        ),
      );
    case "double":
      return quotedBy('"', folded(mapCharacters(text, ESCAPED, escaped), place, 2));
    case "literal":
      return literal(text, place);
  }
}

/** encode.go, stringv, and emitterc.go, yaml_emitter_select_scalar_style. */
function styleOf(text: string, isKey: boolean): Style {
  const allowed = analyzed(text);
  if (text.includes("\n") && !isKey && allowed.isBlock) return "literal";
  const scalar = resolveScalar(text);
  if (text.includes("\n") || scalar.type !== "string" || isBase60(text)) return "double";
  if (allowed.isPlain) return "plain";
  return allowed.isSingle ? "single" : "double";
}

/** What goyaml.v2 does not take for printable, and what means something within double quotes. */
const ESCAPED = /["\\\uFEFF\u0085\u2028\u2029]|[^\t\n\r\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]|[\t\n\r]/u;
const SPECIAL = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;
const BREAKS = "\\n\\r\\u0085\\u2028\\u2029";

/** emitterc.go, yaml_emitter_analyze_scalar. */
function analyzed(text: string): { isPlain: boolean; isSingle: boolean; isBlock: boolean } {
  const isSpecial = SPECIAL.test(text) || SPACE_THEN_BREAK.test(text);
  const hasBreaks = ANY_BREAK.test(text);
  const isSpacedAtEnds = AT_ENDS.test(text);
  const isSpacedAfterBreak = BREAK_THEN_SPACE.test(text);
  return {
    isPlain: !isSpecial && !hasBreaks && !isSpacedAtEnds && !INDICATED.test(text),
    isSingle: !isSpecial && !isSpacedAfterBreak,
    isBlock: !isSpecial && !text.endsWith(" "),
  };
}

const ANY_BREAK = new RegExp(`[${BREAKS}]`);
const SPACE_THEN_BREAK = new RegExp(` [${BREAKS}]`);
const BREAK_THEN_SPACE = new RegExp(`[${BREAKS}] `);
const AT_ENDS = /^ | $/;
/** What would be read as something else than a plain scalar. */
const INDICATED = /^(?:---|\.\.\.)|^[#,[\]{}&*!|>'"%@`]|^[-?:](?:[ \t]|$)|:(?:[ \t]|$)|[ \t]#/;

const SHORT: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\u0085": "N",
  "\u2028": "L",
  "\u2029": "P",
};

function escaped(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

function quotedBy(mark: string, text: Text): Text {
  return Text.join([Text.plain(mark), text, Text.plain(mark)]);
}

/**
 * A text with its lines broken at spaces: emitterc.go, yaml_emitter_write_plain_scalar and its neighbours. Their rules
 * differ a little, by the marks around it: in double quotes a backslash keeps a space that follows.
 */
function folded(text: Text, { indent, column, isKey, isWrapped }: ScalarPlace, marks: 0 | 1 | 2): Text {
  const all = text.text;
  if (isKey || !isWrapped || column + all.length < WIDTH) return text;
  const breaks = foldsOf(all, indent, column + 1 + Math.min(marks, 1), marks);
  if (breaks.length === 0) return text;
  const next = Text.plain(`\n${" ".repeat(indent)}`);
  const kept = Text.plain(`\n${" ".repeat(indent)}\\`);
  return replaceMatches(text, breaks, (index) => (breaks[index]?.isKept ? kept : next));
}

function foldsOf(text: string, indent: number, from: number, marks: 0 | 1 | 2) {
  const found: { start: number; end: number; isKept: boolean }[] = [];
  let column = from;
  let wasSpace = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xdc00 && unit <= 0xdfff) continue;
    const isSpace = unit === 0x20;
    const isWithin = marks === 0 || (at > 0 && at < text.length - 1);
    const isNextSpace = text[at + 1] === " ";
    if (isSpace && !wasSpace && column > WIDTH && isWithin && (marks === 2 || !isNextSpace)) {
      found.push({ start: at, end: at + 1, isKept: isNextSpace });
      column = indent + (isNextSpace ? 1 : 0);
    } else {
      column++;
    }
    wasSpace = isSpace;
  }
  return found;
}

/** emitterc.go, yaml_emitter_write_literal_scalar. */
function literal(text: Text, { indent }: ScalarPlace): Text {
  const all = text.text;
  const hint = /^[ \n\r\u0085\u2028\u2029]/.test(all) ? "2" : "";
  const [last = "", before = ""] = [all.at(-1), all.at(-2)];
  const chomp = !ANY_BREAK.test(last) ? "-" : before === "" || ANY_BREAK.test(before) ? "+" : "";
  const parts: Text[] = [Text.plain(`|${hint}${chomp}\n`)];
  const pad = Text.plain(" ".repeat(indent));
  const cutter = new Cutter(text);
  let at = 0;
  while (at < all.length) {
    const end = all.indexOf("\n", at);
    const next = end < 0 ? all.length : end + 1;
    if (end !== at) parts.push(pad);
    parts.push(cutter.cut(at, next));
    at = next;
  }
  return Text.join(parts);
}
