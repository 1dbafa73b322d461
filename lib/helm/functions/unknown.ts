import { digest } from "../../util/digest.js";
import { identityOf } from "../values/identity.js";
import { LimitError, unknown, type CallContext, type Unknown, type Value } from "../values/value.js";

/** Values may hold themselves, by `set`. Go's own stack ends at some depth too. */
const DEEPEST = 1000;
/** Longer ids are shortened to a digest, so that they do not grow with each call. */
const LONGEST_ID = 160;

/** Ends a walk down a value that is too deep to be followed. */
export function checkDepth(depth: number): void {
  if (depth > DEEPEST) throw new LimitError(`a value is nested more than ${DEEPEST} levels deep`);
}

/**
 * Counts the work of going through all of a value. What lies in a list twice is gone through twice, so that a small value
 * may be endless work.
 */
export function countNodes(value: Value, { work }: Pick<CallContext, "work">, depth = 0): void {
  checkDepth(depth);
  if (value.type !== "list" && value.type !== "map") return;
  const parts = value.type === "map" ? value.entries.values() : value.text ? [] : value.items;
  work(1 + (value.type === "map" ? value.entries.size : value.text ? 0 : value.items.length));
  for (const part of parts) countNodes(part, { work }, depth + 1);
}

/** Why something in a value is not known, the value itself included; undefined if all of it is known. */
export function whyAnyUnknown(value: Value, depth = 0): string | undefined {
  checkDepth(depth);
  switch (value.type) {
    case "unknown":
      return value.why;
    case "string":
      return value.unknown;
    case "list":
      return value.text ? value.text.unknown : firstWhy(value.items, depth);
    case "map":
      return value.others?.why ?? firstWhy(value.entries.values(), depth);
    default:
      return undefined;
  }
}

function firstWhy(values: Iterable<Value>, depth: number): string | undefined {
  for (const value of values) {
    const why = whyAnyUnknown(value, depth + 1);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** The result of a function of which too little is known. The same call has the same id. */
export function unknownResult(name: string, args: readonly Value[], why: string): Unknown {
  const id = `${name}(${args.map(identityOf).join(",")})`;
  return unknown(id.length > LONGEST_ID ? `#${digest(id)}` : id, why);
}
