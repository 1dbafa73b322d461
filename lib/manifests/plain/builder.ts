/** How a scalar is written, in the words of `yaml`. */
export type Style = "PLAIN" | "QUOTE_DOUBLE" | "QUOTE_SINGLE" | "BLOCK_LITERAL" | "BLOCK_FOLDED";

/** What is made of a text while it is read. All places are offsets in the text. */
export interface Builder<Node, MapNode extends Node, ListNode extends Node> {
  scalar(value: unknown, style: Style, start: number, end: number): Node;
  map(start: number, isFlow: boolean): MapNode;
  list(start: number, isFlow: boolean): ListNode;
  /** Gives a map an entry, unless it has one of that key: then the answer is false. */
  put(map: MapNode, key: Written, value: Node): boolean;
  add(list: ListNode, item: Node): void;
  /** Says where a collection in flow style ends. */
  close(collection: MapNode | ListNode, end: number): void;
}

/** A scalar that is a key. */
export interface Written {
  value: unknown;
  style: Style;
  start: number;
  end: number;
}

/** Thrown for a text that is outside of the subset that is read here. */
export class Declined extends Error {}

/** The same each time, so that a hostile text costs no stack traces. */
const DECLINED = new Declined("Not in the common subset of YAML");

export function decline(): never {
  throw DECLINED;
}

/** Thrown for a text with too many values. */
export class TooMany extends Error {
  constructor(readonly offset: number) {
    super("Too many values");
  }
}
