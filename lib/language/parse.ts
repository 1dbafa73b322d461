import { Composer, type CST, type Document, Parser } from "yaml";
import { type ReadonlyValue, ValueError, valueOf } from "./value.js";

/** A document that was parsed: its nodes, which know their positions, and its plain value. */
export interface ParsedDocument {
  nodes: Document.Parsed;
  value: ReadonlyValue;
}

/** Why a document could not be parsed, in the parser's words, and where in its text. */
export interface ParseProblem {
  message: string;
  start: number;
  end: number;
}

/**
 * Deeper nesting than this is refused: `yaml` composes recursively, and far below the depth that
 * exhausts the stack its regular expressions already abort the whole process. Real manifests stay
 * under 60 levels.
 */
const MAX_DEPTH = 200;

/**
 * Parses one YAML document, as Kubernetes' own parsers would accept it: keys are unique, merge keys
 * count, aliases may not contain themselves. Every step is linear in the text, whatever it holds.
 */
export function parseDocument(text: string): ParsedDocument | ParseProblem {
  const tokens = [...new Parser().parse(text)];
  const deep = firstTooDeep(tokens);
  if (deep !== undefined) {
    return { message: `Nested more than ${MAX_DEPTH} levels deep`, start: deep, end: deep + 1 };
  }
  // The library looks for duplicate keys pair by pair, which takes minutes for 50,000 keys: valueOf does it.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const [nodes] = composer.compose(tokens, true, text.length) as Generator<Document.Parsed>;
  if (nodes === undefined) return { message: "Empty document", start: 0, end: 0 };
  const [error] = nodes.errors;
  if (error) {
    // What is missing at the end, the parser misses behind the end.
    const [start, end] = error.pos.map((offset) => Math.min(offset, text.length)) as [number, number];
    return { message: sentence(error.message), start, end };
  }
  try {
    return { nodes, value: valueOf(nodes) };
  } catch (failure) {
    if (!(failure instanceof ValueError)) throw failure;
    const [start, end] = failure.range;
    return { message: failure.message, start, end };
  }
}

export function isProblem(result: ParsedDocument | ParseProblem): result is ParseProblem {
  return "message" in result;
}

/** The parser's message without its line breaks and final full stop. */
function sentence(message: string): string {
  return message.replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 200);
}

/** The offset of the first token nested deeper than is allowed. */
function firstTooDeep(tokens: CST.Token[]): number | undefined {
  const open: [token: CST.Token, depth: number][] = tokens.map((token) => [token, 0]);
  for (let next = open.pop(); next; next = open.pop()) {
    const [token, depth] = next;
    if (depth > MAX_DEPTH) return "offset" in token ? token.offset : 0;
    if (token.type === "document" && token.value) open.push([token.value, depth]);
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if (item.key) open.push([item.key, depth + 1]);
      if (item.value) open.push([item.value, depth + 1]);
    }
  }
  return undefined;
}
