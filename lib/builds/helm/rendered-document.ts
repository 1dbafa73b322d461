import { locate, type Path } from "../../manifests/locate.js";
import { isProblem, type ParsedDocument } from "../../manifests/parse.js";
import type { Piece, Span, Text } from "../../helm/values/text.js";
import { parseRendered } from "./read-rendered.js";
import type { RenderedObject, TemplateTarget } from "./chart-template.js";

/** Where something rendered is written: in which file of a chart, and there. */
export interface WrittenAt extends TemplateTarget {
  file: string;
}

/** A document that a template renders, and where each part of it is written. */
export class RenderedDocument {
  readonly #text: Text;
  #parsed: ParsedDocument | undefined;
  #ends: number[] | undefined;
  #files: ReadonlySet<string> | undefined;

  /**
   * @param file the template, relative to the root
   * @param document tells it apart from whatever else that template renders
   */
  constructor(
    readonly file: string,
    readonly document: number,
    text: Text,
    readonly objects: readonly RenderedObject[],
  ) {
    this.#text = text;
  }

  /** The same with its objects changed. */
  with(change: (object: RenderedObject) => RenderedObject): RenderedDocument {
    return new RenderedDocument(this.file, this.document, this.#text, this.objects.map(change));
  }

  /** The files of which parts are in it. */
  get files(): ReadonlySet<string> {
    return (this.#files ??= new Set(
      this.#text.pieces.flatMap(({ origin, text }) => (origin && text.trim() !== "" ? [origin.file] : [])),
    ));
  }

  /**
   * Where a path in it is written; undefined if that cannot be said. What an action brings from another file into a line of
   * the template is at that action; whole lines that it brings are in the other file.
   */
  locate(path: Path, prefer?: "key" | "item"): WrittenAt | undefined {
    this.#parsed ??= parsed(this.#text.text);
    if (!this.#parsed) return undefined;
    const { start, end } = locate(this.#parsed.nodes, path, prefer);
    return this.writtenAt(start, end);
  }

  /** The same for a part of its text, by offsets. */
  writtenAt(start: number, end: number): WrittenAt | undefined {
    const { pieces } = this.#text;
    const [first, last] = [this.#indexAt(start), this.#indexAt(Math.max(start, end - 1))];
    const spans = pieces.slice(first, last + 1).flatMap((piece, index) => {
      const from = Math.max(0, start - this.#startOf(first + index));
      const to = Math.min(piece.text.length, end - this.#startOf(first + index));
      return this.#spanOf(piece, from, to, start) ?? [];
    });
    const [one] = spans;
    if (!one) return undefined;
    return {
      ...around(spans.filter(({ file }) => file === one.file)),
      ...about(pieces[first], one.file, first === last),
    };
  }

  /** Why something is not known in a part of its text, by offsets; undefined if all of that is known. */
  unknownAt(start: number, end: number): string | undefined {
    for (let index = this.#indexAt(start); this.#startOf(index) < end; index++) {
      const piece = this.#text.pieces[index];
      if (piece?.unknown !== undefined) return piece.unknown;
      if (!piece) break;
    }
    return undefined;
  }

  /** Where a part of a piece is written, of something that begins at an offset in the document. */
  #spanOf({ origin, through = [] }: Piece, from: number, to: number, start: number): Span | undefined {
    const bringer = through.at(-1);
    if (origin && origin.file !== this.file && bringer?.file === this.file && this.#isOwnLine(start))
      return bringer;
    if (!origin || origin.isAction) return origin;
    return { file: origin.file, start: origin.start + from, end: origin.start + to };
  }

  /** Whether something of the template itself is before an offset in its line. */
  #isOwnLine(offset: number): boolean {
    const text = this.#text.text;
    const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
    for (let index = this.#indexAt(lineStart); index <= this.#indexAt(offset); index++) {
      const { origin, text: written = "" } = this.#text.pieces[index] ?? {};
      const from = Math.max(0, lineStart - this.#startOf(index));
      if (origin?.file !== this.file || origin.isAction) continue;
      if (written.slice(from, offset - this.#startOf(index)).trim() !== "") return true;
    }
    return false;
  }

  /** Which piece has a character, by its offset. */
  #indexAt(offset: number): number {
    if (!this.#ends) {
      let at = 0;
      this.#ends = this.#text.pieces.map(({ text }) => (at += text.length));
    }
    let [low, high] = [0, this.#ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : (this.#ends?.[index - 1] ?? 0);
  }
}

/** The place of several places of a file. */
function around(spans: readonly Span[]): Span {
  return spans.reduce((whole, { start, end }) => {
    return { ...whole, start: Math.min(whole.start, start), end: Math.max(whole.end, end) };
  });
}

function about(
  piece: Piece | undefined,
  file: string,
  isWhole: boolean,
): Pick<WrittenAt, "value" | "through" | "note"> {
  const { value, through = [] } = piece ?? {};
  const bringer = through.at(-1);
  return {
    ...(value && isWhole && { value }),
    ...(bringer && bringer.file !== file && { through: bringer }),
    note: "",
  };
}

function parsed(text: string): ParsedDocument | undefined {
  const result = parseRendered(text);
  return isProblem(result) ? undefined : result;
}
