import { locate, type Path } from "../../manifests/locate.js";
import { isProblem, type ParsedDocument } from "../../manifests/parse.js";
import { serviceAccountNamesIn } from "../../manifests/service-account-names.js";
import { part, type Piece, type Span, type Text } from "../../helm/values/text.js";
import { isSameSpan } from "./bringers.js";
import { parseRendered } from "./read-rendered.js";
import type { RenderedObject, TemplateTarget } from "./chart-template.js";
import { Trace } from "./trace.js";

/** Where something rendered is written: in which file of a chart, and there. */
export interface WrittenAt extends TemplateTarget {
  file: string;
}

/** A document that a template renders, and where each part of it is written. */
export class RenderedDocument {
  readonly #trace: Trace;
  #parsed: ParsedDocument | undefined;
  #files: ReadonlySet<string> | undefined;
  #serviceAccounts: readonly string[] | undefined;

  /**
   * @param file the template, relative to the root
   * @param document tells it apart from whatever else that template renders
   * @param isDeletion whether it is applied only when the release is deleted, and so is not what the release is made of
   */
  constructor(
    readonly file: string,
    readonly document: number,
    text: Text | Trace,
    readonly objects: readonly RenderedObject[],
    readonly isDeletion = false,
  ) {
    this.#trace = text instanceof Trace ? text : new Trace(text);
  }

  /** The same with its objects changed. */
  with(change: (object: RenderedObject) => RenderedObject): RenderedDocument {
    return new RenderedDocument(
      this.file,
      this.document,
      this.#trace,
      this.objects.map(change),
      this.isDeletion,
    );
  }

  /** The values of `serviceAccountName` and the like in it, whatever its kind. */
  get serviceAccounts(): readonly string[] {
    return (this.#serviceAccounts ??= serviceAccountNamesIn(this.#trace.text));
  }

  /** The files of which parts are in it. */
  get files(): ReadonlySet<string> {
    return (this.#files ??= this.#trace.files());
  }

  /** The files in which parts of it are written, be it as values. */
  get sources(): ReadonlySet<string> {
    return this.#trace.files({ values: true });
  }

  /**
   * Where a path in it is written; undefined if that cannot be said. What an action brings from another file into a line is
   * at that action; whole lines that it brings are in the other file.
   */
  locate(path: Path, prefer?: "key" | "item"): WrittenAt | undefined {
    this.#parsed ??= parsed(this.#trace.text);
    if (!this.#parsed) return undefined;
    const { start, end: valueEnd } = locate(this.#parsed.nodes, path, prefer);
    // A block ends with its last word, since what is behind that may be written elsewhere.
    return this.writtenAt(start, start + this.#trace.text.slice(start, valueEnd).trimEnd().length);
  }

  /** The same for a part of its text, by offsets. */
  writtenAt(start: number, end: number): WrittenAt | undefined {
    const parts = this.#partsOf(start, end);
    // What nothing brings is where it is, whatever brings its line.
    const isBrought = parts.some(({ through }) => through !== undefined);
    const line = isBrought ? this.#bringersOfLine(start) : [];
    const spans = parts.flatMap((part) => spanOf(part, line) ?? []);
    const [one] = spans;
    if (!one) return undefined;
    const value = valueOf(parts, one.file);
    const bringer = parts[0]?.through?.at(-1);
    return {
      ...around(spans.filter(({ file }) => file === one.file)),
      ...(value && { value }),
      ...(bringer && bringer.file !== one.file && { through: bringer }),
      note: "",
    };
  }

  /** Why something is not known in a part of its text, by offsets; undefined if all of that is known. */
  unknownAt(start: number, end: number): string | undefined {
    return this.#trace.unknownAt(start, end);
  }

  /** The pieces between two offsets, the first and last of which may be parts. Of nothing, it is the character there. */
  #partsOf(start: number, valueEnd: number): Piece[] {
    const end = Math.max(start + 1, valueEnd);
    const [first, last] = [this.#trace.indexAt(start), this.#trace.indexAt(end - 1)];
    const parts: Piece[] = [];
    for (let index = first; index <= last; index++) {
      const piece = this.#trace.piece(index);
      const at = this.#trace.startOf(index);
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, piece?.text.length ?? 0);
      if (piece && from < to) parts.push(part(piece, from, to));
    }
    return parts;
  }

  /**
   * What brings the line in which something begins, the innermost first: nothing if the template itself has a part of it
   * before that. Undefined if only actions are before it.
   */
  #bringersOfLine(offset: number): readonly Span[] | undefined {
    const text = this.#trace.text;
    const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
    let outermost: readonly Span[] | undefined;
    for (let index = this.#trace.indexAt(lineStart); index <= this.#trace.indexAt(offset); index++) {
      const { origin, text: written = "", through = [] } = this.#trace.piece(index) ?? {};
      const from = Math.max(0, lineStart - this.#trace.startOf(index));
      if (!origin || origin.isAction || (outermost && outermost.length <= through.length)) continue;
      if (written.slice(from, offset - this.#trace.startOf(index)).trim() !== "") outermost = through;
    }
    return outermost;
  }
}

/**
 * Where a part of something is written: what comes from another file into a line is at the action in that line that
 * brings it.
 * @param line what brings that line
 */
function spanOf({ origin, through = [] }: Piece, line: readonly Span[] | undefined): Span | undefined {
  if (!origin || !line || through.length <= line.length) return origin;
  const depth = through.length - line.length;
  const bringer = through[depth - 1];
  const isInLine = line.every((span, index) => isSameSpan(span, through[depth + index]));
  return isInLine && bringer && bringer.file !== origin.file ? bringer : origin;
}

/** The place of several places of a file. */
function around(spans: readonly Span[]): Span {
  return spans.reduce((whole, { start, end }) => {
    return { ...whole, start: Math.min(whole.start, start), end: Math.max(whole.end, end) };
  });
}

/** Where all of it is, but for its quotation marks, in the values or as a literal text of another file. */
function valueOf(parts: readonly Piece[], file: string): Span | undefined {
  const found = parts
    .filter(({ text }) => !/^["'\s]*$/.test(text))
    .map(
      ({ value, origin }) =>
        value ?? (origin?.isAction === false && origin.file !== file ? origin : undefined),
    );
  const [first, last] = [found[0], found.at(-1)];
  const isOne = found.every((one, index) => {
    const before = found[Math.max(0, index - 1)];
    return one && one.file === before?.file && (one.start === before.start || one.start === before.end);
  });
  return first && last && isOne ? { file: first.file, start: first.start, end: last.end } : undefined;
}

function parsed(text: string): ParsedDocument | undefined {
  const result = parseRendered(text);
  return isProblem(result) ? undefined : result;
}
