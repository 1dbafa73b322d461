import { push } from "../../util/group-by.js";
import type { Right } from "./rights.js";

const DIMENSIONS = ["targets", "names", "namespaces", "verbs"] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** Rights by their values, so that those that have something in common with another one are found without a search. */
export class RightIndex<Item extends Right> {
  readonly #byValue: Record<Dimension, Map<string, Item[]>> = {
    targets: new Map(),
    names: new Map(),
    namespaces: new Map(),
    verbs: new Map(),
  };
  readonly #withAll: Record<Dimension, Item[]> = { targets: [], names: [], namespaces: [], verbs: [] };
  readonly #all: Item[] = [];

  constructor(rights: Iterable<Item>) {
    for (const right of rights) {
      this.#all.push(right);
      for (const dimension of DIMENSIONS) {
        const values = right[dimension];
        if (values === "all") this.#withAll[dimension].push(right);
        else for (const value of values) push(this.#byValue[dimension], value, right);
      }
    }
  }

  /** The rights that may have something in common with another one: by the values that the fewest have. */
  candidates(right: Right): Iterable<Item> {
    let fewest = this.#all.length;
    let found: Dimension | undefined;
    for (const dimension of DIMENSIONS) {
      const values = right[dimension];
      if (values === "all") continue;
      let count = this.#withAll[dimension].length;
      for (const value of values) count += this.#byValue[dimension].get(value)?.length ?? 0;
      if (count < fewest) [fewest, found] = [count, dimension];
    }
    if (!found) return this.#all;
    const candidates = new Set(this.#withAll[found]);
    for (const value of right[found])
      for (const one of this.#byValue[found].get(value) ?? []) candidates.add(one);
    return candidates;
  }
}
