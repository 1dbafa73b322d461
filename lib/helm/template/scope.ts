import { LimitError } from "../values/value.js";

/** How deep actions and parentheses may lie in each other. Go follows 10,000 parentheses, and any number of actions. */
const DEEPEST = 250;

/** What a template, or one that it defines, has around the place that is parsed: each has variables of its own. */
export class Scope {
  readonly variables = new VariableNames();
  /** How many `range`s are around. */
  ranges = 0;

  constructor(private depth = 0) {}

  /** The scope of a template that is defined here. */
  separate(): Scope {
    return new Scope(this.depth);
  }

  /** Parses what lies deeper. */
  nest<Result>(parse: () => Result): Result {
    if (++this.depth > DEEPEST) throw new LimitError("the template nests too deep");
    const result = parse();
    this.depth--;
    return result;
  }
}

/** The variables that are defined at a place. */
class VariableNames {
  readonly #names = ["$"];
  /** How often each is defined. */
  readonly #counts = new Map([["$", 1]]);

  get size(): number {
    return this.#names.length;
  }

  has(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  declare(name: string): void {
    this.#names.push(name);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Forgets those that were declared after the first ones. */
  keep(size: number): void {
    while (this.#names.length > size) {
      const name = this.#names.pop() ?? "";
      this.#counts.set(name, (this.#counts.get(name) ?? 0) - 1);
    }
  }
}
