import { Text, type Piece, type Span } from "../values/text.js";
import type { Budget } from "./budget.js";
import type { Place } from "./nodes.js";
import type { Source } from "./source.js";

/** What a template writes, with where each piece of it comes from. */
export class Writer {
  readonly #pieces: Piece[] = [];

  constructor(
    private readonly source: Source,
    private readonly budget: Budget,
  ) {}

  literal({ start, end }: Place): void {
    for (const piece of this.source.literal(start, end).pieces) this.#push(piece);
  }

  /** What an action gives. What others wrote comes through it. */
  action(text: Text, { start, end }: Place): void {
    const origin = this.source.action(start, end);
    const written = this.source.valueOf(start);
    const through: Span | undefined = origin && { file: origin.file, start: origin.start, end: origin.end };
    for (const piece of text.pieces) {
      if (piece.origin) {
        this.#push(through ? { ...piece, through: [...(piece.through ?? []), through] } : piece);
        this.budget.work(3 + (piece.through?.length ?? 0));
      } else {
        const value = piece.value ?? written;
        this.#push(
          origin && !value && piece.unknown === undefined && !piece.isGap
            ? { text: piece.text, origin }
            : { ...piece, ...(origin && { origin }), ...(value && { value }) },
        );
      }
    }
  }

  done(): Text {
    return Text.from(this.#pieces);
  }

  #push(piece: Piece): void {
    this.budget.work(1);
    this.budget.write(piece.text.length);
    this.#pieces.push(piece);
  }
}
