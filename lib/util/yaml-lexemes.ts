import { yaml } from "./libraries.js";

/**
 * The words, marks and line ends of a text, as the parser of `yaml` takes them. A quoted text is one of them even where
 * its later lines are indented too little for the YAML standard, and so for the lexer of `yaml`: go-yaml, and so whoever
 * reads manifests for Kubernetes, asks for no indent there (scannerc.go, yaml_parser_scan_flow_scalar).
 */
export function* lexemesOf(text: string): Generator<string> {
  let left = Math.min(MOST_RESTARTS, Math.floor(MOST_READ_AGAIN / text.length));
  let lexed: string | undefined = text;
  let given = 0;
  while (lexed !== undefined) {
    const source: string = lexed;
    lexed = undefined;
    let count = 0;
    for (const { lexeme, start, isQuoted } of placed(source)) {
      if (isQuoted && left > 0 && endOfQuote(lexeme, 0) === undefined) {
        left--;
        lexed = withQuoteOnOneLine(source, start);
        if (lexed !== undefined) break;
      }
      if (count++ < given) continue;
      given++;
      yield isQuoted ? text.slice(start, start + lexeme.length) : lexeme;
    }
  }
}

/** More quoted texts than this are not put on one line for the lexer: for each it begins anew. */
const MOST_RESTARTS = 20;
/** The most, in characters, that it reads again for them. */
const MOST_READ_AGAIN = 500_000;

/** What tells the parser of `yaml` that a document begins, a flow collection is cut off, and a scalar without quotes follows. */
const DOCUMENT = "\x02";
const FLOW_END = "\x18";
const SCALAR = "\x1f";

function* placed(text: string): Generator<{ lexeme: string; start: number; isQuoted: boolean }> {
  let start = 0;
  let isScalar = false;
  for (const lexeme of new (yaml().Lexer)().lex(text)) {
    yield { lexeme, start, isQuoted: !isScalar && (lexeme.startsWith('"') || lexeme.startsWith("'")) };
    const isMark: boolean = !isScalar && (lexeme === DOCUMENT || lexeme === FLOW_END || lexeme === SCALAR);
    if (!isMark) start += lexeme.length;
    isScalar = isMark && lexeme === SCALAR;
  }
}

/** The text, as long as before, with a quoted text in it on one line; undefined if that has no end before the document has. */
function withQuoteOnOneLine(text: string, start: number): string | undefined {
  const end = endOfQuote(text, start);
  if (end === undefined) return undefined;
  const quoted = text.slice(start, end);
  if (/\n(?:---|\.\.\.)\s/.test(quoted)) return undefined;
  return text.slice(0, start) + quoted.replaceAll(/[\r\n]/g, " ") + text.slice(end);
}

/** The offset behind the mark that closes a quoted text. */
function endOfQuote(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return undefined;
}
