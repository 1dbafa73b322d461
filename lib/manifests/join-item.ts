import { type DocumentNodes, isMap, isScalar, type YAMLMap } from "./nodes.js";
import type { Path } from "./locate.js";
import { hasAnchor, listAt } from "./remove-item.js";

/**
 * The offset of the dash that separates an item of a block-style list from the one before it. Undefined if the two
 * would not be one map without it: in flow style, with different indentation, a key in both, or an anchor.
 */
export function dashOf(document: DocumentNodes, path: Path, text: string): number | undefined {
  const list = listAt(document, path.slice(0, -1));
  const index = path.at(-1);
  if (!list || list.flow || typeof index !== "number") return undefined;
  const [before, item] = [list.items[index - 1], list.items[index]];
  if (!isBlockMap(before) || !isBlockMap(item) || hasAnchor(item)) return undefined;
  const keys = new Set(before.items.map(({ key }) => isScalar(key) && key.value));
  if (item.items.some(({ key }) => !isScalar(key) || keys.has(key.value))) return undefined;
  const [indent, others] = [before, item].map(({ range }) => columnOf(range?.[0] ?? 0, text));
  const lineStart = text.lastIndexOf("\n", (item.range?.[0] ?? 0) - 1) + 1;
  const dash = /^[ \t]*(?=-[ \t]+$)/.exec(text.slice(lineStart, item.range?.[0]));
  return indent === others && dash ? lineStart + dash[0].length : undefined;
}

function isBlockMap(node: unknown): node is YAMLMap {
  return isMap(node) && node.flow !== true && node.tag === undefined && node.anchor === undefined;
}

function columnOf(offset: number, text: string): number {
  return offset - text.lastIndexOf("\n", offset - 1);
}
