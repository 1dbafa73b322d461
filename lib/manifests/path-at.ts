import { type DocumentNodes, isMap, isSeq, type Node, type Pair, type Scalar } from "./nodes.js";
import type { Path } from "./locate.js";
import { keyText } from "./plain-value.js";
import { leading } from "../util/leading.js";

/**
 * The path to what is at an offset of a document's text: the inverse of `locate`, for the places it returns.
 * Items are in the order of the text, so a binary search keeps many findings in a long list from taking
 * quadratic time.
 */
export function pathAt(document: DocumentNodes, offset: number): Path {
  const path: (string | number)[] = [];
  let node = document.contents as Node | null | undefined;
  for (;;) {
    const items: readonly unknown[] = isMap(node) || isSeq(node) ? node.items : [];
    const index = lastBefore(items, offset);
    if (index < 0) return path;
    if (isMap(node)) {
      const { key, value } = node.items[index] as Pair;
      path.push(keyText((key as Scalar).value));
      node = value as Node | null;
      if (!node || startOf(node) > offset) return path;
    } else {
      path.push(index);
      node = items[index] as Node;
    }
  }
}

/** The index of the last item that starts at or before an offset, or -1. */
function lastBefore(items: readonly unknown[], offset: number): number {
  return (
    leading(items, (item) => {
      const one = item as Node | Pair;
      return startOf("key" in one ? (one.key as Node) : one) <= offset;
    }) - 1
  );
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
