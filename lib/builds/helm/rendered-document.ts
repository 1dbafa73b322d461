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

  /** Where a path in it is written; undefined if that cannot be said. */
  locate(path: Path, prefer?: "key" | "item"): WrittenAt | undefined {
    this.#parsed ??= parsed(this.#text.text);
    if (!this.#parsed) return undefined;
    const { start, end } = locate(this.#parsed.nodes, path, prefer);
    const [first, last] = [this.#indexAt(start), this.#indexAt(Math.max(start, end - 1))];
    const [piece, lastPiece] = [this.#text.pieces[first], this.#text.pieces[last]];
    if (!piece?.origin) return undefined;
    const { origin } = piece;
    const from = origin.isAction ? origin.start : origin.start + start - this.#startOf(first);
    const isOneFile = lastPiece?.origin?.file === origin.file && lastPiece.origin.start >= origin.start;
    const to =
      isOneFile && lastPiece.origin && !lastPiece.origin.isAction
        ? lastPiece.origin.start + end - this.#startOf(last)
        : (isOneFile ? lastPiece.origin : undefined)?.end;
    return {
      file: origin.file,
      start: from,
      end: Math.max(to ?? origin.end, from),
      note: "",
      ...(first === last && about(piece)),
    };
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

function about({ value, through = [] }: Piece): { value?: Span; through?: Span } {
  const outermost = through.at(-1);
  return { ...(value && { value }), ...(outermost && { through: outermost }) };
}

function parsed(text: string): ParsedDocument | undefined {
  const result = parseRendered(text);
  return isProblem(result) ? undefined : result;
}
