import { yaml } from "../util/libraries.js";

/** Where go-yaml ends a line and YAML 1.2 does not: yamlprivateh.go, is_break. A lone CR is read differently as well. */
const OTHER_END = /\r(?!\n)|[\u0085\u2028\u2029]/;
const OTHER_ENDS = new RegExp(OTHER_END, "g");

/**
 * A text of the same length that ends its lines where the parser of Kubernetes does. A text in which these characters
 * are only in quotes is returned as it is: there they belong to a value.
 */
export function withPlainLineEnds(text: string): string {
  return OTHER_END.test(text) && !isOnlyInQuotes(text) ? text.replace(OTHER_ENDS, "\n") : text;
}

/** What the lexer returns before a plain or block scalar, whose text may begin with a quote. */
const SCALAR = "\u001F";

function isOnlyInQuotes(text: string): boolean {
  let before = "";
  for (const lexeme of new (yaml().Lexer)().lex(text)) {
    const isQuoted = before !== SCALAR && /^["']/.test(lexeme);
    if (!isQuoted && OTHER_END.test(lexeme)) return false;
    before = lexeme;
  }
  return true;
}
