import type { Span } from "../../helm/values/text.js";

/** An action that brings pieces, and the one around it. */
interface Bringer {
  span: Span;
  /** The number of the action that brings it in turn; `NONE` if that is none. */
  by: number;
}

/** The actions that bring pieces of a text, each kept once: most pieces come as others do. */
export class Bringers {
  readonly #all: Bringer[] = [];
  readonly #numbers = new Map<string, number>();
  #last: { through: readonly Span[]; number: number } = { through: [], number: NONE };

  /** The number of what brought a piece, the innermost first. */
  add(through: readonly Span[] = []): number {
    if (!isSame(through, this.#last.through)) {
      const number = through.reduceRight((by, span) => this.#numberOf(span, by), NONE);
      this.#last = { through, number };
    }
    return this.#last.number;
  }

  /** What brought a piece, the innermost first. */
  get(number: number): Span[] {
    const through: Span[] = [];
    for (let one = this.#all[number]; one; one = this.#all[one.by]) through.push(one.span);
    return through;
  }

  #numberOf(span: Span, by: number): number {
    const key = `${by} ${span.start} ${span.end} ${span.file}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#all.length);
    return this.#all.push({ span, by }) - 1;
  }
}

const NONE = -1;

function isSame(one: readonly Span[], other: readonly Span[]): boolean {
  return one.length === other.length && one.every((span, index) => isSameSpan(span, other[index]));
}

export function isSameSpan(one: Span, other: Span | undefined): boolean {
  return one.start === other?.start && one.end === other.end && one.file === other.file;
}
