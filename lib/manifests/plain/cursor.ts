import { MOST_NODES } from "../plain-value.js";
import { type Builder, decline, TooMany } from "./builder.js";
import { HASH, isBreak, RETURN, SPACE } from "./characters.js";

/** What may be a value to us although it is a comment to YAML: see `valueOf`. */
const PLACEHOLDER = /#\w+##/y;
/** The column of nothing: a scalar in there ends on its line. */
export const ONE_LINE = Infinity;

/** A place in a text, and what is passed over everywhere. */
export class Cursor<Node, MapNode extends Node, ListNode extends Node> {
  /** The text, with a line break at its end, which saves asking for it everywhere. */
  protected readonly text: string;
  /** Its length, without that. */
  protected readonly length: number;
  /** The offset of the next character. */
  protected at = 0;
  /** Whether the scalar that was read last has several lines. */
  protected isLong = false;
  #count = 0;

  constructor(
    text: string,
    protected readonly builder: Builder<Node, MapNode, ListNode>,
  ) {
    this.text = `${text}\n`;
    this.length = text.length;
  }

  /** How far it has come. */
  get offset(): number {
    return this.at;
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

  /** Passes a comment. */
  protected comment(): void {
    if (this.codeAt(this.at + 1) === HASH) {
      PLACEHOLDER.lastIndex = this.at + 1;
      if (PLACEHOLDER.test(this.text)) decline();
    }
    this.at = this.text.indexOf("\n", this.at);
  }

  /**
   * Passes the line breaks that are here, up to the text of the next line, and returns what they stand for. Undefined if
   * that line does not belong to the scalar.
   */
  protected fold(parent: number): string | undefined {
    if (parent < 0 || parent === ONE_LINE) return undefined;
    let breaks = 0;
    let line = this.at;
    let code = this.skipSpaces();
    while (isBreak(code)) {
      if (code === RETURN) this.at++;
      line = ++this.at;
      if (line >= this.length) return undefined;
      breaks++;
      code = this.skipSpaces();
    }
    if (this.at - line <= parent) return undefined;
    this.isLong = true;
    return breaks === 1 ? " " : "\n".repeat(breaks - 1);
  }
}
