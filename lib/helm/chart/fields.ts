import { ChartError } from "./chart.js";
import type { Span } from "../values/text.js";
import type { Value } from "../values/value.js";
import { goFloat32 } from "../yaml/scalar.js";

/**
 * The fields of an object as encoding/json reads them into a struct: names in any case, a number or boolean where a string
 * is wanted is one (sigs.k8s.io/yaml), null leaves it empty, and anything else is refused.
 */
export class Fields {
  readonly #entries = new Map<string, Value>();
  readonly #keys = new Map<string, Span>();
  readonly at: Span | undefined;

  constructor(value: Value, what: string) {
    if (value.type !== "map") {
      if (value.type !== "nil") throw new ChartError(`${what} is not a mapping`, placeOf(value));
      return;
    }
    this.at = value.from;
    // JSON sorts the keys, and the last one wins, which is the one in small letters.
    for (const [key, entry] of [...value.entries].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const name = key.toLowerCase();
      this.#entries.set(name, entry);
      const place = value.keys?.get(key);
      if (place) this.#keys.set(name, place);
    }
  }

  /** Where the value of a field is written; its key if it is not a scalar. */
  place(name: string): Span | undefined {
    const value = this.#entries.get(name.toLowerCase());
    return (value && placeOf(value)) ?? this.#keys.get(name.toLowerCase());
  }

  get(name: string): Value | undefined {
    const value = this.#entries.get(name.toLowerCase());
    return value?.type === "nil" ? undefined : value;
  }

  string(name: string): string {
    const value = this.get(name);
    return value ? stringOf(value, `'${name}'`) : "";
  }

  boolean(name: string): boolean {
    const value = this.get(name);
    if (value && value.type !== "bool")
      throw new ChartError(`'${name}' is neither true nor false`, placeOf(value));
    return value?.value ?? false;
  }

  list(name: string): readonly Value[] {
    const value = this.get(name);
    if (value && value.type !== "list") throw new ChartError(`'${name}' is not a list`, this.place(name));
    return value?.items ?? [];
  }

  strings(name: string): string[] {
    return this.list(name).map((item) => (item.type === "nil" ? "" : stringOf(item, `an item of '${name}'`)));
  }

  map(name: string): Map<string, string> {
    const value = this.get(name);
    if (value && value.type !== "map") throw new ChartError(`'${name}' is not a mapping`, this.place(name));
    return new Map(
      [...(value?.entries ?? [])].map(([key, one]) => [
        key,
        one.type === "nil" ? "" : stringOf(one, `'${key}' of '${name}'`),
      ]),
    );
  }
}

function stringOf(value: Value, what: string): string {
  if (value.type === "string") return value.text;
  if (value.type === "bool" || value.type === "int") return String(value.value);
  if (value.type === "float64") return goFloat32(value.value);
  throw new ChartError(`${what} is not a text`, placeOf(value));
}

/** Where a value is written. */
export function placeOf(value: Value): Span | undefined {
  if (value.type === "string") return value.pieces.find((piece) => piece.value)?.value;
  return "from" in value ? value.from : undefined;
}
