import { fieldNamed, KUSTOMIZATION_FIELDS, type Shape } from "../../repository/kustomization-fields.js";
import { isMap } from "../../util/plain-values.js";
import { nearest } from "../../util/nearest.js";
import type { Path } from "../../manifests/locate.js";
import type { Defect } from "./defect.js";

/** What to write instead of fields that kustomize once had. */
const REMOVED: Readonly<Record<string, string>> = {
  inventory: "Delete it.",
  commands: "Generate the values before the build, and name them in 'files', 'envs' or 'literals'.",
  timeoutSeconds: "Delete it.",
};

/**
 * The fields that kustomize does not know, and those whose value is of another type than it reads: it decodes
 * strictly, but ignores the case of keys: api/types/kustomization.go, Unmarshal.
 */
export function fieldDefects(value: Readonly<Record<string, unknown>>): Defect[] {
  const defects: Defect[] = [];
  check(value, { fields: KUSTOMIZATION_FIELDS }, [], defects);
  return defects;
}

function check(value: unknown, shape: Shape, at: Path, defects: Defect[]): void {
  if (value === null || value === undefined || shape === "any") return;
  if (typeof shape === "string") {
    if (!isOf(value, shape)) defects.push(wrongType(value, shape, at));
  } else if ("list" in shape) {
    if (!Array.isArray(value)) defects.push(wrongType(value, shape, at));
    else value.forEach((item: unknown, index) => check(item, shape.list, [...at, index], defects));
  } else if (!isMap(value)) {
    defects.push(wrongType(value, shape, at));
  } else if ("map" in shape) {
    for (const [key, item] of Object.entries(value)) check(item, shape.map, [...at, key], defects);
  } else {
    checkFields(value, shape.fields, at, defects);
  }
}

function checkFields(
  value: Readonly<Record<string, unknown>>,
  fields: Record<string, Shape>,
  at: Path,
  defects: Defect[],
): void {
  for (const [key, item] of Object.entries(value)) {
    const name = fieldNamed(key, fields);
    const shape = name === undefined ? undefined : fields[name];
    if (shape !== undefined) check(item, shape, [...at, key], defects);
    else
      defects.push({
        at: [...at, key],
        id: "unknownField",
        data: { field: key, hint: hintFor(key, fields) },
      });
  }
}

function hintFor(key: string, fields: Record<string, Shape>): string {
  const similar = nearest(key, Object.keys(fields));
  if (similar !== undefined) return ` Did you mean '${similar}'?`;
  const removed = Object.hasOwn(REMOVED, key) ? REMOVED[key] : undefined;
  if (removed !== undefined) return ` ${removed}`;
  return fields === KUSTOMIZATION_FIELDS
    ? " Delete it."
    : ` Known fields: ${Object.keys(fields).join(", ")}.`;
}

function isOf(value: unknown, shape: "text" | "integer" | "boolean"): boolean {
  if (shape === "integer") return Number.isInteger(value);
  return typeof value === (shape === "text" ? "string" : "boolean");
}

function wrongType(value: unknown, shape: Exclude<Shape, "any">, at: Path): Defect {
  const field = at.findLast((step) => typeof step === "string") ?? "";
  const item = typeof at.at(-1) === "number" ? "An item of " : "";
  const data = {
    field: `${item}'${field}'`,
    wanted: nameOf(shape),
    found: nameOfValue(value),
    hint: typeHint(value, shape, at),
  };
  return { at, id: "wrongType", data };
}

function typeHint(value: unknown, shape: Exclude<Shape, "any">, at: Path): string {
  const isScalar = typeof value === "number" || typeof value === "boolean";
  if (shape === "text") return isScalar ? " Put it in quotes." : "";
  // Until version 2 the patches of kustomize were a list of files.
  if (at[0] === "patches" && at.length === 2 && typeof value === "string") {
    return ` Write 'path: ${value}'.`;
  }
  return typeof value === "string" && (shape === "boolean" || shape === "integer")
    ? " Leave out the quotes."
    : "";
}

function nameOf(shape: Exclude<Shape, "any">): string {
  if (shape === "integer") return "a whole number";
  if (shape === "text") return "a string";
  if (shape === "boolean") return "true or false";
  return "list" in shape ? "a list" : "a map";
}

function nameOfValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a string";
  return isMap(value) ? "a map" : typeof value === "number" ? "a number" : "true or false";
}
