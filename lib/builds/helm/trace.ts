import type { Piece, Span, Text } from "../../helm/values/text.js";
import { Bringers } from "./bringers.js";

/** Where the pieces of a text come from, kept in little memory: charts render millions of pieces. */
export class Trace {
  readonly text: string;
  readonly length: number;
  readonly #files: readonly string[];
  readonly #numbers: Int32Array;
  readonly #bringers = new Bringers();
  /** Why pieces are not known, by their index. */
  readonly #unknown = new Map<number, string>();

  constructor({ pieces, text }: Text) {
    const files = new Map<string, number>();
    const numbers = new Int32Array(pieces.length * FIELDS);
    const note = (span: Span | undefined, field: number) => {
      if (!span) {
        numbers[field] = NONE;
        return;
      }
      const index = files.get(span.file) ?? files.size;
      files.set(span.file, index);
      numbers[field] = index;
      numbers[field + 1] = span.start;
      numbers[field + 2] = span.end;
    };
    let end = 0;
    pieces.forEach(({ text: own, origin, value, through, unknown }, index) => {
      if (unknown !== undefined) this.#unknown.set(index, unknown);
      end += own.length;
      const field = index * FIELDS;
      numbers[field] = end;
      numbers[field + 1] = origin?.isAction ? 1 : 0;
      note(origin, field + 2);
      note(value, field + 5);
      numbers[field + 8] = this.#bringers.add(through);
    });
    this.text = text;
    this.length = pieces.length;
    this.#files = [...files.keys()];
    this.#numbers = numbers;
  }

  /** A piece. */
  piece(index: number): Piece | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const origin = this.#span(index, 2);
    const value = this.#span(index, 5);
    const through = this.#bringers.get(this.#at(index, 8));
    return {
      text: this.text.slice(this.startOf(index), this.#at(index, 0)),
      ...(origin && { origin: { ...origin, isAction: this.#at(index, 1) === 1 } }),
      ...(value && { value }),
      ...(through.length > 0 && { through }),
    };
  }

  /** Which piece has a character, by its offset. */
  indexAt(offset: number): number {
    let [low, high] = [0, this.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#at(middle, 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The offset of the first character of a piece. */
  startOf(index: number): number {
    return index === 0 ? 0 : this.#at(index - 1, 0);
  }

  /** Why something is not known between two offsets; undefined if all of it is known. */
  unknownAt(start: number, end: number): string | undefined {
    for (let index = this.indexAt(start); index < this.length && this.startOf(index) < end; index++) {
      const why = this.#unknown.get(index);
      if (why !== undefined) return why;
    }
    return undefined;
  }

  /**
   * The files from which pieces with more than white space come.
   * @param values whether the files are meant as well that have their values
   */
  files({ values = false } = {}): Set<string> {
    const found = new Set<string>();
    for (let index = 0; index < this.length; index++) {
      for (const field of values ? [2, 5] : [2]) {
        const file = this.#files[this.#at(index, field)];
        if (file === undefined || found.has(file)) continue;
        if (this.text.slice(this.startOf(index), this.#at(index, 0)).trim() !== "") found.add(file);
      }
    }
    return found;
  }

  #at(index: number, field: number): number {
    return this.#numbers[index * FIELDS + field] ?? 0;
  }

  #span(index: number, field: number): Span | undefined {
    const file = this.#files[this.#at(index, field)];
    return file === undefined
      ? undefined
      : { file, start: this.#at(index, field + 1), end: this.#at(index, field + 2) };
  }
}

/** Of each piece: its end, whether an action made it, the file, start and end of its origin and value, its bringers. */
const FIELDS = 9;
const NONE = -1;
