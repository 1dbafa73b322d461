import { TooMany } from "./plain/builder.js";
import { plainNodes, readPlain } from "./plain/read-plain.js";
import type { DocumentNodes } from "./nodes.js";
import { nodesWithErrors } from "./parse.js";

/** A longer document that is not in the common subset of YAML takes too long to be read with each key that is pressed. */
const LONGEST = 100_000;

/**
 * The nodes of a document that somebody is still writing, as far as they can be told; undefined if it is too long for
 * that. What does not parse leaves out no more than itself, or is read as something else.
 */
export function nodesOfUnfinished(text: string): DocumentNodes | undefined {
  try {
    if ("value" in readPlain(text)) return plainNodes(text);
  } catch (error) {
    if (error instanceof TooMany) return undefined;
    throw error;
  }
  return text.length > LONGEST ? undefined : nodesWithErrors(text);
}
