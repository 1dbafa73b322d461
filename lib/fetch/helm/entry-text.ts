/**
 * The part of a Helm repository's `index.yaml` that is about one chart, cut out as text: an index can have 25 MB, and only
 * what is asked for is worth parsing. It takes the block style that Helm and all that make indexes write.
 */
export type EntryText =
  /** The lines of the items, those of fields that nobody asks for left out. */
  | { items: string }
  /** The index has no such chart. */
  | "missing"
  /** The index is written in another way. */
  | "unreadable";

/** The fields of a chart's version that count. */
const FIELDS = new Set(["name", "version", "digest", "urls", "created"]);

export function entryTextOf(index: string, chart: string): EntryText {
  const lines = new Lines(index);
  if (!lines.skipTo((line) => /^entries:[ \t]*(?:#.*)?$/.test(line))) return "unreadable";
  let found: EntryText = "missing";
  let indent: number | undefined;
  while (lines.next()) {
    const column = lines.indent;
    if (column === undefined) continue;
    indent ??= column;
    if (column === 0 || column < indent) break;
    // A list may be as far to the right as its key.
    if (column > indent || lines.isItem || keyOf(lines.text.trimStart()) !== chart) continue;
    // YAML allows a key once.
    if (found !== "missing") return "unreadable";
    const flow = valueBehind(lines.text);
    const items = flow === "" ? itemsBelow(lines, indent) : flowFrom(flow, lines, indent);
    if (items === undefined) return "unreadable";
    found = { items };
  }
  return found;
}

/** What stands behind a key in its line, but for a comment. */
function valueBehind(line: string): string {
  return line.replace(/^\s*(?:"[^"]*"|'[^']*'|[^\s:]+)\s*:/, "").replace(/^\s*(?:#.*)?$/, "");
}

/** A list that begins behind its key, with the lines that belong to it. */
function flowFrom(first: string, lines: Lines, keyIndent: number): string {
  const kept = [first];
  while (lines.next()) {
    if (lines.indent !== undefined && lines.indent <= keyIndent) {
      lines.back();
      break;
    }
    kept.push(lines.text);
  }
  return kept.join("\n");
}

/** The items of the list below a key, with the fields that count. The line behind them is to be read again. */
function itemsBelow(lines: Lines, keyIndent: number): string | undefined {
  const kept: string[] = [];
  let dash: number | undefined;
  let field: number | undefined;
  let isKept = false;
  while (lines.next()) {
    const column = lines.indent;
    if (column === undefined) {
      if (isKept) kept.push(lines.text);
      continue;
    }
    if (column < keyIndent || (column === keyIndent && !lines.isItem)) {
      lines.back();
      return kept.join("\n");
    }
    dash ??= lines.isItem ? column : undefined;
    if (dash === undefined || column < dash) return undefined;
    if (column === dash) {
      if (!lines.isItem) return undefined;
      const rest = lines.text.slice(dash + 1);
      field = dash + 1 + (rest.length - rest.trimStart().length);
      const isField = keyOf(rest.trimStart()) !== undefined;
      isKept = !isField || isWanted(rest.trimStart());
      // The item begins here, whatever its first field is.
      kept.push(isKept ? lines.text : `${" ".repeat(dash)}-${" ".repeat(Math.max(field - dash - 1, 1))}_: 0`);
      continue;
    }
    if (column === field && !lines.isItem) isKept = isWanted(lines.text.slice(column));
    if (isKept) kept.push(lines.text);
  }
  return kept.join("\n");
}

function isWanted(line: string): boolean {
  return FIELDS.has(keyOf(line) ?? "");
}

/** The key that a line begins with; undefined if it begins with none. */
function keyOf(line: string): string | undefined {
  const [, double, single, plain] =
    /^(?:"([^"\\]*)"|'([^']*)'|([^\s"'#&*!|>%@`{}[\],?:-][^\s:#]*|-[^\s:#]+))[ \t]*:(?:\s|$)/.exec(line) ??
    [];
  return double ?? single ?? plain;
}

/** A text line by line, without making all lines at once. */
class Lines {
  readonly #all: string;
  #from = 0;
  #next = 0;
  text = "";

  constructor(all: string) {
    this.#all = all;
  }

  /** Goes to the next line; false behind the last one. */
  next(): boolean {
    if (this.#next >= this.#all.length) return false;
    this.#from = this.#next;
    const end = this.#all.indexOf("\n", this.#from);
    this.#next = end < 0 ? this.#all.length : end + 1;
    // Windows ends a line by two characters.
    const isTwo = end > this.#from && this.#all.charCodeAt(end - 1) === 0x0d;
    this.text = this.#all.slice(this.#from, end < 0 ? undefined : end - Number(isTwo));
    return true;
  }

  /** Has `next` give the same line again. */
  back(): void {
    this.#next = this.#from;
  }

  skipTo(isWanted: (line: string) => boolean): boolean {
    while (this.next()) if (isWanted(this.text)) return true;
    return false;
  }

  /** How far a line is to the right, in spaces; undefined if it has nothing but a comment. */
  get indent(): number | undefined {
    let column = 0;
    while (this.text.charCodeAt(column) === 0x20) column++;
    const rest = this.text.charCodeAt(column);
    return Number.isNaN(rest) || rest === 0x23 || this.text.slice(column).trim() === "" ? undefined : column;
  }

  /** Whether the line begins an item of a list. */
  get isItem(): boolean {
    return /^ *-(?:\s|$)/.test(this.text);
  }
}
