import type { FieldType } from "./definition.js";
import { isQuantity } from "./quantity.js";

type Path = readonly (string | number)[];

/** What a value must be. */
export type Wanted = Exclude<FieldType["is"], "definition">;

/** A value of a type that its field cannot have. */
export interface TypeDefect {
  id: "wrongType";
  at: Path;
  wanted: Exclude<Wanted, "secret">;
  found: Found;
  /** Where alone it is wrong: where kustomize does not make another type of it, or where it does. */
  only?: "plain" | "kustomized";
}

/** What a value is instead of what it must be. */
export interface Found {
  type: "text" | "number" | "boolean" | "list" | "map";
  /** A scalar as a text; left out for lists and maps, and for what may be a secret. */
  text?: string;
  isEmpty?: true;
}

/** Whether a value has a simple type. */
export function isOfType(value: unknown, type: FieldType["is"]): boolean {
  switch (type) {
    case "text":
    case "secret":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isInteger(value);
    case "number or text":
      return typeof value === "string" || Number.isInteger(value);
    case "quantity":
      return typeof value === "string" ? isQuantity(value) : Number.isFinite(value);
    default:
      return type === "any";
  }
}

/** A defect of a value; one that may be a secret is not quoted. */
export function wrongType(at: Path, wanted: Wanted, { text, ...found }: Found, isSecret = false): TypeDefect {
  const isQuoted = text !== undefined && !isSecret;
  return {
    ...{ id: "wrongType", at, wanted: wanted === "secret" ? "text" : wanted },
    found: { ...found, ...(isQuoted && { text }) },
  };
}

const LONGEST_TEXT = 100;

/** What a value is, for a message. */
export function foundIn(value: unknown): Found {
  if (typeof value === "object" && value !== null) {
    const isEmpty = Object.keys(value).length === 0;
    return { type: Array.isArray(value) ? "list" : "map", ...(isEmpty && { isEmpty }) };
  }
  const text = String(value).slice(0, LONGEST_TEXT);
  if (typeof value === "number" || typeof value === "boolean")
    return { type: typeof value as "number" | "boolean", text };
  return { type: "text", text };
}
