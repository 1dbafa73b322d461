/**
 * The fields of a map by name, and the type of each: a simple type, or another definition; with `[]` behind it a list of
 * such, and in braces a map with such values.
 */
export type Definition = Readonly<Record<string, string>>;

export type Definitions = Readonly<Record<string, Definition>>;

/** A secret is a text that no message may quote, whatever stands in its place; a quantity may be a number. */
const SIMPLE = ["text", "secret", "boolean", "integer", "number or text", "quantity", "any"] as const;
type SimpleType = (typeof SIMPLE)[number];

/** A type of `Definition`, taken apart. */
export type FieldType =
  | { is: SimpleType }
  | { is: "list"; of: string }
  | { is: "map"; of: string }
  | { is: "definition"; name: string };

const types = new Map<string, FieldType>();

/** Takes a type apart. There are only those of the definitions, so each is remembered. */
export function fieldType(written: string): FieldType {
  let type = types.get(written);
  if (!type) types.set(written, (type = parse(written)));
  return type;
}

function parse(written: string): FieldType {
  if (written.endsWith("[]")) return { is: "list", of: written.slice(0, -2) };
  if (written.startsWith("{")) return { is: "map", of: written.slice(1, -1) };
  const simple = SIMPLE.find((one) => one === written);
  return simple ? { is: simple } : { is: "definition", name: written };
}
