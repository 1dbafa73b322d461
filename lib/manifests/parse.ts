import type { CST, Document, ScalarTag, Tags } from "yaml";
import { withFlowOnOneLine } from "../util/flow-indent.js";
import { mayBeTyped, plainScalar } from "./plain-scalar.js";
import { TooMany } from "./plain/builder.js";
import { plainNodes, readPlain } from "./plain/read-plain.js";
import type { DocumentNodes } from "./nodes.js";
import { MAX_DEPTH, type ReadonlyValue, TOO_MANY, ValueError, valueOf } from "./plain-value.js";
import { yaml } from "../util/libraries.js";
import { lexemesOf } from "../util/yaml-lexemes.js";

/** A parsed document: its nodes, which have positions, and its plain value. */
export interface ParsedDocument {
  readonly nodes: DocumentNodes;
  readonly value: ReadonlyValue;
  /** Whether the YAML library has composed it, which takes ten times as long as the common subset of YAML. */
  readonly isComposed?: true;
}

/** Why a document could not be parsed, in the parser's words, and where in its text. */
export interface ParseProblem {
  message: string;
  start: number;
  end: number;
  /** Whether it is refused only here, and other parsers may take it. */
  isOurs?: true;
}

/**
 * Parses one YAML document as strictly as Kubernetes' own parsers: keys are unique, merge keys work,
 * aliases may not contain themselves. Every step takes linear time for any text.
 * @param parseOthers parses what is not in the common subset of YAML
 */
export function parseDocument(
  text: string,
  parseOthers: (text: string) => ParsedDocument | ParseProblem = parseWithYaml,
): ParsedDocument | ParseProblem {
  try {
    const plain = readPlain(text);
    if ("value" in plain) return new PlainDocument(text, plain.value);
    return text.length > LONGEST
      ? ours(problem(text, TOO_LONG, plain.leftAt, plain.leftAt + 1))
      : parseOthers(text);
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return ours(problem(text, TOO_MANY, error.offset, error.offset + 1));
  }
}

/**
 * A longer document is read only if it is in the common subset of YAML, since anything else takes seconds for each
 * megabyte. It is as much as one request to etcd may have: server/embed/config.go, DefaultMaxRequestBytes.
 */
const LONGEST = 1.5 * 1024 * 1024;
const TOO_LONG = "More than 1.5 MB of YAML must be in plain block style or JSON, which ends here";

/** A document in the common subset of YAML, whose nodes are made when they are asked for. */
class PlainDocument implements ParsedDocument {
  readonly #text: string;
  #nodes: DocumentNodes | undefined;

  constructor(
    text: string,
    readonly value: ReadonlyValue,
  ) {
    this.#text = text;
  }

  get nodes(): DocumentNodes {
    return (this.#nodes ??= plainNodes(this.#text));
  }
}

/** `parseDocument` for any text, in the words of `yaml` if it does not parse. */
export function parseWithYaml(text: string): ParsedDocument | ParseProblem {
  return parse(text, { repairs: repairsOf(text) });
}

/**
 * Parses a document of which the last of several entries with the same key counts, as for whoever takes it without
 * kubectl's or kustomize's checks: the API server, and so Helm.
 */
export function parseWithRepeatedKeys(text: string): ParsedDocument | ParseProblem {
  return parse(text, { repairs: repairsOf(text), takesRepeatedKeys: true });
}

function repairsOf({ length }: string): number {
  return Math.min(MOST_REPAIRS, Math.floor(MOST_READ_AGAIN / length));
}

/** More flow collections of a document than this are not mended: each takes another reading. */
const MOST_REPAIRS = 20;
/** The most, in characters, that is read again for them. */
const MOST_READ_AGAIN = 2_000_000;

function parse(
  text: string,
  { repairs, takesRepeatedKeys = false }: { repairs: number; takesRepeatedKeys?: boolean },
): ParsedDocument | ParseProblem {
  const { tokens, excess } = tokensOf(text);
  if (excess) return excess;
  const nodes = compose(tokens, text.length);
  const [error] = nodes.errors;
  if (error) {
    const isIndent = error.code === "BAD_INDENT" && error.message.startsWith("Flow ");
    const mended = isIndent && repairs > 0 ? withFlowOnOneLine(text, error.pos[0]) : undefined;
    if (mended !== undefined) return parse(mended, { repairs: repairs - 1, takesRepeatedKeys });
    const found = problem(text, error.message, ...error.pos);
    return isIndent && repairs === 0 ? ours(found) : found;
  }
  try {
    return { nodes, value: valueOf(nodes, { takesRepeatedKeys }), isComposed: true };
  } catch (failure) {
    if (!(failure instanceof ValueError)) throw failure;
    const found = problem(text, failure.message, ...failure.range);
    return failure.isOurs ? ours(found) : found;
  }
}

/** The nodes of a document whether it parses or not; undefined if it is nested too deep, or has too much in it. */
export function nodesWithErrors(text: string): DocumentNodes | undefined {
  const { tokens, excess } = tokensOf(text);
  return excess ? undefined : compose(tokens, text.length);
}

/** The plain value of one YAML document; undefined for what does not parse. */
export function parseValue(text: string): ReadonlyValue {
  const result = parseDocument(text);
  return isProblem(result) ? undefined : result.value;
}

export function isProblem(result: ParsedDocument | ParseProblem): result is ParseProblem {
  return "message" in result;
}

/** A problem with its message on one line and without its final full stop, and its place clamped to the text. */
export function problem(text: string, message: string, start: number, end: number): ParseProblem {
  return {
    message: message.replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 200),
    start: Math.min(start, text.length),
    end: Math.min(Math.max(start, end), text.length),
  };
}

function ours(found: ParseProblem): ParseProblem {
  return { ...found, isOurs: true };
}

/** etcd accepts objects of up to 1.5 MB, which have a third of it. A million takes seconds, and hundreds of megabytes. */
const MAX_LEXEMES = 1_500_000;

/**
 * The tokens of a document, up to the offset where it is nested too deep or has too many: `yaml` composes recursively,
 * and long before the stack is exhausted its regular expressions abort the whole process.
 */
function tokensOf(text: string): { tokens: CST.Token[]; excess?: ParseProblem } {
  const { Parser } = yaml();
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const excess = (message: string, at: number) => ({
    tokens,
    excess: ours(problem(text, message, at, at + 1)),
  });
  let lexemes = 0;
  for (const lexeme of lexemesOf(text)) {
    const { offset } = parser;
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The document itself is on the stack, below its content.
    if (parser.stack.length > MAX_DEPTH + 2)
      return excess(`Nested more than ${MAX_DEPTH} levels deep`, offset);
    if (++lexemes > MAX_LEXEMES)
      return excess("Has more than 1.5 million words, marks and line ends", offset);
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

/** Whether a document is nested too deep, or has too much in it, for any parser. */
export function isTooMuch(text: string): boolean {
  const isPlain = text.length <= LONGEST && "value" in readPlain(text);
  return !isPlain && tokensOf(text).excess !== undefined;
}

/** Comes first, so it decides about every scalar without quotes and without a tag. */
const PLAIN_SCALAR: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  // It matches all, so that the tests of the other tags are left out.
  test: /^/,
  resolve: (text) => (text === "" ? null : mayBeTyped.test(text) ? plainScalar(text) : text),
};

function withPlainScalars(tags: Tags): Tags {
  return [PLAIN_SCALAR, ...tags];
}

function compose(tokens: CST.Token[], length: number): Document.Parsed {
  const composer = new (yaml().Composer)({
    prettyErrors: false,
    logLevel: "silent",
    // The library compares keys pair by pair, which takes minutes for 50,000 keys: valueOf checks them instead.
    uniqueKeys: false,
    // Values are those of JSON, even where `%YAML 1.1` or a tag asks for dates, sets or binary data.
    schema: "core",
    customTags: withPlainScalars,
    resolveKnownTags: false,
  });
  // A text of brackets has an error for each; with stack traces, a megabyte of them takes two gigabytes.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const [document] = composer.compose(tokens, true, length) as Generator<Document.Parsed, void>;
    return document as Document.Parsed;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
