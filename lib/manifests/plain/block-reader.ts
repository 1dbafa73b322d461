import { BlockScalarReader } from "./block-scalar-reader.js";
import { decline } from "./builder.js";
import {
  COLON,
  DASH,
  DOT,
  FOLDED,
  HASH,
  isBlank,
  LITERAL,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  RETURN,
  SPACE,
} from "./characters.js";
import { ONE_LINE } from "./cursor.js";

/** Longer keys are left to parsers, which have limits. */
const LONGEST_KEY = 1000;
/** Reads a document in block style. */
export class BlockReader<Node, MapNode extends Node, ListNode extends Node> extends BlockScalarReader<
  Node,
  MapNode,
  ListNode
> {
  /** The offset of the current line, and the column of its first character; -1 at the end of the text. */
  #line = 0;
  #column = 0;
  /** Whether a line with nothing but a comment is right above, or separated by blank lines. */
  #isBelowComment = false;
  /** Whether a line `---` would start another document. */
  #isBegun = false;

  /** Undefined for a document without any content, not even `---`. */
  document(): Node | undefined {
    this.#nextContent();
    this.#isBegun = true;
    let empty: number | undefined;
    if (this.#column === 0 && this.text.startsWith("---", this.at)) {
      this.at += 3;
      this.skipSpaces();
      empty = this.at;
      this.#lineEnd();
    } else this.#notMarker();
    if (this.#column < 0) return empty === undefined ? undefined : this.nothing(empty);
    const node = this.#node(this.#column, -1);
    if (this.#column >= 0) decline();
    return node;
  }

  /**
   * Reads a value in a line below its key or dash. Behind a comment, `yaml` takes a scalar without quotes to go on in
   * any line, and refuses it then.
   */
  #below(parent: number): Node {
    return this.#node(this.#column, parent, this.#isBelowComment);
  }

  /** Reads a value that is the first thing in its line, or stands behind a dash. */
  #node(column: number, parent: number, isBelowComment = false): Node {
    const code = this.codeAt(this.at);
    if (code === DASH && isBlank(this.codeAt(this.at + 1))) return this.#list(column);
    if (code === OPEN_LIST || code === OPEN_MAP) return this.#flow(parent);
    this.scalar(parent, false);
    if (this.codeAt(this.at) === COLON && !this.isLong) return this.#map(column);
    if (isBelowComment) decline();
    const node = this.scalarNode();
    this.#lineEnd();
    return node;
  }

  /** Reads a map of which the first key has been read. */
  #map(column: number): Node {
    this.count();
    this.enter();
    const map = this.builder.map(this.start, false);
    for (;;) {
      const { value, style, start, end } = this;
      if (end !== this.at || end - start > LONGEST_KEY || this.codeAt(end) !== COLON) decline();
      if (!isBlank(this.codeAt(++this.at)) || (style === "PLAIN" && value === "<<")) decline();
      if (!this.builder.put(map, { value, style, start, end }, this.#value(column))) decline();
      if (this.#column !== column) break;
      if (this.#isDash()) break;
      this.scalar(ONE_LINE, false);
    }
    if (this.#column > column) decline();
    this.leave();
    return map;
  }

  #list(column: number): Node {
    this.count();
    this.enter();
    const list = this.builder.list(this.at, false);
    do {
      this.at++;
      this.builder.add(list, this.#item(column));
    } while (this.#column === column && this.#isDash());
    if (this.#column > column) decline();
    this.leave();
    return list;
  }

  #isDash(): boolean {
    return this.codeAt(this.at) === DASH && isBlank(this.codeAt(this.at + 1));
  }

  /** Reads what is behind a key. */
  #value(column: number): Node {
    const code = this.skipSpaces();
    if (code === NEWLINE || code === RETURN || code === HASH) {
      const { at } = this;
      this.#lineEnd();
      const isItems = this.#column === column && this.#isDash();
      return this.#column > column || isItems ? this.#below(column) : this.nothing(at);
    }
    if (code === LITERAL || code === FOLDED) return this.#text(column, true);
    if (code === OPEN_LIST || code === OPEN_MAP) return this.#flow(column);
    if (this.#isDash()) decline();
    this.scalar(column, false);
    const node = this.scalarNode();
    this.#lineEnd();
    return node;
  }

  /** Reads what is behind a dash. */
  #item(column: number): Node {
    const code = this.skipSpaces();
    if (code === NEWLINE || code === RETURN || code === HASH) {
      const { at } = this;
      this.#lineEnd();
      return this.#column > column ? this.#below(column) : this.nothing(at);
    }
    if (code === LITERAL || code === FOLDED) return this.#text(column, false);
    return this.#node(this.at - this.#line, column);
  }

  #text(parent: number, isOfMap: boolean): Node {
    const node = this.blockScalar(parent, isOfMap);
    this.#nextContent();
    return node;
  }

  #flow(parent: number): Node {
    const node = this.flow(parent);
    this.#lineEnd();
    return node;
  }

  /** Passes the rest of a line, in which there may only be a comment, and goes to the next line that has more. */
  #lineEnd(): void {
    const code = this.skipSpaces();
    if (code === HASH && this.codeAt(this.at - 1) === SPACE) this.comment();
    else if (code !== NEWLINE && code !== RETURN) decline();
    this.at = this.text.indexOf("\n", this.at) + 1;
    this.#nextContent();
  }

  /** Goes to the first character of the next line that has one, except comments. */
  #nextContent(): void {
    this.#isBelowComment = false;
    for (;;) {
      const line = this.at;
      if (line >= this.length) {
        this.#column = -1;
        return;
      }
      const code = this.skipSpaces();
      if (code === HASH) {
        this.comment();
        this.#isBelowComment = true;
      } else if (code !== NEWLINE && code !== RETURN) {
        this.#line = line;
        this.#column = this.at - line;
        if (this.#column === 0 && (code === DASH || code === DOT)) this.#notMarker();
        return;
      }
      this.at = this.text.indexOf("\n", this.at) + 1;
    }
  }

  /** Nothing that looks like the start or end of a document may be in it. */
  #notMarker(): void {
    if (this.#isBegun && (this.text.startsWith("---", this.at) || this.text.startsWith("...", this.at)))
      decline();
  }
}
