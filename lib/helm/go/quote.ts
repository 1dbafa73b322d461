/** What Go shows as it is within quotes (`IsPrint` of strconv/quote.go). */
const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;
/** What stands within double quotes as it is, so that most texts need no look at each character. */
const PLAIN = /^[ !#-[\]-~]*$/;

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** What stands between the quotes of a string literal of Go for a text (`Quote` of strconv/quote.go). */
export function escapeForQuotes(text: string, quote: '"' | "'" = '"', isAscii = false): string {
  if (PLAIN.test(text) && quote === '"') return text;
  return Array.from(text, (character) => escapeCharacter(character, quote, isAscii)).join("");
}

/** Whether Go can write a text in backquotes (`CanBackquote` of strconv/quote.go). */
export function canBackquote(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- those are what it asks about
  return !/[\0-\x08\x0A-\x1F`\x7F\uFEFF\uFFFD]/.test(text);
}

/** Whether Go shows a character as it is. */
export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}

/** The text that a string literal of Go stands for, quotes included; undefined if it is none (`Unquote`). */
export function goUnquote(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  if (literal.startsWith("`")) return inner.replaceAll("\r", "");
  if (!inner.includes("\\")) return inner.includes("\n") ? undefined : inner;
  return unescape(inner, '"');
}

/** The character that a character literal of Go stands for; undefined if it is none (`UnquoteChar`). */
export function goUnquoteCharacter(literal: string): number | undefined {
  const text = unescape(literal.slice(1, -1), "'");
  const code = text?.codePointAt(0);
  return code === undefined || text !== String.fromCodePoint(code) ? undefined : code;
}

function escapeCharacter(character: string, quote: string, isAscii: boolean): string {
  if (character === quote || character === "\\") return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  if (isAscii ? code >= 0x20 && code < 0x7f : isPrintable(character)) return character;
  const escape = ESCAPES[character];
  if (escape !== undefined) return escape;
  if (code < 0x20 || code === 0x7f) return `\\x${hexadecimal(code, 2)}`;
  if (code >= 0xd800 && code <= 0xdfff) return "\\ufffd";
  return code < 0x10000 ? `\\u${hexadecimal(code, 4)}` : `\\U${hexadecimal(code, 8)}`;
}

function hexadecimal(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

const ESCAPE =
  /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))|[^\\]+|\\/gy;

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, "\\": 92 };

/** What a text with Go's escapes says; undefined if one of them is none. Bytes (`\x`, octal) are read as UTF-8. */
function unescape(text: string, quote: '"' | "'"): string | undefined {
  const parts: Buffer[] = [];
  for (const [all, simple, byte, short, long, octal] of text.matchAll(ESCAPE)) {
    if (all === "\\") return undefined;
    if (!all.startsWith("\\")) parts.push(Buffer.from(all));
    else if (simple !== undefined) {
      const code = simple === quote ? quote.charCodeAt(0) : SIMPLE[simple];
      if (code === undefined) return undefined;
      parts.push(Buffer.of(code));
    } else if (short !== undefined || long !== undefined) {
      const code = parseInt(short ?? long ?? "", 16);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
      parts.push(Buffer.from(String.fromCodePoint(code)));
    } else {
      const code = byte === undefined ? parseInt(octal ?? "", 8) : parseInt(byte, 16);
      if (code > 255) return undefined;
      // A character literal is the code point of that number, a string has the byte.
      parts.push(quote === "'" ? Buffer.from(String.fromCodePoint(code)) : Buffer.of(code));
    }
  }
  return Buffer.concat(parts).toString();
}
