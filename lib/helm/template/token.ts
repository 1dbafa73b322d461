/** The kinds of tokens of a template (`itemType` of text/template/parse/lex.go). Keywords are kinds of their own. */
export type TokenKind =
  | "bool"
  | "char"
  | "character"
  | "complex"
  | "assign"
  | "declare"
  | "end of file"
  | "field"
  | "identifier"
  | "{{"
  | "("
  | "number"
  | "|"
  | "raw string"
  | "}}"
  | ")"
  | "space"
  | "string"
  | "text"
  | "variable"
  | Keyword;

const KEYWORDS = [
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
] as const;

export type Keyword = (typeof KEYWORDS)[number] | ".";

const KEYWORD_OF: ReadonlyMap<string, Keyword> = new Map(KEYWORDS.map((word) => [word, word]));

export function keywordOf(word: string): Keyword | undefined {
  return KEYWORD_OF.get(word);
}

/** A token with its place in the text. What is trimmed from a text is in no token. */
export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
  value: string;
}

/** A token as a message names it. */
export function describeToken({ kind, value }: Token): string {
  switch (kind) {
    case "end of file":
      return "the end of the template";
    case "space":
      return "a space";
    case "text":
      return "text";
    default:
      return `'${value.length > 20 ? `${value.slice(0, 20)}…` : value}'`;
  }
}
