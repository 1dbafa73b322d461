import type { Path } from "../../../manifests/locate.js";
import { field, isMap } from "../../../util/plain-values.js";

/** How a value is written: `insert` makes room in a list, `replace` wants an item that is there. */
export type Write = "insert" | "replace" | "remove";

/**
 * A value that is changed many times. What it is made of is not its own, so each list and map is copied before it is
 * changed, but only once.
 */
export class Draft {
  #value: unknown;
  #own = new Set<object>();

  constructor(value: unknown) {
    this.#value = value;
  }

  get value(): unknown {
    return this.#value;
  }

  set value(value: unknown) {
    this.#value = value;
    this.#own = new Set();
  }

  /** The value as it is now, which no later change reaches. */
  share(): unknown {
    if (this.#own.size > 0) this.#own = new Set();
    return this.#value;
  }

  /**
   * Writes one value, if the way to it is there.
   * @returns the path that is written: that of the list if its items have moved; undefined if nothing is
   */
  write(steps: readonly string[], how: Write, value?: unknown): Path | undefined {
    const last = steps.at(-1);
    if (last === undefined) {
      if (how === "remove" && this.#value === undefined) return undefined;
      this.#value = how === "remove" ? undefined : value;
      return [];
    }
    const path = pathOf(this.#value, steps);
    if (!path) return undefined;
    const parent = path.slice(0, -1).reduce<unknown>(partOf, this.#value);
    const key = path.at(-1) as string | number;
    const old = partOf(parent, key);
    const isInList = Array.isArray(parent);
    // kustomize's library creates a missing field, but not a missing item.
    if (old === undefined && (how === "remove" || (how === "replace" && isInList))) return undefined;
    const own = this.#ownAt(path.slice(0, -1));
    if (!Array.isArray(own)) {
      if (how === "remove") delete own[key];
      else put(own, String(key), value);
      return path;
    }
    const shifts = how === "remove" || (how === "insert" && Number(key) < own.length);
    if (how === "replace") own[Number(key)] = value;
    else if (how === "remove") own.splice(Number(key), 1);
    else own.splice(Number(key), 0, value);
    // Once items shift, the list as it is now is written nowhere but in the patch.
    return shifts ? path.slice(0, -1) : path;
  }

  /** The list or map at a path, to be changed. */
  #ownAt(path: Path): unknown[] | Record<string | number, unknown> {
    let own = this.#owned(this.#value);
    this.#value = own;
    for (const key of path) {
      const next = this.#owned(partOf(own, key));
      if (Array.isArray(own)) own[Number(key)] = next;
      else put(own, String(key), next);
      own = next;
    }
    return own;
  }

  #owned(value: unknown): unknown[] | Record<string | number, unknown> {
    const held = value as unknown[] | Record<string, unknown>;
    if (this.#own.has(held)) return held;
    const copy = Array.isArray(held) ? held.slice() : { ...held };
    this.#own.add(copy);
    return copy;
  }
}

/** The path to which steps lead: all but the last are there. An index can be that of the next item, `-` is. */
function pathOf(value: unknown, steps: readonly string[]): Path | undefined {
  const path: (string | number)[] = [];
  let at = value;
  for (const step of steps) {
    if (Array.isArray(at)) {
      const index = step === "-" ? at.length : indexOf(step, at.length);
      if (index === undefined || index > at.length) return undefined;
      path.push(index);
    } else if (isMap(at)) path.push(step);
    else return undefined;
    at = partOf(at, path.at(-1) as string | number);
  }
  return path;
}

function partOf(value: unknown, key: string | number): unknown {
  return Array.isArray(value) ? value[Number(key)] : field(value, String(key));
}

function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") map[key] = value;
  else Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
}

/** The index that a step of a pointer means in a list; kustomize's library counts negative ones from the end. */
export function indexOf(step: string, length: number): number | undefined {
  if (!/^-?\d{1,9}$/.test(step)) return undefined;
  const index = Number(step);
  return index < 0 ? (index + length >= 0 ? index + length : undefined) : index;
}
