import { LimitError } from "../values/value.js";

/** How much templates may do. */
export interface Limits {
  /** Actions, functions and the like, and what else is counted as work. */
  steps: number;
  /** Characters that are written, together. */
  output: number;
  /** Templates that are executed within each other. Helm allows 1,000, for which our stack is too small. */
  depth: number;
}

export const LIMITS: Limits = { steps: 4_000_000, output: 10_000_000, depth: 200 };

/** Counts what templates do, over all that share it. It throws a `LimitError` when that is too much. */
export class Budget {
  #steps = 0;
  #output = 0;

  constructor(readonly limits: Limits = LIMITS) {}

  readonly work = (steps: number): void => {
    this.#steps += steps;
    if (this.#steps > this.limits.steps) throw new LimitError("the templates do more than is followed");
  };

  write(characters: number): void {
    this.#output += characters;
    if (this.#output > this.limits.output) throw new LimitError("the templates write more than is followed");
  }
}
