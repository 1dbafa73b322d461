import { splitDocuments } from "./split.js";
import { leading } from "../util/leading.js";
import { yaml } from "../util/libraries.js";

/** A comment, in the form that ESLint expects of JavaScript. */
export interface Comment {
  type: "Block";
  /** Its text after the `#`. */
  value: string;
  range: [start: number, end: number];
  loc: { start: LineColumn; end: LineColumn };
}

/** A place as ESLint counts it: lines from 1, columns from 0. */
export interface LineColumn {
  line: number;
  column: number;
}

/** ESLint's parser of directives takes seconds for a text much longer than this. */
const MAX_LENGTH = 10_000;
const DIRECTIVE = /^\s*eslint(?:-enable|-disable(?:(?:-next)?-line)?)?(?:\s|$)/;

/**
 * For every finding ESLint goes through every rule that an earlier comment names, and keeps each comment that disables
 * it: thousands of both take hours, or all memory.
 */
const MAX_NAMED = 1000;
export const TOO_MANY_COMMENTS =
  "The comments in this file name more than 1,000 rules for ESLint, so all of them are ignored. Write fewer comments, each for more lines.";

/** Whether comments name so many rules that all of them must be ignored. */
export function askTooMuch(comments: readonly Comment[]): boolean {
  return comments.reduce((sum, { value }) => sum + value.split(",").length, 0) > MAX_NAMED;
}

/** Finds the line and column of offsets in a text. Only YAML's line ends count. */
export class LineIndex {
  readonly #starts = [0];

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** The place of an offset. */
  at(offset: number): LineColumn {
    const line = Math.max(
      1,
      leading(this.#starts, (start) => start <= offset),
    );
    return { line, column: offset - (this.#starts[line - 1] ?? 0) };
  }

  /** The offset of a place. */
  offset({ line, column }: LineColumn): number {
    return (this.#starts[line - 1] ?? 0) + column;
  }
}

/**
 * The comments that may be meant for ESLint. YAML's own lexer finds them, since text in block scalars looks
 * the same, and only documents with the word `eslint` are searched: most have none and cost nothing.
 */
export function directiveComments(text: string): Comment[] {
  if (!text.includes("eslint")) return [];
  const lines = new LineIndex(text);
  return splitDocuments(text)
    .filter(({ start, end }) => text.slice(start, end).includes("eslint"))
    .flatMap(({ start, end }) => commentsOf(text.slice(start, end), start))
    .filter(({ value }) => isForESLint(value))
    .map(({ value, range }) => ({
      type: "Block",
      value,
      range,
      loc: { start: lines.at(range[0]), end: lines.at(range[1]) },
    }));
}

/** Whether the text of a comment may be meant for ESLint. */
export function isForESLint(value: string): boolean {
  return value.length <= MAX_LENGTH && DIRECTIVE.test(value);
}

function commentsOf(text: string, offset: number): Pick<Comment, "value" | "range">[] {
  const { CST, Lexer } = yaml();
  const comments: Pick<Comment, "value" | "range">[] = [];
  let at = offset;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    // The lexer's control tokens announce what comes next and have no text of their own.
    const control = !isScalar && (token === CST.DOCUMENT || token === CST.FLOW_END || token === CST.SCALAR);
    if (!isScalar && token.startsWith("#"))
      comments.push({ value: token.slice(1), range: [at, at + token.length] });
    isScalar = !isScalar && token === CST.SCALAR;
    if (!control) at += token.length;
  }
  return comments;
}
