import type { DocumentNodes } from "../nodes.js";
import { BlockReader } from "./block-reader.js";
import { type Builder, Declined } from "./builder.js";
import { ODD } from "./characters.js";
import { documentOf, NODES } from "./node-builder.js";
import { VALUES } from "./value-builder.js";

/**
 * The plain value of a document that is written in the common subset of YAML: block style, literal and folded texts, and
 * flow style; no anchors, tags, directives and tabs for indentation. Anything else is left, right or wrong, at an offset
 * near to the first thing that is not in the subset. That takes one pass over the text, and a small fraction of the time
 * that a parser takes.
 * @throws {TooMany} for a document with too many values
 */
export function readPlain(text: string): { value: unknown } | { leftAt: number } {
  return readPlainWith(text, VALUES);
}

/** The same with what a builder makes of it, null for a document without any content. */
export function readPlainWith<Node, MapNode extends Node, ListNode extends Node>(
  text: string,
  builder: Builder<Node, MapNode, ListNode>,
): { value: Node | null } | { leftAt: number } {
  const odd = text.search(ODD);
  if (odd >= 0) return { leftAt: odd };
  const reader = new BlockReader(text, builder);
  try {
    return { value: reader.document() ?? null };
  } catch (error) {
    if (error instanceof Declined) return { leftAt: reader.offset };
    throw error;
  }
}

/**
 * The nodes of a document that `readPlain` has read: a second pass, since few documents are asked for places. They are
 * where `yaml` has them, except that a collection in block style ends with the text of its last item.
 */
export function plainNodes(text: string): DocumentNodes {
  return documentOf(new BlockReader(text, NODES).document(), text.length);
}
