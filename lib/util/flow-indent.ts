/**
 * A text in which the flow collection that starts at or before an offset is on one line, of the same length; undefined
 * if that changes what it says, as with a comment or a quoted text of several lines in it, or if it has no end. Indents
 * mean nothing to the parsers of Kubernetes in there: go-yaml scannerc.go, yaml_parser_unroll_indent; the YAML standard,
 * and so the parser here, asks for some.
 */
export function withFlowOnOneLine(text: string, offset: number): string | undefined {
  let start = offset + 1;
  for (let tried = 0; tried < MOST_NESTED; tried++) {
    start = Math.max(text.lastIndexOf("[", start - 1), text.lastIndexOf("{", start - 1));
    const end = start < 0 ? undefined : endOfFlow(text, start);
    if (end === undefined) return undefined;
    const inside = text.slice(start, end);
    // One that is on one line already may be in another that is not.
    if (inside.includes("\n")) return text.slice(0, start) + inside.replaceAll("\n", " ") + text.slice(end);
    if (start === 0) return undefined;
  }
  return undefined;
}

/** Flow collections that are nested deeper are not mended. */
const MOST_NESTED = 20;

/** The offset behind the bracket that closes one; undefined if lines must be kept apart before it. */
function endOfFlow(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '"' || char === "'") {
      const close = endOfQuote(text, at, char);
      if (close === undefined) return undefined;
      at = close;
    } else if (char === "#" && /\s/.test(text[at - 1] ?? "")) return undefined;
    else if (char === "[" || char === "{") depth++;
    else if ((char === "]" || char === "}") && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The offset of the quote that closes one on the same line. */
function endOfQuote(text: string, start: number, quote: string): number | undefined {
  for (let at = start + 1; at < text.length && text[at] !== "\n"; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at;
      at++;
    }
  }
  return undefined;
}
