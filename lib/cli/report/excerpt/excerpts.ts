import type { ESLint, Linter } from "eslint";
import { LineIndex } from "../../../manifests/comments.js";
import { isProblem, parseDocument } from "../../../manifests/parse.js";
import { type DocumentText, splitDocuments } from "../../../manifests/split.js";
import { leading } from "../../../util/leading.js";
import type { Paint } from "../paint.js";
import { draw } from "./cells.js";
import { type BlankedTemplate, blankActions, withActions } from "./template-actions.js";
import { ShownText } from "./shown-text.js";

/** Longer documents are not parsed again for it. */
const LONGEST_DOCUMENT = 1024 * 1024;
/** Nobody reads longer lines, where a terminal does not tell how long they can be. */
const WIDEST = 200;

/** The templates of charts have a directory of that name. */
const TEMPLATE = /[\\/]templates[\\/]/;

/** The place of a finding. */
type Place = Pick<Linter.LintMessage, "line" | "column" | "endLine" | "endColumn">;

/** A line as it is drawn, with its number, and the columns of the place in it. */
export interface ExcerptRow {
  line: number;
  text: string;
  from: number;
  to: number;
}

/** The lines of one file around its findings. Nothing is kept of them but the last document. */
export class Excerpts {
  readonly #text: string;
  /** The text as it is parsed: that of a template without its actions. */
  readonly #parsable: BlankedTemplate;
  readonly #file: string;
  readonly #lines: LineIndex;
  readonly #documents: readonly DocumentText[];
  #last: { document: DocumentText; shown: ShownText | undefined } | undefined;

  /** @param result one with the text that was linted; without it there are no excerpts */
  constructor({ filePath, output, source = "" }: Pick<ESLint.LintResult, "filePath" | "output" | "source">) {
    // Bytes that are not UTF-8 have other places than the rules have seen.
    const text = (output ?? source).replace(/^\uFEFF/, "");
    this.#text = text.includes("\uFFFD") ? "" : text;
    this.#file = filePath;
    this.#parsable = TEMPLATE.test(filePath) ? blankActions(this.#text) : { text: this.#text, actions: [] };
    this.#lines = new LineIndex(this.#text);
    this.#documents = splitDocuments(this.#parsable.text);
  }

  /**
   * The first and the last line of the place of a finding, with the place underlined; nothing where it is not certain
   * what may be shown.
   * @param columns how wide the lines may be
   */
  of(place: Linter.LintMessage, columns = WIDEST, paint: Paint): string[] {
    const rows = this.rows(place, columns - 6);
    const gutter = String(rows.at(-1)?.line ?? 0).length;
    return rows.flatMap(({ line, text, from, to }, index) => {
      const isFar = index > 0 && line > (rows[0]?.line ?? 0) + 1;
      return [
        ...(isFar ? [`  ${paint.dim(`${" ".repeat(gutter)} …`)}`] : []),
        `  ${paint.dim(`${String(line).padStart(gutter)} |`)} ${text}`,
        `  ${paint.dim(`${" ".repeat(gutter)} |`)} ${" ".repeat(from)}${paint.red("^".repeat(Math.max(1, to - from)))}`,
      ];
    });
  }

  /**
   * The same lines, for those who draw them another way.
   * @param columns how wide they may be, with their numbers
   */
  rows(place: Place, columns = WIDEST): ExcerptRow[] {
    const { line, column } = place;
    if (this.#text === "" || !(line > 0) || !(column > 0)) return [];
    const start = this.#lines.offset({ line, column: column - 1 });
    const end = Math.max(start + 1, this.#endOf(place));
    const document = this.#documentAt(start);
    // A place at the end of a text is after all that can be seen.
    if (start >= document.end || this.#text[start] === "\n") return [];
    const shown = this.#shownIn(document);
    if (!shown) return [];
    // The end of a line is no place on the next.
    const lastOffset = Math.min(end, document.end) - 1;
    const last = this.#lines.at(lastOffset).line;
    const width = columns - String(last).length;
    const drawn = (line === last ? [line] : [line, last]).flatMap((row): ExcerptRow[] => {
      const one = this.#row(row, { start, end: lastOffset + 1 }, document, shown, width);
      return one ? [{ line: row, text: one.line, from: one.from, to: one.to }] : [];
    });
    return drawn.length === (line === last ? 1 : 2) ? drawn : [];
  }

  #endOf({ line, endLine = line, column, endColumn = column }: Place): number {
    return this.#lines.offset({ line: endLine, column: endColumn - 1 });
  }

  /** One line, and what of the place is on it. */
  #row(
    line: number,
    place: { start: number; end: number },
    document: DocumentText,
    shown: ShownText,
    columns: number,
  ) {
    // No more can be seen than fits, so that no more is looked at of a long line.
    const lineStart = this.#lines.offset({ line, column: 0 });
    // There is no line after the last one.
    const next = this.#lines.offset({ line: line + 1, column: 0 });
    const untilEnd = next > lineStart ? next - 1 : this.#text.length;
    const lineEnd = this.#text[untilEnd - 1] === "\r" ? untilEnd - 1 : untilEnd;
    const indent = /^[ \t]*/.exec(this.#text.slice(lineStart, lineStart + columns))?.[0].length ?? 0;
    const start = Math.max(place.start, lineStart + indent);
    const end = Math.min(place.end, lineEnd);
    const from = Math.max(lineStart, start - columns);
    const to = Math.min(lineEnd, start + 2 * columns);
    // A line may begin in another document: the one before ends with it.
    if (lineStart < document.start || lineEnd > document.end) return undefined;
    const parts = shown
      .between(from - document.start, to - document.start)
      .map((part) => ({ ...part, start: part.start + document.start, end: part.end + document.start }));
    return draw(
      this.#text,
      this.#parsable.actions.length > 0 ? withActions(parts, this.#parsable.actions) : parts,
      { start, end: Math.max(end, start + 1) },
      {
        columns,
        isCutBefore: from > lineStart,
        isCutAfter: to < lineEnd,
      },
    );
  }

  #documentAt(offset: number): DocumentText {
    const count = leading(this.#documents, ({ start }) => start <= offset);
    return this.#documents[Math.max(0, count - 1)] ?? { index: 0, start: 0, end: this.#text.length };
  }

  #shownIn(document: DocumentText): ShownText | undefined {
    if (this.#last?.document !== document) this.#last = { document, shown: this.#parsed(document) };
    return this.#last.shown;
  }

  /** What does not parse could be anything. */
  #parsed({ start, end }: DocumentText): ShownText | undefined {
    if (end - start > LONGEST_DOCUMENT) return undefined;
    const text = this.#parsable.text.slice(start, end);
    const parsed = parseDocument(text);
    return isProblem(parsed) ? undefined : new ShownText(text, parsed.nodes, this.#file);
  }
}
