import { NOT_KNOWN, Text } from "../values/text.js";
import { LimitError, type CallContext } from "../values/value.js";
import { CHARACTERS_A_STEP } from "../values/work.js";

/** No text grows larger, which is more than all that a chart renders may have. */
const LARGEST_TEXT = 10_000_000;
/** No list grows longer. */
const LONGEST_LIST = 200_000;

/** So many items of a list that is made are one step of work. */
const ITEMS_A_STEP = 4;

/** White space as Go's `unicode.IsSpace` has it. */
export function isSpace(character: string): boolean {
  return /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/.test(character);
}

/** Counts the work of making a text, before it is made. */
export function checkLength(length: number, context: CallContext): void {
  if (length > LARGEST_TEXT) throw new LimitError(`a text grows beyond ${LARGEST_TEXT} characters`);
  context.work(Math.ceil(length / CHARACTERS_A_STEP));
}

/** Counts the work of making a list, before it is made. */
export function checkItems(count: number, context: CallContext): void {
  if (count > LONGEST_LIST) throw new LimitError(`a list grows beyond ${LONGEST_LIST} items`);
  context.work(Math.ceil(count / ITEMS_A_STEP));
}

/** Cuts a text into parts from left to right, in time that grows with it alone. */
export class Cutter {
  #piece = 0;
  #start = 0;

  constructor(readonly text: Text) {}

  /** The part between two offsets, the first of which is not before the last one asked for. */
  cut(from: number, to: number): Text {
    const { pieces } = this.text;
    const parts: Text[] = [];
    for (let piece = pieces[this.#piece]; piece; piece = pieces[++this.#piece]) {
      const end = this.#start + piece.text.length;
      if ((end > from || piece.isGap) && this.#start < to)
        parts.push(Text.of(piece).slice(from - this.#start, to - this.#start));
      if (end >= to) break;
      this.#start = end;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Text.join(parts);
  }
}

/** A text with other text instead of each match, the rest with its origin. Matches are in order and apart. */
export function replaceMatches(
  text: Text,
  matches: Iterable<{ start: number; end: number }>,
  replacement: (index: number) => Text,
): Text {
  const cutter = new Cutter(text);
  const parts: Text[] = [];
  let at = 0;
  let index = 0;
  for (const { start, end } of matches) {
    parts.push(cutter.cut(at, start), replacement(index++));
    at = end;
  }
  if (index === 0) return text;
  parts.push(cutter.cut(at, Infinity));
  return Text.join(parts);
}

/** The matches of a text in another one, left to right. An empty one matches around each character, as in Go. */
export function* occurrences(text: string, wanted: string): Generator<{ start: number; end: number }> {
  if (wanted === "") {
    for (let at = 0; at <= text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
      yield { start: at, end: at };
    return;
  }
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    yield { start: at, end: at + wanted.length };
  }
}

/** A text with some of its characters written otherwise, each at the place of what it stands for. */
export function mapCharacters(text: Text, characters: RegExp, write: (character: string) => string): Text {
  const all = new RegExp(characters, "gu");
  const parts: Text[] = [];
  for (const piece of text.pieces) {
    const one = Text.of(piece);
    if (piece.unknown === undefined && !piece.isGap)
      for (const part of written(one, piece.text, all, write)) parts.push(part);
    else parts.push(one);
  }
  return Text.join(parts);
}

/** A text of one piece, with some of its characters written otherwise. */
function* written(
  one: Text,
  text: string,
  characters: RegExp,
  write: (character: string) => string,
): Generator<Text> {
  let at = 0;
  for (const { 0: character, index } of text.matchAll(characters)) {
    const end = index + character.length;
    if (index > at) yield one.slice(at, index);
    yield one.slice(index, end).map((piece) => ({ ...piece, text: write(character) }));
    at = end;
  }
  if (at < text.length) yield at === 0 ? one : one.slice(at);
}

/** A text without some characters at its ends. What is not known stays, and what stands behind it. */
export function trimEnds(
  text: Text,
  isTrimmed: (character: string) => boolean,
  atStart: boolean,
  atEnd: boolean,
): Text {
  const all = text.text;
  let start = 0;
  let end = all.length;
  while (atStart && start < end && isTrimmed(characterAt(all, start)))
    start += characterAt(all, start).length;
  while (atEnd && end > start && isTrimmed(characterBefore(all, end)))
    end -= characterBefore(all, end).length;
  return start === 0 && end === all.length ? text : text.slice(start, end);
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function characterBefore(text: string, at: number): string {
  const pair = at >= 2 ? (text.codePointAt(at - 2) ?? 0) : 0;
  return pair > 0xffff ? String.fromCodePoint(pair) : text.slice(at - 1, at);
}

/** A text with spaces before each of its lines. */
export function indented(text: Text, spaces: number, context: CallContext): Text {
  const all = text.text;
  const lines = [...occurrences(all, "\n")];
  context.work(lines.length);
  checkLength(all.length + spaces * (lines.length + 1), context);
  if (spaces === 0) return text;
  const pad = Text.plain(" ".repeat(spaces));
  const afterBreaks = lines.map(({ end }) => ({ start: end, end }));
  return Text.join([pad, replaceMatches(text, afterBreaks, () => pad)]);
}

/** A text of characters, some of which stand for what is not known. */
export function withUnknown(text: string, why: string): Text {
  const parts: Text[] = [];
  text.split(NOT_KNOWN).forEach((part, index) => {
    if (index > 0) parts.push(Text.unknown(why));
    parts.push(Text.plain(part));
  });
  return Text.join(parts);
}
