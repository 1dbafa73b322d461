import { plainScalar } from "../plain-scalar.js";
import { decline, type Style } from "./builder.js";
import {
  BACKSLASH,
  COLON,
  DASH,
  DOUBLE_QUOTE,
  endsInFlow,
  HASH,
  isBlank,
  isBreak,
  isInWord,
  NEWLINE,
  RETURN,
  SINGLE_QUOTE,
  SPACE,
  startsPlain,
  startsTyped,
  TAB,
} from "./characters.js";
import { Cursor } from "./cursor.js";

/** Reads scalars, with and without quotes. */
export class ScalarReader<Node, MapNode extends Node, ListNode extends Node> extends Cursor<
  Node,
  MapNode,
  ListNode
> {
  /** The scalar that was read last: its place, style and value. */
  protected start = 0;
  protected end = 0;
  protected style: Style = "PLAIN";
  protected value: unknown;

  /**
   * Reads a scalar, with or without quotes.
   * @param parent the column of the collection in block style that it is in: further lines of the scalar are indented
   * more; `ONE_LINE` for a scalar that must end on its line
   */
  protected scalar(parent: number, inFlow: boolean): void {
    const code = this.codeAt(this.at);
    this.count();
    this.start = this.at;
    this.isLong = false;
    if (code === DOUBLE_QUOTE) this.#doubleQuoted(parent);
    else if (code === SINGLE_QUOTE) this.#singleQuoted(parent);
    else this.#plain(code, parent, inFlow);
  }

  /** The node of the scalar that was read last. */
  protected scalarNode(): Node {
    return this.builder.scalar(this.value, this.style, this.start, this.end);
  }

  /** The node of a value that is left out. */
  protected nothing(at: number): Node {
    this.count();
    return this.builder.scalar(null, "PLAIN", at, at);
  }

  #plain(first: number, parent: number, inFlow: boolean): void {
    const { text, start } = this;
    if (!startsPlain(first)) {
      const next = text.charCodeAt(start + 1);
      const isFine = first === DASH || first === COLON ? (inFlow ? isInWord(next) : !isBlank(next)) : false;
      if (!isFine || next === TAB) decline();
    }
    this.at = start + 1;
    this.end = this.at;
    this.#plainLine(inFlow);
    let written = text.slice(start, this.end);
    while (isBreak(text.charCodeAt(this.at))) {
      const { at } = this;
      const separator = this.fold(parent);
      if (separator === undefined || this.codeAt(this.at) === HASH) {
        this.at = at;
        break;
      }
      const line = this.at;
      this.#plainLine(inFlow);
      written += separator + text.slice(line, this.end);
    }
    this.style = "PLAIN";
    this.value = startsTyped(first) ? plainScalar(written) : written;
  }

  /** Passes the rest of a line of a scalar without quotes, and notes where its text ends. */
  #plainLine(inFlow: boolean): void {
    const { text } = this;
    let { at, end } = this;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code <= SPACE) {
        if (code === TAB) decline();
        if (code !== SPACE || text.charCodeAt(at + 1) === HASH) break;
        continue;
      }
      if (code === COLON) {
        const next = text.charCodeAt(at + 1);
        if (isBlank(next) || (inFlow && endsInFlow(next))) break;
      } else if (inFlow && endsInFlow(code)) break;
      end = at + 1;
    }
    this.at = at;
    this.end = end;
  }

  #singleQuoted(parent: number): void {
    const { text } = this;
    let written = "";
    let isEscaped = false;
    let piece = this.start + 1;
    let at = piece;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) {
        written += this.#pieceBefore(piece, at, parent);
        piece = this.at;
        at = piece - 1;
      } else if (code === SINGLE_QUOTE) {
        if (text.charCodeAt(at + 1) !== SINGLE_QUOTE) break;
        isEscaped = true;
        at++;
      }
    }
    written += text.slice(piece, at);
    this.#quoted("QUOTE_SINGLE", at, isEscaped ? written.replaceAll("''", "'") : written);
  }

  #doubleQuoted(parent: number): void {
    const { text } = this;
    let written = "";
    let isEscaped = false;
    let piece = this.start + 1;
    let at = piece;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) {
        written += this.#pieceBefore(piece, at, parent);
        piece = this.at;
        at = piece - 1;
      } else if (code === DOUBLE_QUOTE) break;
      else if (code === BACKSLASH) {
        isEscaped = true;
        if (!isBreak(text.charCodeAt(++at))) continue;
        // An escaped line break goes, and the spaces before it stay.
        written += text.slice(piece, at - 1);
        this.at = at;
        if (this.fold(parent) !== " " || this.codeAt(this.at) === TAB) decline();
        piece = this.at;
        at = piece - 1;
      }
    }
    written += text.slice(piece, at);
    this.#quoted("QUOTE_DOUBLE", at, isEscaped ? written.replace(ESCAPE, unescaped) : written);
  }

  /** The text of a line in quotes that a line break ends, with what the break stands for. */
  #pieceBefore(start: number, lineBreak: number, parent: number): string {
    const { text } = this;
    let end = text.charCodeAt(lineBreak - 1) === RETURN ? lineBreak - 1 : lineBreak;
    this.at = end;
    while (end > start && text.charCodeAt(end - 1) === SPACE) end--;
    const code = text.charCodeAt(end - 1);
    const separator = this.fold(parent);
    if (separator === undefined || code === TAB || code === BACKSLASH || this.codeAt(this.at) === TAB)
      decline();
    return text.slice(start, end) + separator;
  }

  #quoted(style: Style, close: number, value: string): void {
    this.at = this.end = close + 1;
    this.style = style;
    this.value = value;
  }
}

const ESCAPE = /\\(?:(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))|([^]?))/g;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...['"', "\\", "/", " "].map((char) => [char, char] as const),
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["e", "\x1b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

function unescaped(_: string, byte: string | undefined, unit: string | undefined, letter = ""): string {
  const code = byte ?? unit;
  return code === undefined ? (ESCAPES.get(letter) ?? decline()) : String.fromCharCode(parseInt(code, 16));
}
