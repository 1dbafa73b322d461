import { Text } from "../values/text.js";
import type { Func } from "../values/value.js";
import { textFromBytes, toBytes } from "./bytes.js";
import { define, INT, STRING, TRACED } from "./signature.js";
import { mapLetter } from "./letters.js";
import { isSpace } from "./traced.js";

/** sprig's functions on strings that make other characters of them. Those of goutils go by bytes. */
export const COMPUTED_STRINGS: readonly Func[] = [
  define("upper", [TRACED], (_, text) => computed(text, (letter) => letter.toUpperCase())),
  define("lower", [TRACED], (_, text) => computed(text, (letter) => letter.toLowerCase())),
  define("title", [STRING], (_, text) => Text.plain(title(text))),
  define("untitle", [STRING], (_, text) =>
    Text.plain(text.replace(/(^|\s)\S/gu, (start) => start.toLowerCase())),
  ),
  define("swapcase", [STRING], (_, text) => Text.plain(swapCase(text))),
  define("nospace", [STRING], (_, text) => {
    const bytes = toBytes(text);
    const rest = [...bytes].filter((byte) => !isSpace(byte)).join("");
    return Text.plain(rest.length === bytes.length ? text : rest);
  }),
  define("initials", [STRING], (_, text) => Text.plain(initials(toBytes(text)))),
  define("abbrev", [INT, STRING], (_, width, text) =>
    width < 4 ? Text.plain(text) : abbreviated(text, 0, width),
  ),
  define("abbrevboth", [INT, INT, STRING], (_, left, right, text) =>
    right < 4 || (left > 0 && right < 7) ? Text.plain(text) : abbreviated(text, left, right),
  ),
  define("wrap", [INT, STRING], (_, width, text) =>
    textFromBytes(wrapped(toBytes(text), width, "\n", false)),
  ),
  define("wrapWith", [INT, STRING, STRING], (_, width, separator, text) =>
    textFromBytes(wrapped(toBytes(text), width, toBytes(separator || "\n"), true)),
  ),
  define("hello", [], () => Text.plain("Hello!")),
];

/** Changes each character of what is known of a text. Go knows no character that becomes two. */
function computed(text: Text, change: (letter: string) => string): Text {
  if (text.unknown === undefined) return Text.plain(mapped(text.text, change));
  return text.map((piece) => (piece.unknown === undefined ? { text: mapped(piece.text, change) } : piece));
}

function mapped(text: string, change: (letter: string) => string): string {
  if (/^[\t-~]*$/.test(text)) return change(text);
  return Array.from(text, (letter) => mapLetter(letter, change)).join("");
}

/** Go's `strings.Title`: the first letter of each word in upper case. */
function title(text: string): string {
  let isStart = true;
  return [...text]
    .map((character) => {
      const letter = isStart ? mapLetter(character, (one) => one.toUpperCase()) : character;
      isStart = !/[\p{L}\p{Nd}_]/u.test(character) && (character < "\u0080" || isSpace(character));
      return letter;
    })
    .join("");
}

/** goutils' `SwapCase`, wordutils.go. */
function swapCase(text: string): string {
  return [...text]
    .map((character) => {
      if (/[\p{Lu}\p{Lt}]/u.test(character)) return character.toLowerCase();
      return /\p{Ll}/u.test(character) ? character.toUpperCase() : character;
    })
    .join("");
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
function abbreviated(text: string, left: number, width: number): Text {
  return textFromBytes(abbreviatedBytes(toBytes(text), left, width));
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
