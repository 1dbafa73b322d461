import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
} from "yaml";
import { isMergeKey, keyText } from "./value.js";

/** Steps from the top of an object to a value in it: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[];

/** Where a path leads in a document: offsets in the document's text. */
export interface Target {
  start: number;
  end: number;
  /**
   * The scalar, where the path leads to one that is written right there: not to a collection, not to
   * something absent, not through an alias or a merge key. Only this may be edited.
   */
  scalar?: Scalar;
}

type MaybeNode = Node | null | undefined;

/**
 * The place of a path: of a scalar the scalar, of a collection its key (of a list item, the item's
 * first key), of something absent the longest part of the path that is there, of what comes through
 * an alias or a merge key, the alias.
 * @param prefer "key" for the key of a map instead of its value
 */
export function locate(document: Document.Parsed, path: Path, prefer: "value" | "key" = "value"): Target {
  let node: MaybeNode = document.contents as Node | null;
  let key: MaybeNode;
  for (const step of path) {
    const next = childOf(document, node, step);
    if (!next) break;
    ({ node, key } = next);
    if (isAlias(node)) break;
  }
  if (prefer === "key" && key?.range) return { start: key.range[0], end: key.range[1] };
  if (isScalar(node) && node.range && node.range[1] > node.range[0]) {
    return { start: node.range[0], end: node.range[1], scalar: node };
  }
  const shown = isAlias(node) ? node : (key ?? firstKey(node) ?? node);
  const [start, end] = shown?.range ?? [0, 0];
  return { start, end };
}

interface Entry {
  node: MaybeNode;
  /** What names the node, if it is the value of a map's key. */
  key?: MaybeNode;
}

function childOf(document: Document.Parsed, node: MaybeNode, step: string | number): Entry | undefined {
  if (isSeq(node)) return listItem(node.items, step);
  return isMap(node) ? mapEntry(document, node.items, step) : undefined;
}

function listItem(items: unknown[], step: string | number): Entry | undefined {
  const item = typeof step === "number" ? items[step] : undefined;
  if (item === undefined) return undefined;
  return { node: (isPair(item) ? item.key : item) as Node };
}

function mapEntry(document: Document.Parsed, pairs: Pair[], step: string | number): Entry | undefined {
  const named = pairs.find(
    (pair) => isScalar(pair.key) && !isMergeKey(pair) && keyText(pair.key.value) === String(step),
  );
  if (named) return { node: named.value as Node | null, key: named.key as Node };
  for (const pair of pairs) {
    if (!isMergeKey(pair)) continue;
    for (const alias of isSeq(pair.value) ? pair.value.items : [pair.value]) {
      const source = isAlias(alias) ? alias.resolve(document) : undefined;
      if (isMap(source) && mapEntry(document, source.items, step)) return { node: alias as Node };
    }
  }
  return undefined;
}

/** The first key of a map, or what a list begins with. */
function firstKey(node: MaybeNode): MaybeNode {
  if (isMap(node)) return node.items[0]?.key as MaybeNode;
  if (isSeq(node)) return firstKey(node.items[0] as Node) ?? (node.items[0] as MaybeNode);
  return undefined;
}
