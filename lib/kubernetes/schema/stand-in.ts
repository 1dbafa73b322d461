import { isMap } from "../../util/plain-values.js";
import { isPlain } from "../objects.js";
import type { FieldType } from "./definition.js";

/** An expression of Chainsaw or Kyverno in the place of a field: `(length(items) > 0)`, `~.(items)`. */
const ASSERTION = /^[~^=+<X]?\.?\(/;

/** Whether a field says what a test expects of an object. */
export function isAssertion(field: string): boolean {
  return ASSERTION.test(field);
}

/** What scripts replace, such as `HELMSUBST_RULES`: nobody writes that for a list or a number. */
const STAND_IN = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
/** What stands for a number until a script replaces it, such as `PORT` or `#{port}`. */
const NUMBER_STAND_IN = /^[A-Z]{2,}\d*$|[^\s\w.,:/+-]/;

/** Whether a text stands for what a script puts in its place. */
export function isStandIn(text: string): boolean {
  return STAND_IN.test(text);
}

/** Whether something else fills a value in later, so that its type is not known yet. */
export function isTemplate(value: unknown, wanted: FieldType["is"]): boolean {
  if (isMap(value)) return isTemplateMap(value, wanted);
  if (typeof value !== "string") return false;
  if (!isPlain(value) || isStandIn(value)) return true;
  return (wanted === "integer" || wanted === "quantity") && NUMBER_STAND_IN.test(value);
}

/** A map in the place of something else, which `{NAME}`, `{{ name }}` and `NAME: ""` are to YAML. */
function isTemplateMap(map: Record<string, unknown>, wanted: FieldType["is"]): boolean {
  const keys = Object.keys(map);
  const isBraces =
    wanted !== "definition" && wanted !== "map" && keys.length === 1 && map[keys[0] ?? ""] === null;
  return isBraces || keys.some((key) => !isPlain(key) || isStandIn(key));
}
