import { memoize } from "../util/memoize.js";
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
} from "yaml";
import { isMergeKey, keyText } from "./plain-value.js";

/** Steps from the top of an object to a value in it: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[];

/** Where a path leads in a document, as offsets in the document's text. */
export interface Target {
  start: number;
  end: number;
  /**
   * The scalar, if the path leads to one that is written right there: not to a collection, not to
   * something absent, not through an alias or a merge key. Only this may be edited.
   */
  scalar?: Scalar;
  /** Whether it is an item of a list in flow style. */
  inFlowList?: boolean;
}

type MaybeNode = Node | null | undefined;

/**
 * The place that a path leads to: for a scalar the scalar itself, for a collection its key (for a list item
 * the item's first key), for something absent the longest part of the path that exists, and for what comes
 * through an alias or a merge key the alias.
 * @param prefer "key" for the key of a map instead of its value
 */
export function locate(document: Document.Parsed, path: Path, prefer: "value" | "key" = "value"): Target {
  let node: MaybeNode = document.contents as Node | null;
  let key: MaybeNode;
  let isThere = true;
  let inFlowList = false;
  for (const step of path) {
    const next = childOf(document, node, step);
    isThere = next !== undefined && !next.merged;
    if (!next) break;
    inFlowList = isSeq(node) && node.flow === true;
    ({ node, key } = next);
    if (isAlias(node) || !isThere) break;
  }
  if (prefer === "key" && key?.range) return { start: key.range[0], end: key.range[1] };
  if (isScalar(node) && node.range && node.range[1] > node.range[0]) {
    const [start, end] = node.range;
    return isThere ? { start, end, scalar: node, inFlowList } : { start, end };
  }
  const shown = isAlias(node) ? node : (key ?? firstKey(node) ?? node);
  const [start, end] = shown?.range ?? [0, 0];
  return { start, end };
}

/**
 * The place of a map that is written right at a path and holds only scalars, without aliases, anchors, tags and
 * merge keys. Undefined for any other map.
 */
export function locateMap(
  document: Document.Parsed,
  path: Path,
): { start: number; end: number; flow: boolean } | undefined {
  let node: MaybeNode = document.contents as Node | null;
  for (const step of path) {
    const next = childOf(document, node, step);
    if (!next || next.merged) return undefined;
    ({ node } = next);
  }
  if (!isMap(node) || !node.range || node.anchor !== undefined || node.tag !== undefined) return undefined;
  const [first, last] = [node.items[0], node.items.at(-1)];
  const isPlain = node.items.every(({ key, value }) => {
    return [key, value].every((one) => isScalar(one) && one.anchor === undefined && one.tag === undefined);
  });
  if (!first || !last || !isPlain) return undefined;
  const { flow = false, range } = node;
  const end = flow ? range[1] : (last.value as Scalar).range?.[1];
  return end === undefined ? undefined : { start: range[0], end, flow };
}

interface Entry {
  node: MaybeNode;
  /** The node's key, if it is a value in a map. */
  key?: MaybeNode;
  /** Whether the node is only the source of a merge, and not what the step leads to. */
  merged?: boolean;
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
  const named = ownPair(pairs, step);
  if (named) return { node: named.value as MaybeNode, key: named.key as Node };
  const seen = new Set<Node>();
  for (const pair of pairs) {
    if (!isMergeKey(pair)) continue;
    for (const source of isSeq(pair.value) ? pair.value.items : [pair.value]) {
      if (!brings(document, source as MaybeNode, step, seen)) continue;
      return { node: (isAlias(source) ? source : pair.key) as Node, merged: true };
    }
  }
  return undefined;
}

function ownPair(pairs: Pair[], step: string | number): Pair | undefined {
  return pairs.find(
    (pair) => isScalar(pair.key) && !isMergeKey(pair) && keyText(pair.key.value) === String(step),
  );
}

/** Whether what is merged has a key. Nodes already seen do not count: aliases can lead to them again and again. */
function brings(
  document: Document.Parsed,
  merged: MaybeNode,
  step: string | number,
  seen: Set<Node>,
): boolean {
  const source = isAlias(merged) ? targetOf(document, merged) : merged;
  if (!source || seen.has(source)) return false;
  seen.add(source);
  if (isSeq(source)) return source.items.some((item) => brings(document, item as MaybeNode, step, seen));
  if (!isMap(source)) return false;
  return (
    ownPair(source.items, step) !== undefined ||
    source.items.some((pair) => isMergeKey(pair) && brings(document, pair.value as MaybeNode, step, seen))
  );
}

/** The node that an alias stands for. */
function targetOf(document: Document.Parsed, alias: Alias): Node | undefined {
  return targetsIn(document).get(alias);
}

/** What every alias of a document stands for, found at once: a search for each takes too long if there are many. */
const targetsIn = memoize((document: Document.Parsed): ReadonlyMap<Alias, Node> => {
  const anchors = new Map<string, Node>();
  const found = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) found.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return found;
});

/** The first key of a map, or the first node of a list. */
function firstKey(node: MaybeNode): MaybeNode {
  if (isMap(node)) return node.items[0]?.key as MaybeNode;
  if (isSeq(node)) return firstKey(node.items[0] as Node) ?? (node.items[0] as MaybeNode);
  return undefined;
}
