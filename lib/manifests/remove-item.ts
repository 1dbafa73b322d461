import {
  type DocumentNodes,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  walk,
  type YAMLSeq,
} from "./nodes.js";
import { keyText } from "./plain-value.js";
import type { Path } from "./locate.js";

/**
 * The range to delete from a document's text to remove one list item: in flow style the item and its comma,
 * in block style its lines. Undefined if it is the only item, has an anchor, or a comment is in between.
 */
export function itemRange(document: DocumentNodes, path: Path, text: string): [number, number] | undefined {
  const list = listAt(document, path.slice(0, -1));
  const index = path.at(-1);
  if (!list || typeof index !== "number" || list.items.length < 2) return undefined;
  // Only for its neighbours, since every item of a long list may be asked about.
  const [before, extent, after] = [index - 1, index, index + 1].map((at) => extentOf(list.items[at] as Node));
  if (!extent || hasAnchor(list.items[index] as Node)) return undefined;
  const range = list.flow ? inFlow(extent, before, after) : inBlock(extent, text);
  return range && !/#/.test(list.flow ? text.slice(...range) : "") ? range : undefined;
}

/** The list that a path leads to without going through an alias. */
export function listAt(document: DocumentNodes, path: Path): YAMLSeq | undefined {
  let node: unknown = document.contents;
  for (const step of path) {
    if (isSeq(node)) node = node.items[step as number];
    else if (isMap(node)) {
      node = node.items.find(({ key }) => isScalar(key) && keyText(key.value) === String(step))?.value;
    } else return undefined;
  }
  return isSeq(node) ? node : undefined;
}

/** Where a node starts and where the last thing written in it ends. */
function extentOf(node: Node): [number, number] | undefined {
  if (!node?.range) return undefined;
  const [start, valueEnd] = node.range;
  if (!isCollection(node) || node.flow) return [start, valueEnd];
  let end = start;
  walk(node, (inner) => {
    if (isCollection(inner) && !inner.flow) return true;
    end = Math.max(end, inner.range?.[1] ?? 0);
    return false;
  });
  return [start, end];
}

/** Whether anything in a node has an anchor. */
export function hasAnchor(node: Node): boolean {
  let found = false;
  walk(node, (inner) => {
    found ||= !isAlias(inner) && inner.anchor !== undefined;
    return !found;
  });
  return found;
}

type Extent = [start: number, end: number];

function inFlow(own: Extent, before?: Extent, after?: Extent): Extent | undefined {
  if (after) return [own[0], after[0]];
  return before && [before[1], own[1]];
}

/** An item's lines, with a trailing comment, if nothing else is on them. */
function inBlock([start, end]: [number, number], text: string): [number, number] | undefined {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  if (!/^[ \t]*-[ \t]+$/.test(text.slice(lineStart, start))) return undefined;
  const newline = text.indexOf("\n", end);
  const next = newline < 0 ? text.length : newline + 1;
  return /^[ \t]*(?:#.*)?\r?\n?$/.test(text.slice(end, next)) ? [lineStart, next] : undefined;
}
