import { UNKNOWN } from "../../kubernetes/objects.js";
import { Text } from "../../helm/values/text.js";
import type { Value } from "../../helm/values/value.js";
import { YamlError, readYaml } from "../../helm/yaml/read.js";
import { isMap } from "../../util/plain-values.js";

/** What a text of values says; or why it says nothing, as a clause that follows its name. */
export type ReadValues = { values: Record<string, unknown> } | { refused: string } | { unread: string };

/** Reads values as Helm does: pkg/chartutil/values.go, ReadValues. */
export function readValues(text: string): ReadValues {
  try {
    const values = plainOf(readYaml(text)) ?? {};
    return isMap(values) ? { values } : { refused: "is not a map" };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const { message, isOurs } = error;
    return isOurs ? { unread: `is not read: ${message}` } : { refused: `does not parse: ${message}` };
  }
}

/** A value of a template as plain data. */
function plainOf(value: Value): unknown {
  if (value instanceof Text) return value.text;
  if (value.type === "bool" || value.type === "float64" || value.type === "int") return value.value;
  if (value.type === "list") return value.items.map(plainOf);
  if (value.type === "map")
    return Object.fromEntries([...value.entries].map(([key, item]) => [key, plainOf(item)]));
  return value.type === "nil" ? null : UNKNOWN;
}

/** Values in which whatever a pattern matches in a text or key is not known. */
export function withUnknowns(value: unknown, pattern: RegExp): unknown {
  if (typeof value === "string") return value.replace(pattern, UNKNOWN);
  if (Array.isArray(value)) return value.map((item) => withUnknowns(item, pattern));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    return [key.replace(pattern, UNKNOWN), withUnknowns(item, pattern)] as const;
  });
  return Object.fromEntries(entries);
}

/** What Flux fills in, if it fills in anything: `${NAME}`. */
export const FLUX_VARIABLE = /\$\{[^}]*\}/g;
/** What an ApplicationSet fills in. */
export const TEMPLATE = /\{\{[^{}]*\}\}/g;
