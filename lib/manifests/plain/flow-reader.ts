import { MAX_DEPTH } from "../plain-value.js";
import { decline } from "./builder.js";
import {
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  HASH,
  isBlank,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  RETURN,
  SPACE,
} from "./characters.js";
import { ONE_LINE } from "./cursor.js";
import { ScalarReader } from "./scalar-reader.js";

/** Deeper nesting is left to the parser that knows the limit. */
const MOST_NESTED = MAX_DEPTH / 2;

/** Reads collections in flow style, as in JSON. */
export class FlowReader<Node, MapNode extends Node, ListNode extends Node> extends ScalarReader<
  Node,
  MapNode,
  ListNode
> {
  #depth = 0;
  /** How many collections in flow style are open. */
  #flows = 0;

  /** Goes a level deeper. */
  protected enter(): void {
    if (++this.#depth > MOST_NESTED) decline();
  }

  protected leave(): void {
    this.#depth--;
  }

  /**
   * Reads the collection that starts here.
   * @param parent the column of the collection in block style that it is in, or -1
   */
  protected flow(parent: number): Node {
    this.count();
    this.enter();
    this.#flows++;
    const node = this.codeAt(this.at) === OPEN_LIST ? this.#list(parent) : this.#map(parent);
    this.#flows--;
    this.leave();
    return node;
  }

  #list(parent: number): Node {
    const list = this.builder.list(this.at++, true);
    while (!this.#closes(CLOSE_LIST, parent)) {
      this.builder.add(list, this.#value(parent));
      this.#separator(CLOSE_LIST, parent);
    }
    this.builder.close(list, this.at);
    return list;
  }

  #map(parent: number): Node {
    const map = this.builder.map(this.at++, true);
    while (!this.#closes(CLOSE_MAP, parent)) {
      this.scalar(ONE_LINE, true);
      const { value, style, start, end } = this;
      const isJson = style !== "PLAIN";
      if (this.end !== this.at || this.codeAt(this.at++) !== COLON) decline();
      if (!isJson && this.codeAt(this.at) !== SPACE) decline();
      if (style === "PLAIN" && value === "<<") decline();
      if (isBlank(this.skipSpaces())) decline();
      if (!this.builder.put(map, { value, style, start, end }, this.#value(parent))) decline();
      this.#separator(CLOSE_MAP, parent);
    }
    this.builder.close(map, this.at);
    return map;
  }

  #value(parent: number): Node {
    const code = this.codeAt(this.at);
    if (code === OPEN_LIST || code === OPEN_MAP) return this.flow(parent);
    this.scalar(ONE_LINE, true);
    return this.scalarNode();
  }

  /** Passes the end of a collection, if that is what follows. */
  #closes(close: number, parent: number): boolean {
    if (this.#skipLines(parent) !== close) return false;
    this.at++;
    return true;
  }

  /** Passes a comma, unless the end of a collection follows. */
  #separator(close: number, parent: number): void {
    const code = this.#skipLines(parent);
    if (code === COMMA) this.at++;
    else if (code !== close) decline();
  }

  /** Whether the outermost collection ends in the column of what it is in, which all parsers allow. */
  #isLastEnd(code: number, line: number, parent: number): boolean {
    return this.#flows === 1 && this.at - line === parent && (code === CLOSE_LIST || code === CLOSE_MAP);
  }

  /** Passes white space and comments over lines that are indented further than what the collection is in. */
  #skipLines(parent: number): number {
    for (;;) {
      const code = this.skipSpaces();
      if (code === HASH) {
        if (this.codeAt(this.at - 1) !== SPACE) decline();
        this.comment();
      } else if (code === RETURN) this.at++;
      else if (code === NEWLINE) this.#nextLine(parent);
      else return code;
    }
  }

  #nextLine(parent: number): void {
    const line = ++this.at;
    if (line > this.length) decline();
    const first = this.skipSpaces();
    if (this.at - line > parent || isBlank(first) || first === HASH) return;
    if (!this.#isLastEnd(first, line, parent)) decline();
  }
}
