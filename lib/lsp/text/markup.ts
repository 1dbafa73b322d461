import { join } from "node:path";
import type { Place } from "../../builds/build.js";
import { lineIn } from "../../analysis/as-written.js";
import type { BuildSet } from "../../builds/build-set.js";
import { code as codeSpan, shortened } from "../../util/markdown-code.js";
import { printable } from "../../util/phrases.js";
import { uriOf } from "./uris.js";

/**
 * A piece of a text for people. A plain string is text, whatever it says: nothing in it is taken for Markdown, so that
 * names and reasons from manifests may be in it.
 */
export type Piece =
  | string
  /** A name, as code. */
  | { code: string }
  | { strong: Words }
  /** A text of this project that is Markdown itself. */
  | { markdown: string }
  /** Where something is written, as a link to the file and the line. */
  | { place: Place }
  /** A whole file or directory, as a link. */
  | { file: string }
  | { url: string; words: string };
export type Words = readonly Piece[];

/** A line of a text; an item of a list begins with a dash. */
export interface Line {
  words: Words;
  isItem?: true;
}

/** A name from a manifest, or a value, as code. */
export function code(name: string): Piece {
  return { code: name };
}

/** Words with what is filled in: text as it is, and words in their place. */
export function said(texts: TemplateStringsArray, ...values: readonly (Piece | Words)[]): Words {
  return texts.flatMap((text, index) => {
    const value = values[index];
    const own: Words = text === "" ? [] : [text];
    return value === undefined ? own : [...own, ...(isWords(value) ? value : [value])];
  });
}

function isWords(value: Piece | Words): value is Words {
  return Array.isArray(value);
}

export function line(words: Words): Line {
  return { words };
}

export function item(words: Words): Line {
  return { words, isItem: true };
}

/** Words in a row: "a, b and c"; of more than so many, the first and how many more there are. */
export function listed(all: readonly Words[], most: number, conjunction: "and" | "or" = "and"): Words {
  const shown = all.length > most ? all.slice(0, most) : all;
  const more = all.length - shown.length;
  return shown.flatMap((words, index): Words => {
    const isLast = index === shown.length - 1;
    const before = index === 0 ? [] : [isLast && more === 0 ? ` ${conjunction} ` : ", "];
    return [...before, ...words, ...(isLast && more > 0 ? [` and ${more} more`] : [])];
  });
}

/** Lines up to a number; the last of more says how many are left out. */
export function bounded(lines: readonly Line[], most: number, noun = "more"): Line[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most - 1), item([`and ${lines.length - most + 1} ${noun}`])];
}

/** A longer text is cut: no name and no reason that anybody reads has as many characters. */
const MOST_TEXT = 300;

/** How a text is shown: as Markdown, as Markdown with places as text instead of links, or as plain text. */
export type Format = "markdown" | "markdown without links" | "plaintext";

/** Puts lines together as an editor shows them. */
export function rendered(lines: readonly Line[], builds: BuildSet, format: Format = "markdown"): string {
  const texts = lines.map(({ words, isItem }) => {
    const text = words.map((piece) => textOf(piece, builds, format)).join("");
    return { text, isItem: isItem === true };
  });
  return texts.reduce((all, { text, isItem }, index) => {
    const before = texts[index - 1];
    if (!before) return isItem ? `- ${text}` : text;
    // A list needs an empty line before it, and so does what follows it.
    const gap = format === "plaintext" || (before.isItem && isItem) ? "\n" : "\n\n";
    return `${all}${gap}${isItem ? "- " : ""}${text}`;
  }, "");
}

function textOf(piece: Piece, builds: BuildSet, format: Format): string {
  const isMarkdown = format !== "plaintext";
  if (typeof piece === "string") return isMarkdown ? escaped(shown(piece)) : shown(piece);
  if ("markdown" in piece) return isMarkdown ? piece.markdown : piece.markdown.replaceAll("`", "'");
  if ("code" in piece) return isMarkdown ? codeSpan(piece.code) : quoted(piece.code);
  if ("strong" in piece) {
    const text = piece.strong.map((one) => textOf(one, builds, format)).join("");
    return isMarkdown ? `**${text}**` : text;
  }
  if ("url" in piece) return isMarkdown ? `[${escaped(piece.words)}](${piece.url})` : piece.words;
  const source = builds.repository.sourceAt("file" in piece ? piece.file : piece.place.file);
  // An editor has no such file to open.
  if (source) return isMarkdown ? escaped(shown(`from ${source.name}`)) : shown(`from ${source.name}`);
  const file = "file" in piece ? piece.file : piece.place.file;
  const at = "file" in piece ? undefined : lineIn(builds, piece.place);
  if (format === "markdown") return linkTo(builds, file, at);
  const text = `${shown(file === "" ? "." : file)}${at === undefined ? "" : `:${at}`}`;
  return isMarkdown ? escaped(text) : text;
}

function linkTo({ repository }: BuildSet, file: string, at?: number): string {
  const uri = linkAddress(uriOf(join(repository.root, file)));
  const words = escaped(shown(file === "" ? "." : file));
  return at === undefined ? `[${words}](${uri})` : `[${words}:${at}](${uri}#L${at})`;
}

/** A URI as the address of a link in Markdown, which a bracket would end. */
export function linkAddress(uri: string): string {
  return uri.replace(/[()[\]<>\\]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function shown(text: string): string {
  return shortened(printable(text), MOST_TEXT);
}

function quoted(name: string): string {
  return `'${shortened(printable(name), MOST_TEXT)}'`;
}

/**
 * A text in which nothing is taken for Markdown or HTML, nor for the address of a page or of mail, which most editors make
 * links of (GitHub Flavored Markdown, "Autolinks"). Underscores within words mean nothing there, and stay as they are for
 * those who read the source.
 */
export function escaped(text: string): string {
  return text
    .replace(/[\\`*[\]<>&~|$@]|:(?=\/\/)|(?<=www)\./gi, "\\$&")
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_");
}
