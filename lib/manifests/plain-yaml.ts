/** What is never in plain YAML: control characters, tabs, and line ends that only some parsers know. */
const ODD = /[^\n\r\x20-\x7e\u00a0-\u2027\u202a-\ufefe\uff00-\ufffc]|\r(?!\n)/;

/** A line: its indentation, the dashes of items, and a key. The value follows. */
const LINE = /^( *)((?:-(?: +|$))*)(?:([\w./][\w./-]*|"[\w./-]+"|'[\w./-]+'):(?= |$))? *(.*)$/;
const NO_VALUE = /^(?:#|$)/;
const BLOCK_SCALAR = /^[|>][+-]?(?: +#.*)?$/;

const WORD = String.raw`-{0,2}[\w./](?:[\w./@+=:-]*[\w./@+=-])?`;
const QUOTED = String.raw`"(?:[^"\\]|\\["\\/abefnrtv0])*"|'(?:[^']|'')*'`;
const LIST = String.raw`\[ *(?:(?:${WORD}|${QUOTED})(?: *, *(?:${WORD}|${QUOTED}))*)? *\]`;
/** A value that ends on its line, and means the same wherever it is. */
const CLOSED = new RegExp(String.raw`^(?:${QUOTED}|${LIST}|\{\})(?: +#.*)?$`);
/** A value without quotes. What would make it anything else is looked for apart. */
const WITHOUT_QUOTES = /^(?:[\w./$~(+<=^;\\]|(?:-+|:)(?=[\w./]))/;
const ENDS_PLAIN = /: |:$/;

/** Keys that several spellings stand for, so that two of them can be the same. */
const AMBIGUOUS_KEY = /^(?:[\d.][\d._xoa-f]*|null|true|false)$/i;
/** Longer lines and keys, and deeper documents, are not plain: parsers have limits. */
const MAX_LINE = 100_000;
const MAX_KEY = 1000;
const MAX_OPEN = 50;

interface Collection {
  column: number;
  /** The keys of a map; undefined for a list. */
  keys: Set<string> | undefined;
}

/**
 * Whether a document certainly parses, judged line by line: block style, with values that end on their lines. That is
 * what most manifests are, and takes a fraction of the time of parsing them. Anything else, right or wrong, is not
 * certain.
 */
export function isPlainYaml(text: string): boolean {
  return !ODD.test(text) && new PlainReader().reads(text);
}

class PlainReader {
  /** The collections that the current line is in, the outermost first. */
  readonly #open: Collection[] = [];
  /** The column of the key or dash before, if it has no value yet. */
  #waiting: number | undefined;
  /** The block scalar that is being passed over: the column of its key, and the indentation of its text. */
  #block: { column: number; indent: number | undefined } | undefined;
  #isBegun = false;
  #hasRoot = false;

  reads(text: string): boolean {
    for (let start = 0; start < text.length;) {
      const end = text.indexOf("\n", start);
      const line = text.slice(start, end < 0 ? text.length : end);
      start = end < 0 ? text.length : end + 1;
      if (line.length > MAX_LINE || this.#open.length > MAX_OPEN || !this.#line(line)) return false;
    }
    return true;
  }

  #line(raw: string): boolean {
    let end = raw.length;
    while (raw[end - 1] === " " || raw[end - 1] === "\r") end--;
    const line = raw.slice(0, end);
    let indent = 0;
    while (line[indent] === " ") indent++;
    if (this.#block) {
      // Spaces above the text of a block scalar must not exceed its indentation.
      if (line === "") return this.#block.indent !== undefined || !raw.startsWith(" ");
      if (indent > this.#block.column) return indent >= (this.#block.indent ??= indent);
      this.#block = undefined;
    }
    if (line === "" || line[indent] === "#") return true;
    if (!this.#isBegun && /^---(?: +#|$)/.test(line)) return (this.#isBegun = true);
    this.#isBegun = true;
    if (/^(?:---|\.\.\.|%)/.test(line)) return false;
    const [, , dashes = "", written, value = ""] = LINE.exec(line) ?? [];
    const key = written?.replace(/^["']|["']$/g, "");
    if (key !== undefined && (AMBIGUOUS_KEY.test(key) || key.length > MAX_KEY)) return false;
    let column = indent;
    for (const [dash] of dashes.matchAll(/- */g)) {
      if (!this.#enter(column, undefined, column === indent)) return false;
      this.#waiting = column;
      column += dash.length;
    }
    if (key !== undefined) {
      if (!this.#enter(column, key, column === indent)) return false;
      this.#waiting = column;
    } else if (dashes === "") return false;
    return this.#value(value);
  }

  /** Enters the collection of a key, or of a dash, at a column. */
  #enter(column: number, key: string | undefined, isAtStart: boolean): boolean {
    if (!isAtStart) {
      this.#open.push({ column, keys: key === undefined ? undefined : new Set([key]) });
      return true;
    }
    while ((this.#open.at(-1)?.column ?? -1) > column) this.#open.pop();
    const top = this.#open.at(-1);
    if (top?.column === column) {
      if (key === undefined && !top.keys) return true;
      if (key !== undefined && top.keys) return isNew(key, top.keys);
      if (key !== undefined) {
        // The items of a list may be indented no further than its key, which the next key follows.
        this.#open.pop();
        const outer = this.#open.at(-1);
        return outer?.column === column && outer.keys !== undefined && isNew(key, outer.keys);
      }
    }
    const isFirst = !this.#hasRoot;
    const isChild =
      this.#waiting !== undefined &&
      (this.#waiting < column || (key === undefined && this.#waiting === column));
    if (!isFirst && !isChild) return false;
    this.#hasRoot = true;
    this.#open.push({ column, keys: key === undefined ? undefined : new Set([key]) });
    return true;
  }

  /** Whether what follows a key or a dash is a value that ends here, or none. */
  #value(value: string): boolean {
    if (NO_VALUE.test(value)) return true;
    const column = this.#waiting ?? 0;
    this.#waiting = undefined;
    if (BLOCK_SCALAR.test(value)) {
      this.#block = { column, indent: undefined };
      return true;
    }
    if (CLOSED.test(value)) return true;
    const [plain = ""] = value.split(" #", 1);
    return WITHOUT_QUOTES.test(plain) && !ENDS_PLAIN.test(plain.trimEnd());
  }
}

function isNew(key: string, keys: Set<string>): boolean {
  if (keys.has(key)) return false;
  keys.add(key);
  return true;
}
