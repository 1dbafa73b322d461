import { memoize } from "../util/memoize.js";
import {
  type Alias,
  type DocumentNodes,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  walk,
} from "./nodes.js";
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
  /** Whether the path goes through an alias or a merge key, so that others may lead to the same place. */
  isShared?: boolean;
}

type MaybeNode = Node | null | undefined;

/**
 * The place that a path leads to: for a scalar the scalar itself, for a collection its key (for a list item
 * the item's first key), for something absent the longest part of the path that exists. What comes through an alias
 * or a merge key is where it is written, at the anchor.
 * @param prefer "key" for the key of a map instead of its value, "item" for an alias that is an item of a list instead
 * of what it stands for
 */
export function locate(
  document: DocumentNodes,
  path: Path,
  prefer: "value" | "key" | "item" = "value",
): Target {
  let node: MaybeNode = document.contents as Node | null;
  let key: MaybeNode;
  let ownKey: MaybeNode;
  let isThere = true;
  let isShared = false;
  let inFlowList = false;
  for (const step of path) {
    const next = childOf(document, node, step);
    isThere = next !== undefined;
    if (!next) break;
    const list = isSeq(node) ? node : undefined;
    inFlowList = list?.flow === true;
    isShared ||= next.isMerged === true;
    ({ node, key } = next);
    ownKey = key;
    if (!isAlias(node)) continue;
    if (prefer === "item" && list) break;
    const anchored = anchorOf(document, node);
    if (!anchored) break;
    ({ node, key } = anchored);
    isShared = true;
  }
  const shared = isShared ? { isShared } : {};
  if (prefer === "key" && ownKey?.range) {
    const [start, end] = ownKey.range;
    if (isThere && !isShared && isScalar(ownKey)) return { start, end, scalar: ownKey };
    return { start, end, ...shared };
  }
  if (isScalar(node) && node.range && node.range[1] > node.range[0]) {
    const [start, end] = node.range;
    return isThere && !isShared ? { start, end, scalar: node, inFlowList } : { start, end, ...shared };
  }
  const shown = isAlias(node) ? node : (key ?? firstKey(node) ?? node);
  const [start, end] = shown?.range ?? [0, 0];
  return { start, end, ...shared };
}

/**
 * The place of a map that is written right at a path and holds only scalars, without aliases, anchors, tags and
 * merge keys. Undefined for any other map.
 */
export function locateMap(
  document: DocumentNodes,
  path: Path,
): { start: number; end: number; flow: boolean } | undefined {
  let node: MaybeNode = document.contents as Node | null;
  for (const step of path) {
    const next = childOf(document, node, step);
    if (!next || next.isMerged) return undefined;
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

/**
 * All that is written at a path that leads to something right there, with its key: from where it begins to where it ends.
 * Undefined for what is absent, or comes through an alias or a merge key.
 */
export function extentOf(document: DocumentNodes, path: Path): { start: number; end: number } | undefined {
  let node: MaybeNode = document.contents as Node | null;
  let key: MaybeNode;
  for (const step of path) {
    const next = childOf(document, node, step);
    if (!next || next.isMerged) return undefined;
    ({ node, key } = next);
  }
  const start = key?.range?.[0] ?? node?.range?.[0];
  const end = node?.range?.[1] ?? key?.range?.[1];
  return start === undefined || end === undefined ? undefined : { start, end: Math.max(start, end) };
}

interface Entry {
  node: MaybeNode;
  /** The node's key, if it is a value in a map. */
  key?: MaybeNode;
  /** Whether a merge key brings it from another map. */
  isMerged?: boolean;
}

function childOf(document: DocumentNodes, node: MaybeNode, step: string | number): Entry | undefined {
  if (isSeq(node)) return listItem(node.items, step);
  return isMap(node) ? mapEntry(document, node.items, step, new Set()) : undefined;
}

function listItem(items: unknown[], step: string | number): Entry | undefined {
  const item = typeof step === "number" ? items[step] : undefined;
  if (item === undefined) return undefined;
  return { node: (isPair(item) ? item.key : item) as Node };
}

/** @param seen the nodes looked at already: aliases can lead to them again and again */
function mapEntry(
  document: DocumentNodes,
  pairs: Pair[],
  step: string | number,
  seen: Set<Node>,
): Entry | undefined {
  const named = ownPair(pairs, step);
  if (named) return { node: named.value as MaybeNode, key: named.key as Node };
  for (const pair of pairs) {
    const found = isMergeKey(pair) ? mergedEntry(document, pair.value as MaybeNode, step, seen) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** What a merged map, or the first of several, has under a key. */
function mergedEntry(
  document: DocumentNodes,
  merged: MaybeNode,
  step: string | number,
  seen: Set<Node>,
): Entry | undefined {
  const source = isAlias(merged) ? anchorOf(document, merged)?.node : merged;
  if (!source || seen.has(source)) return undefined;
  seen.add(source);
  if (isMap(source)) {
    const found = mapEntry(document, source.items, step, seen);
    return found && { ...found, isMerged: true };
  }
  for (const item of isSeq(source) ? source.items : []) {
    const found = mergedEntry(document, item as MaybeNode, step, seen);
    if (found) return found;
  }
  return undefined;
}

function ownPair(pairs: Pair[], step: string | number): Pair | undefined {
  return pairsByKey(pairs).get(String(step));
}

/** Remembered, since a map of many keys can have a finding at each. */
const pairsByKey = memoize((pairs: readonly Pair[]): ReadonlyMap<string, Pair> => {
  const byKey = new Map<string, Pair>();
  for (const pair of pairs) {
    if (!isScalar(pair.key) || isMergeKey(pair)) continue;
    // Of several with the same key, which only some take, the last one counts.
    byKey.set(keyText(pair.key.value), pair);
  }
  return byKey;
});

/** The node that an alias stands for, with its key. */
function anchorOf(document: DocumentNodes, alias: Alias): Entry | undefined {
  return anchorsIn(document).get(alias);
}

/** What every alias of a document stands for, found at once: a search for each takes too long if there are many. */
const anchorsIn = memoize((document: DocumentNodes): ReadonlyMap<Alias, Entry> => {
  const anchors = new Map<string, Entry>();
  const found = new Map<Alias, Entry>();
  walk(document.contents, (node, key) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) found.set(node, target);
    } else if (node.anchor !== undefined) anchors.set(node.anchor, { node, key });
    return true;
  });
  return found;
});

/** The first key of a map, or the first node of a list. */
function firstKey(node: MaybeNode): MaybeNode {
  if (isMap(node)) return node.items[0]?.key as MaybeNode;
  if (isSeq(node)) return firstKey(node.items[0] as Node) ?? (node.items[0] as MaybeNode);
  return undefined;
}
