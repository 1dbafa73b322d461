import { escapeForQuotes } from "../go/quote.js";
import { sliceBytes } from "../values/bytes.js";
import { NOT_KNOWN, Text } from "../values/text.js";
import { bool, TemplateError, type Func, type Value } from "../values/value.js";
import { alias, WHOLE, define, INT, STRING, TRACED, variadic } from "./signature.js";
import {
  checkLength,
  indented,
  isSpace,
  mapCharacters,
  occurrences,
  replaceMatches,
  trimEnds,
} from "./traced.js";
import { printValue } from "../go/print.js";
import { stringOf } from "./print.js";
import { unknownResult } from "./unknown.js";

// sprig's functions on strings that keep their characters: strings.go, and Go's package strings.

const trimAll = define("trimAll", [STRING, TRACED], (_, cutset, text) => {
  const characters = new Set(cutset);
  return trimEnds(text, (character) => characters.has(character), true, true);
});

/** What `strconv.IsPrint` does not call printable, and what is escaped though it is. */
const ESCAPED = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

export const STRINGS: readonly Func[] = [
  define("trim", [TRACED], (_, text) => trimEnds(text, isSpace, true, true)),
  trimAll,
  alias("trimall", trimAll),
  define("trimSuffix", [STRING, TRACED], (_, suffix, text) => {
    const all = text.text;
    return all.endsWith(suffix) ? text.slice(0, all.length - suffix.length) : text;
  }),
  define("trimPrefix", [STRING, TRACED], (_, prefix, text) =>
    text.text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  define("trunc", [INT, TRACED], (_, count, text) => truncated(text, count)),
  define("substr", [INT, INT, TRACED], (_, start, end, text) => substring(text, start, end)),
  define("repeat", [INT, TRACED], (context, count, text) => {
    if (count < 0) throw new TemplateError(`'repeat' cannot repeat a text ${count} times`);
    checkLength(text.text.length * count, context);
    if (text.text === "") return text;
    // What has no place is one piece, however long it gets.
    if (text.pieces.every(({ origin, value, unknown }) => !origin && !value && unknown === undefined))
      return Text.plain(text.text.repeat(count));
    context.work(text.pieces.length * count);
    return Text.join(Array.from({ length: count }, () => text));
  }),
  define("replace", [STRING, TRACED, TRACED], (context, old, replacement, text) => {
    const matches = [...occurrences(text.text, old)];
    context.work(matches.length);
    checkLength(text.text.length + matches.length * replacement.text.length, context);
    return replaceMatches(text, matches, () => replacement);
  }),
  define("indent", [INT, TRACED], (context, spaces, text) =>
    indented(text, countOf("indent", spaces), context),
  ),
  define("nindent", [INT, TRACED], (context, spaces, text) =>
    Text.join([Text.plain("\n"), indented(text, countOf("nindent", spaces), context)]),
  ),
  variadic("quote", [], WHOLE, (_, __, values) =>
    Text.join(
      values.filter(({ type }) => type !== "nil").map((value) => quoted(stringOf(value))),
      " ",
    ),
  ),
  variadic("squote", [], WHOLE, (_, __, values) =>
    Text.join(
      values.filter(({ type }) => type !== "nil").map((value) => between("'", printValue(value))),
      " ",
    ),
  ),
  variadic("cat", [], WHOLE, (_, __, values) =>
    Text.join(
      values.filter(({ type }) => type !== "nil").map((value) => printValue(value)),
      " ",
    ),
  ),
  define("toString", [WHOLE], (_, value) => stringOf(value)),
  define("plural", [TRACED, TRACED, INT], (_, one, many, count) => (count === 1 ? one : many)),
  // What is known of a text may answer for all of it.
  define("contains", [STRING, TRACED], (_, part, text) =>
    text.text.includes(part) ? bool(true) : ifKnown("contains", part, text, false),
  ),
  define("hasPrefix", [STRING, TRACED], (_, prefix, text) =>
    startsWith("hasPrefix", prefix, text, text.text),
  ),
  define("hasSuffix", [STRING, TRACED], (_, suffix, text) =>
    startsWith("hasSuffix", suffix, text, reversed(text.text), reversed(suffix)),
  ),
];

/** A text in double quotes as Go's `%q` writes it: strconv.Quote. */
export function quoted(text: Text): Text {
  return between(
    '"',
    mapCharacters(text, ESCAPED, (character) => escapeForQuotes(character)),
  );
}

/** A text between two quotation marks. */
function between(mark: string, text: Text): Text {
  return Text.join([Text.plain(mark), text, Text.plain(mark)]);
}

function countOf(name: string, count: number): number {
  if (count < 0) throw new TemplateError(`'${name}' cannot write ${count} spaces`);
  return count;
}

/** sprig's `trunc`. Where something is not known, it is not known either what of the rest is cut. */
function truncated(text: Text, count: number): Value {
  const why = text.unknown;
  if (why !== undefined) {
    if (count < 0) return Text.unknown(why);
    const known = text.text.slice(0, text.text.indexOf(NOT_KNOWN));
    const start = text.slice(0, known.length);
    return Buffer.byteLength(known) >= count
      ? sliceBytes(start, 0, count)
      : Text.join([start, Text.unknown(why)]);
  }
  const length = Buffer.byteLength(text.text);
  if (count < 0 && length + count > 0) return sliceBytes(text, length + count, length);
  return count >= 0 && length > count ? sliceBytes(text, 0, count) : text;
}

/** sprig's `substring`, which fails where Go's slicing does. */
function substring(text: Text, start: number, end: number): Value {
  if (text.unknown !== undefined) return Text.unknown(text.unknown);
  const length = Buffer.byteLength(text.text);
  const from = Math.max(start, 0);
  const to = start >= 0 && (end < 0 || end > length) ? length : end;
  if (from > to || to > length) {
    throw new TemplateError(
      `'substr' cannot take the characters from ${from} to ${to} of a text of ${length}`,
    );
  }
  return sliceBytes(text, from, to);
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
