/**
 * The fields of a map by name, and the type of each: `text`, `boolean`, `integer`, `number or text`, `any`, or another
 * definition; with `[]` behind it a list of such, and in braces a map with such values.
 */
export type Definition = Readonly<Record<string, string>>;

export type Definitions = Readonly<Record<string, Definition>>;

/** A type of `Definition`, taken apart. */
export type FieldType =
  | { is: "text" | "boolean" | "integer" | "number or text" | "any" }
  | { is: "list"; of: string }
  | { is: "map"; of: string }
  | { is: "definition"; name: string };

const SIMPLE: ReadonlySet<string> = new Set(["text", "boolean", "integer", "number or text", "any"]);
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
  return SIMPLE.has(written) ? ({ is: written } as FieldType) : { is: "definition", name: written };
}
