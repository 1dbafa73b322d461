import { NIL, TemplateError, type Value } from "../values/value.js";

/** The variables of a template that is executed, the innermost last. */
export class Variables {
  readonly #names: string[] = ["$"];
  readonly #values: Value[];

  constructor(
    data: Value,
    private readonly work: (steps: number) => void,
  ) {
    this.#values = [data];
  }

  get size(): number {
    return this.#names.length;
  }

  declare(name: string, value: Value): void {
    this.#names.push(name);
    this.#values.push(value);
  }

  get(name: string): Value {
    return this.#values[this.#indexOf(name)] ?? NIL;
  }

  /** Gives a new value to the innermost variable of a name. */
  set(name: string, value: Value): void {
    this.#values[this.#indexOf(name)] = value;
  }

  /** Gives a new value to the last variable, or to the one so many before it. */
  setLast(before: number, value: Value): void {
    this.#values[this.#values.length - 1 - before] = value;
  }

  /** Forgets all but the first ones. */
  keep(size: number): void {
    this.#names.length = size;
    this.#values.length = size;
  }

  #indexOf(name: string): number {
    const index = this.#names.lastIndexOf(name);
    if (index === -1) throw new TemplateError(`the variable '${name}' is not defined`);
    this.work((this.#names.length - index) >> 5);
    return index;
  }
}
