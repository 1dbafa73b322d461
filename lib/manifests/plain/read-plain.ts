import type { Document } from "yaml";
import { BlockReader } from "./block-reader.js";
import { type Builder, Declined } from "./builder.js";
import { ODD } from "./characters.js";
import { documentOf, NODES } from "./node-builder.js";
import { VALUES } from "./value-builder.js";

/**
 * The plain value of a document that is written in the common subset of YAML: block style, literal and folded texts, and
 * flow style without comments; no anchors, tags, directives and tabs for indentation. Undefined for anything else, right
 * or wrong. That takes one pass over the text, and a small fraction of the time that a parser takes.
 * @throws {TooMany} for a document with too many values
 */
export function readPlain(text: string): { value: unknown } | undefined {
  if (ODD.test(text)) return undefined;
  try {
    return { value: read(text, VALUES) ?? null };
  } catch (error) {
    if (error instanceof Declined) return undefined;
    throw error;
  }
}

/**
 * The nodes of a document that `readPlain` has read: a second pass, since few documents are asked for places. They are
 * where `yaml` has them, except that a collection in block style ends with the text of its last item.
 */
export function plainNodes(text: string): Document.Parsed {
  return documentOf(read(text, NODES), text.length);
}

function read<Node, MapNode extends Node, ListNode extends Node>(
  text: string,
  builder: Builder<Node, MapNode, ListNode>,
): Node | undefined {
  return new BlockReader(text, builder).document();
}
