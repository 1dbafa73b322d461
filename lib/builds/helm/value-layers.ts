import { holdsUnknown, UNKNOWN } from "../../kubernetes/objects.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { isMap } from "../../util/plain-values.js";
import type { Place } from "../build.js";
import { mergeValues } from "./merge-values.js";
import { type ReadValues, withUnknowns } from "./plain-values.js";
import { RefusedValues } from "./refused-values.js";
import type { ReleaseValues } from "./release.js";
import {
  type ReadValue,
  SetError,
  SetLimitError,
  type SetPaths,
  setValues,
  typedValue,
  type Values,
} from "./set-values.js";

/** The values that a release is given, gathered from the weakest to the strongest. */
export class ValueLayers {
  readonly #layers: ReleaseValues[] = [];
  readonly #unknown: RegExp | undefined;
  /** All of them together, once something is set in them. */
  #merged: Values | undefined;
  /** Lists of which items were set: each is written down once, however often that happened. */
  readonly #lists = new Map<string, readonly string[]>();
  /** Whether anything may be given that is not known here. */
  #isOpen = false;

  /** @param unknown what something else fills in, wherever it is in the values */
  constructor(unknown?: RegExp) {
    this.#unknown = unknown;
  }

  get layers(): readonly ReleaseValues[] {
    this.#writeLists();
    return this.#layers;
  }

  /** Adds values of which nothing is known, and why. */
  addUnknown(why: string, place?: Place): void {
    this.#writeLists();
    this.#isOpen = true;
    this.#layers.push({ value: UNKNOWN, why, ...(place && { place }) });
  }

  /** Adds values as they are written. */
  add(values: Values, place: Place): void {
    this.#writeLists();
    const value = this.#known(values) as Values;
    this.#layers.push({ value, place, ...whyOf(value) });
    if (this.#merged) merge(this.#merged, value);
  }

  /**
   * Adds the values that a text says.
   * @param what the text, as a message calls it
   * @param at where the text is
   * @param by what asks for it
   */
  addRead(read: ReadValues, what: string, at: Place, by: Place): void {
    if ("values" in read) this.add(read.values, at);
    else if ("unread" in read) this.addUnknown(`${what} ${read.unread}`, by);
    else throw new RefusedValues(`takes values from ${what}, which ${read.refused}`, by);
  }

  /**
   * Sets a value as `--set` does. What is in a list has no place of its own: it is there with the rest of the list.
   * @param target its path, as `setValues` reads it
   * @param read what the value says
   */
  set(target: string, text: string, place: Place, read: ReadValue = typedValue): void {
    const merged = (this.#merged ??= this.#mergedLayers());
    for (const path of this.#set(merged, target, text, place, read)) {
      const value = valueAt(merged, path);
      if (path.includes("") || value === undefined) continue;
      if (Array.isArray(value)) this.#lists.set(JSON.stringify(path), path);
      else this.#layers.push({ value: nested(path, value), place, ...whyOf(value) });
    }
  }

  /** Sets a value that is not known. */
  setUnknown(target: string, place: Place): void {
    this.set(target, "x", place, () => UNKNOWN);
  }

  /** Adds the lists that were set, as they are by now. */
  #writeLists(): void {
    for (const path of this.#lists.values()) {
      const value = this.#isOpen ? UNKNOWN : structuredClone(valueAt(this.#merged, path));
      this.#layers.push({ value: nested(path, value), ...whyOf(value) });
    }
    this.#lists.clear();
  }

  #set(merged: Values, target: string, text: string, place: Place, read: ReadValue): SetPaths {
    try {
      return setValues(merged, `${target}=${text}`, (one) => this.#known(read(one)));
    } catch (error) {
      if (error instanceof SetLimitError)
        throw new RefusedValues(`sets more than is followed: ${error.message}`, place, true);
      if (!(error instanceof SetError)) throw error;
      throw new RefusedValues(`sets '${target}', which Helm refuses: ${error.message}`, place);
    }
  }

  #known(value: unknown): unknown {
    if (!this.#unknown) return value;
    return isMap(value) ? mapWithUnknowns(value, this.#unknown) : withUnknowns(value, this.#unknown);
  }

  #mergedLayers(): Values {
    const merged: Values = {};
    for (const { value } of this.#layers) if (isMap(value)) merge(merged, value);
    return merged;
  }
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), value);
}

// Many releases can be given the same file of values, and one of them many times.
const mapWithUnknowns = memoizePairs((values: Values, pattern: RegExp) => withUnknowns(values, pattern));
const mapHoldsUnknown = memoize((values: Values) => holdsUnknown(values));

function whyOf(value: unknown): { why?: string } {
  const isUnknown = isMap(value) ? mapHoldsUnknown(value) : holdsUnknown(value);
  return isUnknown ? { why: "it is filled in later" } : {};
}

/** Merges values into others, which are changed. */
function merge(into: Values, values: Values): void {
  for (const [key, item] of Object.entries(values)) {
    const merged = Object.hasOwn(into, key) ? mergeValues(into[key], item) : item;
    Object.defineProperty(into, key, {
      value: structuredClone(merged),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (value === UNKNOWN) return UNKNOWN;
    return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, values);
}
