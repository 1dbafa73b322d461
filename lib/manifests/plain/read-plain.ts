import { BlockReader } from "./block-reader.js";
import { Declined } from "./builder.js";
import { ODD } from "./characters.js";
import { VALUES } from "./value-builder.js";

/**
 * The plain value of a document that is written in the common subset of YAML: block style, with scalars on one line,
 * literal and folded texts, and flow style without comments. Undefined for anything else, right or wrong. That takes
 * one pass over the text, and a small fraction of the time that a parser takes.
 */
export function readPlain(text: string): { value: unknown } | undefined {
  if (ODD.test(text)) return undefined;
  try {
    return { value: new BlockReader(text, VALUES).document() ?? null };
  } catch (error) {
    if (error instanceof Declined) return undefined;
    throw error;
  }
}
