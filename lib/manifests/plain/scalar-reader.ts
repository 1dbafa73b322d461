import { plainScalar } from "../plain-scalar.js";
import { type Builder, decline, type Style } from "./builder.js";
import {
  BACKSLASH,
  COLON,
  DASH,
  DOUBLE_QUOTE,
  endsInFlow,
  HASH,
  isBlank,
  isInWord,
  NEWLINE,
  RETURN,
  SINGLE_QUOTE,
  SPACE,
  startsPlain,
  startsTyped,
} from "./characters.js";

/** More values than this in a document are considered an attack. */
export const MOST_NODES = 2_000_000;

/** Thrown for a text with too many values. */
export class TooMany extends Error {
  constructor(readonly offset: number) {
    super("Too many values");
  }
}

/** Reads scalars that are on one line. */
export class ScalarReader<Node, MapNode extends Node, ListNode extends Node> {
  /** The text, with a line break at its end, which saves asking for it everywhere. */
  protected readonly text: string;
  /** Its length, without that. */
  protected readonly length: number;
  /** The offset of the next character. */
  protected at = 0;
  /** The scalar that was read last: its place, style and value. */
  protected start = 0;
  protected end = 0;
  protected style: Style = "PLAIN";
  protected value: unknown;
  #count = 0;

  constructor(
    text: string,
    protected readonly builder: Builder<Node, MapNode, ListNode>,
  ) {
    this.text = `${text}\n`;
    this.length = text.length;
  }

  protected codeAt(offset: number): number {
    return this.text.charCodeAt(offset);
  }

  /** Counts a value. */
  protected count(): void {
    if (++this.#count > MOST_NODES) throw new TooMany(this.at);
  }

  protected skipSpaces(): number {
    let code = this.text.charCodeAt(this.at);
    while (code === SPACE) code = this.text.charCodeAt(++this.at);
    return code;
  }

  /** Reads a scalar, with or without quotes. */
  protected scalar(inFlow: boolean): void {
    const code = this.codeAt(this.at);
    this.count();
    this.start = this.at;
    if (code === DOUBLE_QUOTE) this.#doubleQuoted();
    else if (code === SINGLE_QUOTE) this.#singleQuoted();
    else this.#plain(code, inFlow);
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

  #plain(first: number, inFlow: boolean): void {
    const { text, start } = this;
    if (!startsPlain(first)) {
      const next = text.charCodeAt(start + 1);
      const isFine = first === DASH && (inFlow ? isInWord(next) : !isBlank(next));
      if (!isFine) decline();
    }
    let at = start + 1;
    let end = at;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE || code === RETURN) break;
      if (code === SPACE) {
        if (text.charCodeAt(at + 1) === HASH) break;
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
    this.style = "PLAIN";
    const written = text.slice(start, end);
    this.value = startsTyped(first) ? plainScalar(written) : written;
  }

  #singleQuoted(): void {
    const { text, start } = this;
    let at = start + 1;
    let isEscaped = false;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) decline();
      if (code !== SINGLE_QUOTE) continue;
      if (text.charCodeAt(at + 1) !== SINGLE_QUOTE) break;
      isEscaped = true;
      at++;
    }
    const written = text.slice(start + 1, at);
    this.#quoted("QUOTE_SINGLE", at, isEscaped ? written.replaceAll("''", "'") : written);
  }

  #doubleQuoted(): void {
    const { text, start } = this;
    let at = start + 1;
    let isEscaped = false;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) decline();
      if (code === DOUBLE_QUOTE) break;
      if (code !== BACKSLASH) continue;
      isEscaped = true;
      at++;
    }
    const written = text.slice(start + 1, at);
    this.#quoted("QUOTE_DOUBLE", at, isEscaped ? written.replace(ESCAPE, unescaped) : written);
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
