import { parseValue } from "../../../manifests/parse.js";
import type { Spot } from "../../cursor/incomplete.js";

/** A value as it is written at a place: in the quotes that are there, or in those that it needs. */
export function writtenValue(value: string, { quote, isInFlow }: Pick<Spot, "quote" | "isInFlow">): string {
  if (quote === "'") return value.replaceAll("'", "''");
  const quoted = JSON.stringify(value);
  if (quote === '"') return quoted.slice(1, -1);
  const isPlain = /^[^\s"'#]+$/.test(value) && !(isInFlow && /[,[\]{}]/.test(value));
  return isPlain && parseValue(value) === value ? value : quoted;
}
