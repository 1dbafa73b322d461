import { isMap } from "../util/plain-values.js";
import { UNKNOWN } from "./objects.js";

/** The type that a field must have; `normalise` drops or replaces a value of another type. */
export type Shape =
  | "text"
  | "boolean"
  | "number"
  | "any"
  | { list: Shape }
  | { map: Shape }
  | { fields: Record<string, Shape> };

/**
 * A value trimmed to a shape. Null is the same as absent, and what has another type is replaced by an unknown value.
 * @param old what the value was before a change, already trimmed: what both share is not looked at again
 */
export function fitShape(value: unknown, shape: Shape, old?: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (value === old) return old;
  if (shape === "any") return value === WRONG ? UNKNOWN : value;
  if (shape === "text") return typeof value === "string" ? value : UNKNOWN;
  if (shape === "number") return typeof value === "number" ? value : undefined;
  if (shape === "boolean") return typeof value === "boolean" ? value : undefined;
  if ("list" in shape) {
    // The list keeps its length, so that paths stay valid.
    const items: unknown[] = Array.isArray(value) ? value : [WRONG];
    const before = Array.isArray(old) ? (old as unknown[]) : [];
    return items.map((item, index) =>
      // To Go, null is the zero value of its type.
      fitShape(item ?? (shape.list === "text" ? "" : {}), shape.list, before[index]),
    );
  }
  const map = isMap(value) ? value : undefined;
  if ("map" in shape) {
    const entries = map ? Object.entries(map) : [[UNKNOWN, WRONG] as const];
    return Object.fromEntries(entries.map(([key, item]) => [key, fitShape(item ?? WRONG, shape.map)]));
  }
  const entries = Object.entries(shape.fields).map(([key, inner]) => [
    key,
    fitShape(map ? own(map, key) : WRONG, inner, isMap(old) ? own(old, key) : undefined),
  ]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** Replaces a value of the wrong type; it has none of the types that a shape can require. */
const WRONG = Symbol("wrong type");

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
