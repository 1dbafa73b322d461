import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ESLint, Linter } from "eslint";
import { decode } from "../../../manifests/decode.js";
import type { Streams } from "../standard-input.js";
import { Places } from "./fingerprint-path.js";

/**
 * Names findings by what they are about: the rule and its message, the file, the object and the path into it,
 * and a number if all of that is the same. Neither lines nor the words of a message count.
 */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  of(path: string, { ruleId, messageId, message, line, column }: Linter.LintMessage, places: Places): string {
    const { object, steps } = places.at(line, column);
    const about = JSON.stringify([path, ruleId, messageId ?? message, object ?? null, steps]);
    const ordinal = this.#seen.get(about) ?? 0;
    this.#seen.set(about, ordinal + 1);
    return createHash("sha256").update(`${about}${ordinal}`).digest("hex").slice(0, 32);
  }
}

const NO_STREAMS: Streams = new Map();

/**
 * The places of the findings of a file.
 * @param streams what came from standard input
 */
export function placesIn(result: ESLint.LintResult, streams: Streams = NO_STREAMS): Places {
  return new Places(textOf(result, streams));
}

/** The text that the places of the findings are in. */
function textOf({ output, source, filePath }: ESLint.LintResult, streams: Streams): string {
  const text = output ?? streams.get(filePath);
  if (text !== undefined) return text;
  // ESLint reads every text as UTF-8; the places are those of the text as it is.
  if (source !== undefined && !source.includes("\uFFFD")) return source;
  try {
    return decode(readFileSync(filePath)).text;
  } catch {
    return "";
  }
}
