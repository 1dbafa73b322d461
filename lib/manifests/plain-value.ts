import {
  type DocumentNodes,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from "./nodes.js";

/** A plain value of a document. Aliases share their value, so it must not be changed. */
export type ReadonlyValue = unknown;

/** Why a document has no value although its syntax is correct. */
export class ValueError extends Error {
  constructor(
    message: string,
    readonly range: readonly [number, number],
    /** Whether other parsers may have a value for it: kubectl takes the last of equal keys. */
    readonly isOurs: boolean,
  ) {
    super(message);
  }
}

/** Deeper nesting, with aliases expanded, is refused. Real manifests stay below 60 levels. */
export const MAX_DEPTH = 200;

/** A document with more values is considered an attack. */
export const MOST_NODES = 2_000_000;
export const TOO_MANY = "Too many values, with each alias expanded";

/**
 * More nodes than this, counted with every alias expanded, are considered an attack. It depends on the
 * length of the document, since a file can hold thousands of short ones.
 */
function maxNodes(document: DocumentNodes): number {
  return Math.min(1000 + 10 * document.range[2], MOST_NODES);
}

/** Texts up to this length cost no more than any other value. */
const SHORT = 32;

/** The same for the characters of the longer texts that aliases stand for. */
function maxText(document: DocumentNodes): number {
  return Math.min(100_000 + 10 * document.range[2], 50_000_000);
}

interface Anchor {
  value: ReadonlyValue;
  /** How many levels are nested in it. */
  height: number;
  /** How many nodes it has with its own aliases expanded. */
  size: number;
  /** How many characters of long texts it has. */
  length: number;
  /** False while its own content is still being read. */
  complete: boolean;
}

/**
 * The plain value of a document. Unlike the library's own `toJS` it refuses what the parsers of
 * Kubernetes refuse (duplicate keys, an anchor that contains itself), and takes linear time for any text.
 * @param takesRepeatedKeys whether the last of several entries with the same key counts, as for the API server
 * @throws {ValueError} with a message and the place
 */
export function valueOf(
  document: DocumentNodes,
  { takesRepeatedKeys = false }: { takesRepeatedKeys?: boolean } = {},
): ReadonlyValue {
  const anchors = new Map<string, Anchor>();
  const limit = maxNodes(document);
  const longest = maxText(document);
  let size = 0;
  let length = 0;
  let aliased = 0;
  let deepest = 0;

  function grow(by: number, node: Node): void {
    size += by;
    if (size > limit) fail(node, TOO_MANY, true);
  }

  function reach(level: number, node: Node): void {
    if (level > MAX_DEPTH) fail(node, `Nested more than ${MAX_DEPTH} levels deep`, true);
    deepest = Math.max(deepest, level);
  }

  function read(node: unknown, level: number): ReadonlyValue {
    if (isAlias(node)) {
      const anchor = anchors.get(node.source);
      if (!anchor) return fail(node, `Alias '*${node.source}' has no anchor before it`);
      if (!anchor.complete) return fail(node, `Anchor '${node.source}' contains itself`);
      grow(anchor.size, node);
      length += anchor.length;
      aliased += anchor.length;
      if (aliased > longest) fail(node, "Too much text, with each alias expanded", true);
      reach(level + anchor.height, node);
      return anchor.value;
    }
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    grow(1, node);
    reach(level, node);
    const [sizeBefore, lengthBefore, deepestBefore] = [size, length, deepest];
    deepest = level;
    const anchor: Anchor = { value: undefined, height: 0, size: 0, length: 0, complete: false };
    if (node.anchor !== undefined) anchors.set(node.anchor, anchor);
    if (isScalar(node)) {
      anchor.value = textOf(node);
      if (typeof anchor.value === "string") length += Math.max(0, anchor.value.length - SHORT);
    } else if (isSeq(node)) {
      anchor.value = node.items.map((item) =>
        isPair(item) ? readPair(item, level + 1) : read(item, level + 1),
      );
    } else anchor.value = readMap(node, level + 1);
    anchor.height = deepest - level;
    anchor.size = size - sizeBefore + 1;
    anchor.length = length - lengthBefore;
    anchor.complete = true;
    deepest = Math.max(deepest, deepestBefore);
    return anchor.value;
  }

  /** An item of `[a: b]` is a map with one key. */
  function readPair(pair: Pair, level: number): ReadonlyValue {
    return Object.fromEntries([[readKey(pair, level), read(pair.value, level)]]);
  }

  function readKey(pair: Pair, level: number): string {
    const key = read(pair.key, level);
    if (typeof key === "object" && key !== null)
      fail(pair.key as Node, "A key of a manifest must be a string");
    return keyText(key);
  }

  function readMap(map: YAMLMap, level: number): ReadonlyValue {
    const own = new Map<string, ReadonlyValue>();
    const merged = new Map<string, ReadonlyValue>();
    for (const pair of map.items) {
      const key = readKey(pair, level);
      const value = read(pair.value, level);
      if (isMergeKey(pair)) {
        for (const source of Array.isArray(value) ? value : [value]) {
          if (!isPlainMap(source)) fail(pair.key as Node, "'<<' merges something that is not a map");
          const entries = Object.entries(source);
          grow(entries.length, pair.key as Node);
          for (const [name, item] of entries) if (!merged.has(name)) merged.set(name, item);
        }
      } else if (own.has(key) && !takesRepeatedKeys) {
        fail(pair.key as Node, `Duplicate key '${key}'`, true);
      } else {
        own.set(key, value);
      }
    }
    for (const [name, item] of merged) if (!own.has(name)) own.set(name, item);
    // Unlike assignment, fromEntries makes `__proto__` an ordinary property.
    return Object.fromEntries(own);
  }

  return read(document.contents, 0);
}

/** The value of a scalar; for `!!binary`, the text that go-yaml decodes it to: resolve.go, resolve. */
function textOf(node: Scalar): ReadonlyValue {
  const { value, tag } = node;
  if (tag === BINARY && typeof value === "string") return Buffer.from(value, "base64").toString("utf8");
  return value ?? placeholderOf(node);
}

const BINARY = "tag:yaml.org,2002:binary";
const PLACEHOLDER = /^#\w+##$/;

/** `##NAME##`, which something fills in later, is a comment with no value to YAML: here it counts as a string. */
function placeholderOf({ comment }: Node): string | null {
  return comment && PLACEHOLDER.test(comment) ? `#${comment}` : null;
}

/** Whether a pair is a merge key: a plain `<<`. */
export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === "<<" && pair.key.type === "PLAIN";
}

/** The text of a map's key. Manifests become JSON, whose keys are strings: `1:` and `"1":` are the same key. */
export function keyText(key: unknown): string {
  return String(key);
}

function isPlainMap(value: ReadonlyValue): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(node: Node, message: string, isOurs = false): never {
  const [start, end] = node.range ?? [0, 0];
  throw new ValueError(message, [start, end], isOurs);
}
