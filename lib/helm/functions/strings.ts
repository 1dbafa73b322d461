import { NOT_KNOWN, Text } from "../values/text.js";
import { bool, TemplateError, type Func } from "../values/value.js";
import { byteLength, cutBytes, fromBytes, toBytes } from "./bytes.js";
import { alias, ANY, define, INT, STRING, TRACED, variadic } from "./signature.js";
import { quoted } from "./quote.js";
import { checkLength, indented, isSpace, occurrences, replaceMatches, trimEnds } from "./traced.js";
import { printed, stringOf } from "./print.js";
import { unknownResult } from "./unknown.js";

// sprig's functions on strings that keep their characters: strings.go, and Go's package strings.

const trimAll = define("trimAll", [STRING, TRACED], (_, cutset, text) => {
  const characters = new Set(cutset);
  return trimEnds(text, (character) => characters.has(character), true, true);
});

export const STRINGS: readonly Func[] = [
  define("trim", [TRACED], (_, text) => trimEnds(text, isSpace, true, true)),
  trimAll,
  alias("trimall", trimAll),
  define("trimSuffix", [STRING, TRACED], (_, suffix, text) => {
    const all = text.text;
    return all.endsWith(suffix) ? text.slice(0, all.length - suffix.length) : text;
  }),
  define("trimPrefix", [STRING, TRACED], (_, prefix, text) =>
    text.text.startsWith(prefix) ? text.slice(prefix.length) : text),
  define("trunc", [INT, TRACED], (_, count, text) => truncated(text, count)),
  define("substr", [INT, INT, TRACED], (_, start, end, text) => substring(text, start, end)),
  define("repeat", [INT, TRACED], (context, count, text) => {
    if (count < 0) throw new TemplateError(`'repeat' cannot repeat a text ${count} times`);
    checkLength(text.text.length * count, context);
    if (text.text === "") return text;
    return Text.join(Array.from({ length: count }, () => text));
  }),
  define("replace", [STRING, TRACED, TRACED], (context, old, replacement, text) => {
    const matches = [...occurrences(text.text, old)];
    checkLength(text.text.length + matches.length * replacement.text.length, context);
    return replaceMatches(text, matches, () => replacement);
  }),
  define("indent", [INT, TRACED], (context, spaces, text) => indented(text, countOf("indent", spaces), context)),
  define("nindent", [INT, TRACED], (context, spaces, text) =>
    Text.join([Text.plain("\n"), indented(text, countOf("nindent", spaces), context)])),
  variadic("quote", [], ANY, (_, __, values) =>
    Text.join(values.filter(({ type }) => type !== "nil").map((value) => quoted(stringOf(value))), " ")),
  variadic("squote", [], ANY, (_, __, values) =>
    Text.join(values.filter(({ type }) => type !== "nil").map((value) => between("'", printed(value))), " ")),
  variadic("cat", [], ANY, (_, __, values) =>
    Text.join(values.filter(({ type }) => type !== "nil").map((value) => printed(value)), " ")),
  define("toString", [ANY], (_, value) => stringOf(value)),
  define("plural", [TRACED, TRACED, INT], (_, one, many, count) => (count === 1 ? one : many)),
  // What is known of a text may answer for all of it.
  define("contains", [STRING, TRACED], (_, part, text) =>
    text.text.includes(part) ? bool(true) : ifKnown("contains", part, text, false)),
  define("hasPrefix", [STRING, TRACED], (_, prefix, text) => startsWith("hasPrefix", prefix, text, text.text)),
  define("hasSuffix", [STRING, TRACED], (_, suffix, text) =>
    startsWith("hasSuffix", suffix, text, reversed(text.text), reversed(suffix))),
];

/** A text between two quotation marks. */
function between(mark: string, text: Text): Text {
  return Text.join([Text.plain(mark), text, Text.plain(mark)]);
}

function countOf(name: string, count: number): number {
  if (count < 0) throw new TemplateError(`'${name}' cannot write ${count} spaces`);
  return count;
}

/** sprig's `trunc`. Where something is not known, it is not known either what of the rest is cut. */
function truncated(text: Text, count: number): Text {
  const why = text.unknown;
  if (why !== undefined) {
    if (count < 0) return Text.unknown(why);
    const known = text.text.slice(0, text.text.indexOf(NOT_KNOWN));
    const start = text.slice(0, known.length);
    return byteLength(known) >= count ? cutBytes(start, 0, count) : Text.join([start, Text.unknown(why)]);
  }
  const length = byteLength(text.text);
  if (count < 0 && length + count > 0) return cutBytes(text, length + count, length);
  return count >= 0 && length > count ? cutBytes(text, 0, count) : text;
}

/** sprig's `substring`, which fails where Go's slicing does. */
function substring(text: Text, start: number, end: number): Text {
  if (text.unknown !== undefined) return Text.unknown(text.unknown);
  const length = byteLength(text.text);
  const from = Math.max(start, 0);
  const to = start >= 0 && (end < 0 || end > length) ? length : end;
  if (from > to || to > length) {
    throw new TemplateError(`'substr' cannot take the characters from ${from} to ${to} of a text of ${length}`);
  }
  return cutBytes(text, from, to);
}

function startsWith(name: string, prefix: string, text: Text, all: string, wanted = prefix) {
  if (all.startsWith(wanted)) return bool(true);
  const at = all.indexOf(NOT_KNOWN);
  if (at < 0 || !wanted.startsWith(all.slice(0, at))) return bool(false);
  return ifKnown(name, prefix, text, false);
}

function ifKnown(name: string, wanted: string, text: Text, answer: boolean) {
  return text.unknown === undefined
    ? bool(answer)
    : unknownResult(name, [Text.plain(wanted), text], text.unknown);
}

/** A text backwards, by bytes, so that an end can be looked at like a start. */
function reversed(text: string): string {
  return [...text].reverse().join("");
}

/** sprig's functions on strings that make other characters of them. Those of goutils go by bytes. */
export const COMPUTED_STRINGS: readonly Func[] = [
  define("upper", [TRACED], (_, text) => computed(text, (part) => part.toUpperCase())),
  define("lower", [TRACED], (_, text) => computed(text, (part) => part.toLowerCase())),
  define("title", [STRING], (_, text) => Text.plain(title(text))),
  define("untitle", [STRING], (_, text) => Text.plain(text.replace(/(^|\s)\S/gu, (start) => start.toLowerCase()))),
  define("swapcase", [STRING], (_, text) => Text.plain(swapCase(text))),
  define("nospace", [STRING], (_, text) => {
    const bytes = toBytes(text);
    const rest = [...bytes].filter((byte) => !isSpace(byte)).join("");
    return Text.plain(rest.length === bytes.length ? text : rest);
  }),
  define("initials", [STRING], (_, text) => Text.plain(initials(toBytes(text)))),
  define("abbrev", [INT, STRING], (_, width, text) => Text.plain(width < 4 ? text : abbreviated(text, 0, width))),
  define("abbrevboth", [INT, INT, STRING], (_, left, right, text) =>
    Text.plain(right < 4 || (left > 0 && right < 7) ? text : abbreviated(text, left, right))),
  define("wrap", [INT, STRING], (_, width, text) => Text.plain(fromBytes(wrapped(toBytes(text), width, "\n", false)))),
  define("wrapWith", [INT, STRING, STRING], (_, width, separator, text) =>
    Text.plain(fromBytes(wrapped(toBytes(text), width, toBytes(separator || "\n"), true)))),
  define("hello", [], () => Text.plain("Hello!")),
];

/** Changes what is known of a text, character by character. */
function computed(text: Text, change: (part: string) => string): Text {
  if (text.unknown === undefined) return Text.plain(change(text.text));
  return text.map((piece) => (piece.unknown === undefined ? { text: change(piece.text) } : piece));
}

/** Go's `strings.Title`: the first letter of each word in upper case. */
function title(text: string): string {
  let isStart = true;
  return [...text].map((character) => {
    const letter = isStart ? character.toUpperCase() : character;
    isStart = !/[\p{L}\p{Nd}_]/u.test(character) && (character < "\u0080" || isSpace(character));
    return [...letter].length === 1 ? letter : character;
  }).join("");
}

/** goutils' `SwapCase`, wordutils.go. */
function swapCase(text: string): string {
  let isStart = true;
  return [...text].map((character) => {
    if (/[\p{Lu}\p{Lt}]/u.test(character)) {
      isStart = false;
      return character.toLowerCase();
    }
    if (/\p{Ll}/u.test(character)) {
      isStart = false;
      return character.toUpperCase();
    }
    isStart = isSpace(character);
    return character;
  }).join("");
}

function initials(bytes: string): string {
  let isStart = true;
  let found = "";
  for (const byte of bytes) {
    if (isSpace(byte)) isStart = true;
    else if (isStart) {
      found += byte;
      isStart = false;
    }
  }
  return found;
}

/** goutils' `AbbreviateFull`, stringutils.go, which gives nothing where it fails. */
function abbreviated(text: string, left: number, width: number): string {
  return fromBytes(abbreviatedBytes(toBytes(text), left, width));
}

function abbreviatedBytes(text: string, left: number, width: number): string {
  if (text === "" || width < 4) return "";
  if (text.length <= width) return text;
  let offset = Math.min(left, text.length);
  if (text.length - offset < width - 3) offset = text.length - (width - 3);
  if (offset <= 4) return `${text.slice(0, width - 3)}...`;
  if (width < 7) return "";
  if (offset + width - 3 < text.length) return `...${abbreviatedBytes(text.slice(offset), 0, width - 3)}`;
  return `...${text.slice(text.length - (width - 3))}`;
}

/** goutils' `WrapCustom`, wordutils.go. */
function wrapped(text: string, length: number, separator: string, isLongWrapped: boolean): string {
  const width = Math.max(length, 1);
  const lines: string[] = [];
  let at = 0;
  while (text.length - at > width) {
    if (text[at] === " ") {
      at++;
      continue;
    }
    const space = text.slice(at, at + width + 1).lastIndexOf(" ");
    if (space >= 0) {
      lines.push(text.slice(at, at + space));
      at += space + 1;
    } else if (isLongWrapped) {
      lines.push(text.slice(at, at + width));
      at += width;
    } else {
      const next = text.indexOf(" ", at + width);
      if (next < 0) break;
      lines.push(text.slice(at, next));
      at = next + 1;
    }
  }
  lines.push(text.slice(at));
  return lines.join(separator);
}
