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

export const LIMITS: Limits = { steps: 5_000_000, output: 10_000_000, depth: 200 };

/** Counts what templates do, over all that share it. It throws a `LimitError` when that is too much. */
export class Budget {
  #steps = 0;
  #output = 0;
  #whole: Budget | undefined;

  constructor(readonly limits: Limits = LIMITS) {}

  /** What was done so far, in steps; what is written is read and judged later. */
  get spent(): number {
    return this.#steps + this.#output;
  }

  /**
   * A budget of which all that is spent is spent of this one, too, and that has half of the steps left: one that does too much
   * does not take all from those after it.
   */
  part(): Budget {
    const part = new Budget({ ...this.limits, steps: Math.floor((this.limits.steps - this.#steps) / 2) });
    part.#whole = this;
    return part;
  }

  readonly work = (steps: number): void => {
    this.#steps += steps;
    this.#whole?.work(steps);
    if (this.#steps > this.limits.steps) throw new LimitError("the templates do more than is followed");
  };

  write(characters: number): void {
    this.#whole?.write(characters);
    this.#output += characters;
    if (this.#output > this.limits.output) throw new LimitError("the templates write more than is followed");
  }
}
