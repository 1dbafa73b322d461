const IS_CRD = /^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*(?:#.*)?\r?$/m;

/** The keys of schemas and printer columns: nine tenths of the text, and never read. */
const LEFT_OUT = /^( *)((?:- +)*)(?:schema|validation|openAPIV3Schema|additionalPrinterColumns): *(?:#.*)?$/;

const SPEC = /^spec: *(?:#.*)?$/;

const SCALAR = String.raw`(?:[\w./](?:[\w./@+=:-]*[\w./@+=-])?|"[^"\\]*"|'[^']*')`;
const VALUE = String.raw`(?:${SCALAR}|\[\]|\{\}|\[${SCALAR}(?:, ?${SCALAR})*\])`;
/** A line that means the same anywhere: a key, an item or both, with a value that ends on it. */
const SIMPLE = new RegExp(
  String.raw`^ *(?:(?:- +)*[\w./-]+:(?: +${VALUE})?|(?:- +)+${VALUE})(?: +(?:#.*)?)?$`,
);

/** What a line outside `spec` may not hold: it could span lines or refer to elsewhere. */
const FAR_REACHING = /[{[&*]/;

/** Whether a document says at its root, in block style, that it is a CustomResourceDefinition. */
export function isCrdText(text: string): boolean {
  return IS_CRD.test(text);
}

/**
 * The text of a CustomResourceDefinition without its schemas, so that these are never parsed: they are two
 * thirds of the bytes of real repositories. Its group, names, scope and versions stay the same. Undefined if
 * that is not certain, as with flow style, anchors or scalars over several lines: then all of it must be parsed.
 */
export function withoutSchemas(text: string): string | undefined {
  if (!isCrdText(text)) return undefined;
  const kept: string[] = [];
  let isInSpec = false;
  /** The column of the key that is being left out, or -1. */
  let column = -1;
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf("\n", start);
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    const indent = indentAt(text, start);
    const first = text[start + indent];
    const isEmpty = first === undefined || first === "\n" || first === "\r" || first === "#";
    if (column >= 0 && (isEmpty || indent > column || (indent === column && isItem(text, start + indent)))) {
      start = next;
      continue;
    }
    const line = text.slice(start, next).trimEnd();
    start = next;
    kept.push(line);
    if (isEmpty) continue;
    if (first === "\t") return undefined;
    column = -1;
    if (indent === 0 && first !== "-") isInSpec = SPEC.test(line);
    const key = isInSpec ? LEFT_OUT.exec(line) : null;
    if (key) column = (key[1]?.length ?? 0) + (key[2]?.length ?? 0);
    else if ((isInSpec || FAR_REACHING.test(line)) && !SIMPLE.test(line)) return undefined;
  }
  return kept.join("\n");
}

function indentAt(text: string, start: number): number {
  let end = start;
  while (text[end] === " ") end++;
  return end - start;
}

/** Whether an item of a sequence starts there, which may be indented no further than its key. */
function isItem(text: string, at: number): boolean {
  return text[at] === "-" && (text[at + 1] === undefined || /\s/.test(text[at + 1] ?? ""));
}
