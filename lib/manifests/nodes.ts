/**
 * How `yaml` tells its nodes apart, whichever copy of it has made them: src/nodes/identity.ts. Its functions do the same,
 * but loading it takes longer than judging a hundred files, and few files need it.
 */
export const NODE_TYPE: unique symbol = Symbol.for("yaml.node.type");
export const TYPES = {
  alias: Symbol.for("yaml.alias"),
  map: Symbol.for("yaml.map"),
  pair: Symbol.for("yaml.pair"),
  scalar: Symbol.for("yaml.scalar"),
  seq: Symbol.for("yaml.seq"),
};

/** Where a node starts, where its value ends, and where it ends with what follows on its line. */
type Range = readonly [start: number, valueEnd: number, nodeEnd: number];

interface WithPlace {
  readonly [NODE_TYPE]?: symbol;
  range?: Range | null;
  anchor?: string;
  tag?: string;
  comment?: string | null;
}

export interface Scalar<Value = unknown> extends WithPlace {
  value: Value;
  type?: string;
}

export interface Alias extends WithPlace {
  source: string;
}

export interface Pair {
  readonly [NODE_TYPE]?: symbol;
  key: unknown;
  value: unknown;
}

export interface YAMLMap extends WithPlace {
  items: Pair[];
  flow?: boolean;
}

export interface YAMLSeq extends WithPlace {
  items: unknown[];
  flow?: boolean;
}

export type Node = Alias | Scalar | YAMLMap | YAMLSeq;

/** The nodes of a document: those that `yaml` composes, or those of our own reader. */
export interface DocumentNodes {
  contents: Node | null;
  range: Range;
}

function typeOf(node: unknown): unknown {
  return typeof node === "object" && node !== null && NODE_TYPE in node ? node[NODE_TYPE] : undefined;
}

export function isAlias(node: unknown): node is Alias {
  return typeOf(node) === TYPES.alias;
}

export function isMap(node: unknown): node is YAMLMap {
  return typeOf(node) === TYPES.map;
}

export function isPair(node: unknown): node is Pair {
  return typeOf(node) === TYPES.pair;
}

export function isScalar(node: unknown): node is Scalar {
  return typeOf(node) === TYPES.scalar;
}

export function isSeq(node: unknown): node is YAMLSeq {
  return typeOf(node) === TYPES.seq;
}

export function isCollection(node: unknown): node is YAMLMap | YAMLSeq {
  return isMap(node) || isSeq(node);
}

/**
 * Visits a node and all below it, in the order of the text.
 * @param visit gets a node, and its key if it is a value in a map; what is below is left out if the answer is false
 */
export function walk(node: unknown, visit: (node: Node, key: Node | undefined) => boolean, key?: Node): void {
  if (isPair(node)) {
    walk(node.key, visit);
    walk(node.value, visit, node.key as Node);
    return;
  }
  if (!isAlias(node) && !isScalar(node) && !isCollection(node)) return;
  if (!visit(node, key) || !isCollection(node)) return;
  for (const item of node.items) walk(item, visit);
}
