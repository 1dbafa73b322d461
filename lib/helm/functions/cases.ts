import { Text } from "../values/text.js";
import type { Func } from "../values/value.js";
import { isLetter, isUpper, toLower, toUpper } from "./letters.js";
import { define, STRING } from "./signature.js";
import { isSpace } from "./traced.js";

/** sprig's ways of joining words, which are those of xstrings: convert.go. */
export const CASES: readonly Func[] = [
  define("snakecase", [STRING], (_, text) => Text.plain(separated(text, "_"))),
  define("kebabcase", [STRING], (_, text) => Text.plain(separated(text, "-"))),
  define("camelcase", [STRING], (_, text) => Text.plain(pascalCase(text))),
];

/** xstrings' `ToPascalCase`. Connectors at the start stay, and of several in a row all but the last. */
function pascalCase(text: string): string {
  const letters = [...text];
  const start = letters.findIndex((letter) => !isConnector(letter));
  // Of connectors alone the last one is written twice.
  if (start < 0) return text + (letters.at(-1) ?? "");
  let written = letters.slice(0, start).join("");
  let last = toUpper(letters[start] ?? "");
  let isAfterUpper = isUpper(letters[start] ?? "");
  for (const letter of letters.slice(start + 1)) {
    const before = last;
    last = letter;
    if (isConnector(before)) {
      if (isConnector(letter)) {
        written += before;
        continue;
      }
      isAfterUpper = isUpper(letter);
      last = toUpper(letter);
      continue;
    }
    if (isAfterUpper && isUpper(letter)) last = toLower(letter);
    else isAfterUpper = false;
    written += before;
  }
  return written + last;
}

type Kind = "number" | "upper" | "letters" | "connector" | "punctuation" | "other" | "end";

interface Word {
  kind: Kind;
  text: string;
}

/** xstrings' `camelCaseToLowerCase`: a number belongs to what stands before it or after it, not to both. */
function separated(text: string, connector: string): string {
  const words = wordsOf(text);
  let at = 0;
  let written = "";
  const next = (): Word => words[at++] ?? { kind: "end", text: "" };
  const write = (word: Word) => (written += lowered(word, connector));
  const writeRun = (from: Word): Word => {
    let word = from;
    for (; word.kind === "letters" || word.kind === "number"; word = next()) write(word);
    return word;
  };
  const separate = (before: Kind) => {
    if (!["end", "connector", "punctuation"].includes(before)) written += connector;
  };

  let word = next();
  while (at < words.length) {
    if (word.kind !== "connector") write(word);
    const last = word;
    word = next();
    if (last.kind === "number") {
      word = writeRun(word);
      separate(word.kind);
    } else if (last.kind === "connector") {
      write(last);
    } else if (last.kind !== "punctuation") {
      if (word.kind !== "number") {
        separate(word.kind);
      } else if (at < words.length) {
        const number = word;
        word = next();
        if (word.kind === "letters") {
          written += connector;
          write(number);
          word = writeRun(word);
        } else {
          write(number);
        }
        separate(word.kind);
      }
    }
  }
  write(word);
  return written;
}

function lowered({ kind, text }: Word, connector: string): string {
  if (kind !== "upper" && kind !== "connector") return text;
  return Array.from(text, (letter) => (isConnector(letter) ? connector : toLower(letter))).join("");
}

function isConnector(letter: string): boolean {
  return letter === "-" || letter === "_" || isSpace(letter);
}

/** Behind other punctuation, `-` and `_` belong to it. */
function isPunctuation(letter: string): boolean {
  return /\p{P}/u.test(letter);
}

function kindOf(letter: string): Kind {
  if (isConnector(letter)) return "connector";
  if (isPunctuation(letter)) return "punctuation";
  if (isUpper(letter)) return "upper";
  if (isLetter(letter)) return "letters";
  return /\p{N}/u.test(letter) ? "number" : "other";
}

/** xstrings' `nextWord`: of several upper case letters the last begins the word behind them. */
function wordsOf(text: string): Word[] {
  const letters = [...text];
  const kinds = letters.map(kindOf);
  const words: Word[] = [];
  for (let at = 0; at < letters.length;) {
    const kind = kinds[at] ?? "end";
    const end = endOfWord(letters, kinds, at);
    words.push({ kind, text: letters.slice(at, end).join("") });
    at = end;
  }
  return words;
}

function endOfWord(letters: readonly string[], kinds: readonly Kind[], at: number): number {
  const kind = kinds[at] ?? "end";
  if (kind === "upper") return endOfUpper(kinds, at);
  if (kind !== "punctuation") return endOfRun(kinds, at, kind);
  let end = at + 1;
  while (isPunctuation(letters[end] ?? "")) end++;
  return end;
}

function endOfUpper(kinds: readonly Kind[], at: number): number {
  if (kinds[at + 1] === "letters") return endOfRun(kinds, at + 1, "letters");
  const end = endOfRun(kinds, at, "upper");
  return kinds[end] === "letters" && end > at + 1 ? end - 1 : end;
}

function endOfRun(kinds: readonly Kind[], at: number, kind: Kind): number {
  let end = at + 1;
  while (kinds[end] === kind) end++;
  return end;
}
