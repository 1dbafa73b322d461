import { Text, type Origin, type Piece, type Span } from "../values/text.js";

/** What a template is read from: a file, or a text that another template or a value has (`tpl`). */
export class Source {
  readonly text: string;
  readonly #file: string | undefined;
  readonly #pieces: readonly Piece[];
  /** Where each piece begins. */
  readonly #starts: number[] = [];
  /** What was asked before, by where it begins. */
  readonly #literals = new Map<number, Text>();
  readonly #actions = new Map<number, Origin | undefined>();

  private constructor(text: string, file: string | undefined, pieces: readonly Piece[]) {
    this.text = text;
    this.#file = file;
    this.#pieces = pieces;
    let at = 0;
    for (const piece of pieces) {
      this.#starts.push(at);
      at += piece.text.length;
    }
  }

  static ofFile(file: string, text: string): Source {
    return new Source(text, file, []);
  }

  static ofText(text: Text): Source {
    const pieces = text.pieces.filter(({ isGap }) => !isGap);
    return new Source(text.text, undefined, pieces);
  }

  /** What is written there literally. */
  literal(start: number, end: number): Text {
    let found = this.#literals.get(start);
    if (!found) this.#literals.set(start, (found = this.#findLiteral(start, end)));
    return found;
  }

  /** Where an action stands in a file; undefined if that is known of its text only by what calls `tpl`. */
  action(start: number, end: number): Origin | undefined {
    let found = this.#actions.get(start);
    if (!found) this.#actions.set(start, (found = this.#findAction(start, end)));
    return found;
  }

  #findLiteral(start: number, end: number): Text {
    const text = this.text.slice(start, end);
    if (this.#file !== undefined) {
      return Text.of({ text, origin: { file: this.#file, start, end, isAction: false } });
    }
    const pieces: Piece[] = [];
    for (let index = this.#pieceAt(start); index < this.#pieces.length; index++) {
      const [piece, at] = [this.#pieces[index], this.#starts[index] ?? 0];
      if (!piece || at >= end) break;
      for (const part of Text.of(piece).slice(start - at, end - at).pieces) pieces.push(part);
    }
    return Text.from(pieces);
  }

  #findAction(start: number, end: number): Origin | undefined {
    if (this.#file !== undefined) return { file: this.#file, start, end, isAction: true };
    const origin = this.#pieces[this.#pieceAt(start)]?.origin;
    if (!origin || origin.isAction) return origin;
    const offset = origin.start - (this.#starts[this.#pieceAt(start)] ?? 0);
    return { ...origin, start: start + offset, end: Math.min(end + offset, origin.end), isAction: true };
  }

  /** Where the values have the text of an action. */
  valueOf(start: number): Span | undefined {
    return this.#pieces[this.#pieceAt(start)]?.value;
  }

  /** Where something stands in a file, for a message about it. */
  span(start: number, end: number): Span | undefined {
    const origin = this.#findAction(start, end);
    return origin ? { file: origin.file, start: origin.start, end: origin.end } : this.valueOf(start);
  }

  /** The index of the piece that has a character. */
  #pieceAt(at: number): number {
    let [low, high] = [0, this.#starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }
}
