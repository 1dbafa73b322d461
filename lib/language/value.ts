import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";

/** A plain value of a document. Aliases share their value, so it must not be changed. */
export type ReadonlyValue = unknown;

/** What makes a document's value impossible although its syntax is right. */
export class ValueError extends Error {
  constructor(
    message: string,
    readonly range: readonly [number, number],
  ) {
    super(message);
  }
}

/** More nodes than this, counted with every alias written out, are taken for an attack. */
const MAX_NODES = 2_000_000;

interface Anchor {
  value: ReadonlyValue;
  /** How many nodes it stands for when its own aliases are written out. */
  size: number;
  /** False while its own content is still being read. */
  complete: boolean;
}

/**
 * The plain value of a document. Unlike the library's own `toJS` it refuses what the parsers of
 * Kubernetes refuse (a key twice, an anchor that contains itself), and takes linear time for any text.
 * @throws {ValueError} with the sentence and the place.
 */
export function valueOf(document: Document.Parsed): ReadonlyValue {
  const anchors = new Map<string, Anchor>();
  let size = 0;

  function grow(by: number, node: Node): void {
    size += by;
    if (size > MAX_NODES) fail(node, "Its aliases stand for too many values");
  }

  function read(node: unknown): ReadonlyValue {
    if (isAlias(node)) {
      const anchor = anchors.get(node.source);
      if (!anchor) return fail(node, `Alias '*${node.source}' has no anchor before it`);
      if (!anchor.complete) return fail(node, `Anchor '${node.source}' contains itself`);
      grow(anchor.size, node);
      return anchor.value;
    }
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    grow(1, node);
    const before = size;
    const anchor: Anchor = { value: undefined, size: 0, complete: false };
    if (node.anchor !== undefined) anchors.set(node.anchor, anchor);
    if (isScalar(node)) anchor.value = node.value;
    else if (isSeq(node))
      anchor.value = node.items.map((item) => (isPair(item) ? readPair(item) : read(item)));
    else anchor.value = readMap(node);
    anchor.size = size - before + 1;
    anchor.complete = true;
    return anchor.value;
  }

  /** `[a: b]` in flow style is a map of one key. */
  function readPair(pair: Pair): ReadonlyValue {
    return Object.fromEntries([[readKey(pair), read(pair.value)]]);
  }

  function readKey(pair: Pair): string {
    const key = read(pair.key);
    if (typeof key === "object" && key !== null) fail(pair.key as Node, "A key of a manifest must be a text");
    return keyText(key);
  }

  function readMap(map: YAMLMap): ReadonlyValue {
    const own = new Map<string, ReadonlyValue>();
    const merged = new Map<string, ReadonlyValue>();
    for (const pair of map.items) {
      const key = readKey(pair);
      const value = read(pair.value);
      if (isMergeKey(pair)) {
        for (const source of Array.isArray(value) ? value : [value]) {
          if (!isPlainMap(source)) fail(pair.key as Node, "What '<<' merges is not a map");
          const entries = Object.entries(source);
          grow(entries.length, pair.key as Node);
          for (const [name, item] of entries) if (!merged.has(name)) merged.set(name, item);
        }
      } else if (own.has(key)) {
        fail(pair.key as Node, `Key '${key}' stands twice in the same map`);
      } else {
        own.set(key, value);
      }
    }
    for (const [name, item] of merged) if (!own.has(name)) own.set(name, item);
    // fromEntries, unlike an assignment, makes a key `__proto__` an ordinary property.
    return Object.fromEntries(own);
  }

  return read(document.contents);
}

/** Whether a pair is a merge key: a plain `<<`. */
export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === "<<" && pair.key.type === "PLAIN";
}

/** The text of a map's key. JSON, which manifests become, has no others: `1:` and `"1":` are the same key. */
export function keyText(key: unknown): string {
  return String(key);
}

function isPlainMap(value: ReadonlyValue): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(node: Node, message: string): never {
  const [start, end] = node.range ?? [0, 0];
  throw new ValueError(message, [start, end]);
}
