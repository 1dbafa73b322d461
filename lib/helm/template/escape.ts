import { print } from "../go/print.js";
import { isPrintable } from "../go/quote.js";
import { Text } from "../values/text.js";
import type { Value } from "../values/value.js";
import { NO_VALUE } from "./no-value.js";

/** What values print, with each character escaped (`evalArgs` of text/template/funcs.go). */
export function escaped(
  values: readonly Value[],
  escape: (text: string) => string,
  work: (steps: number) => void,
): Text {
  const shown = values.map((value) => (value.type === "nil" ? Text.plain(NO_VALUE) : value));
  const printed = print(shown, work);
  return printed.map((piece) =>
    piece.unknown === undefined ? { ...piece, text: escape(piece.text) } : piece,
  );
}

const HTML: Readonly<Record<string, string>> = {
  "\0": "\uFFFD",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

/** `HTMLEscape` of text/template/funcs.go. */
export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (character) => HTML[character] ?? character);
}

/** `JSEscape` of text/template/funcs.go. */
export function escapeJs(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are escaped too
  return text.replace(/[\\'"<>&=\0-\x1F]|[^\0-\x7F]/gu, (character) => {
    if ("\\'\"".includes(character)) return `\\${character}`;
    if (character > "\x7F" && isPrintable(character)) return character;
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

/** `QueryEscape` of net/url. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"))
    .replaceAll("%20", "+")
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
