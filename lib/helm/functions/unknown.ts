import { createHash } from "node:crypto";
import { Text } from "../values/text.js";
import { LimitError, unknown, type CallContext, type Unknown, type Value } from "../values/value.js";

/** Values may hold themselves, by `set`. Go's own stack ends at some depth too. */
const DEEPEST = 1000;
/** Longer ids are shortened to a digest, so that they do not grow with each call. */
const LONGEST_ID = 120;

/** Ends a walk down a value that is too deep to be followed. */
export function checkDepth(depth: number): void {
  if (depth > DEEPEST) throw new LimitError(`a value is nested more than ${DEEPEST} levels deep`);
}

/** Why something in a value is not known, the value itself included; undefined if all of it is known. */
export function whyUnknown(value: Value, depth = 0): string | undefined {
  checkDepth(depth);
  switch (value.type) {
    case "unknown":
      return value.why;
    case "string":
      return value.unknown;
    case "list":
      return firstWhy(value.items, depth);
    case "map":
      return firstWhy(value.entries.values(), depth);
    default:
      return undefined;
  }
}

function firstWhy(values: Iterable<Value>, depth: number): string | undefined {
  for (const value of values) {
    const why = whyUnknown(value, depth + 1);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** The result of a function of which too little is known. The same call has the same id. */
export function unknownResult(name: string, args: readonly Value[], why: string): Unknown {
  const id = `${name}(${args.map((arg) => identity(arg)).join(", ")})`;
  return unknown(id.length > LONGEST_ID ? `${name}(${digest(id)})` : id, why);
}

/** A text of which something is not known, as a thing of which nothing is known. */
export function unknownText(text: Text): Unknown {
  return unknownResult("text", [text], text.unknown ?? "");
}

/** Whether a value that is not known holds, by its own id, so that each question about it has the same answer. */
export function decideTruth(value: Unknown | Text, context: CallContext): boolean {
  if (value.type === "unknown") return context.decide(value);
  const hasKnown = value.pieces.some((piece) => piece.unknown === undefined && piece.text !== "");
  if (hasKnown || value.unknown === undefined) return hasKnown;
  return context.decide(unknownText(value));
}

/** A text of a value that tells different values apart, for ids. */
export function identity(value: Value, depth = 0): string {
  checkDepth(depth);
  switch (value.type) {
    case "nil":
      return "nil";
    case "unknown":
      return value.id;
    case "string":
      return JSON.stringify(shortened(value.text)) + (value.unknown === undefined ? "" : `?${value.unknown}`);
    case "bool":
    case "int":
    case "float64":
      return String(value.value);
    case "list":
      return `[${value.items.map((item) => identity(item, depth + 1)).join(" ")}]`;
    case "map":
      return `{${[...value.entries].map(([key, item]) => `${JSON.stringify(key)}: ${identity(item, depth + 1)}`).join(", ")}}`;
    case "struct":
      return value.goType;
    case "func":
      return value.name;
  }
}

function shortened(text: string): string {
  return text.length > LONGEST_ID ? digest(text) : text;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
