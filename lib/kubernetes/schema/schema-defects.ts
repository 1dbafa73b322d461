import { isMap } from "../../util/plain-values.js";
import { meantKind } from "../../util/nearest.js";
import { ADMIN_POLICY_DEFINITIONS, ADMIN_POLICY_VERSIONS } from "../data/admin-policy-definitions.js";
import { DEFINITIONS as OWN_DEFINITIONS } from "../data/definitions.js";
import { PARTIAL_DEFINITIONS } from "../data/partial-definitions.js";
import { isPlain, type KindName } from "../objects.js";
import { type ApiVersionDefect, apiVersionDefect } from "./api-versions.js";
import { type Definition, type Definitions, type FieldType, fieldType } from "./definition.js";

/** The definitions that have all fields. */
const DEFINITIONS: Definitions = { ...OWN_DEFINITIONS, ...ADMIN_POLICY_DEFINITIONS };

type Path = readonly (string | number)[];

/** A value of a type that its field cannot have. */
export interface TypeDefect {
  id: "wrongType";
  at: Path;
  wanted: FieldType["is"];
  found: Found;
  /** Whether kustomize makes a text of it, so that it is wrong only where it is applied without. */
  unlessKustomized?: true;
}

/** What a value is instead of what it must be. */
export interface Found {
  type: "text" | "number" | "boolean" | "list" | "map";
  /** A scalar as a text; left out for lists and maps. */
  text?: string;
  isEmpty?: true;
}

/** A field that does not exist. */
export interface FieldDefect {
  id: "unknownField";
  at: Path;
  /** The definition that lacks it. */
  of: string;
  /** The field that was probably meant. */
  meant?: string;
  /** The fields of the same map under which it can stand; left out if there are none. */
  under?: readonly string[];
  /** Whether the value is a text, as that of a label is. */
  isText: boolean;
}

/** Why the API server cannot decode an object, or does so only without one of its fields. */
export type SchemaDefect = TypeDefect | FieldDefect | ApiVersionDefect;

/**
 * What keeps the API server from decoding an object as it is written. Left out is what a template may still fill in,
 * and, for kinds of which only some fields are known, fields that may exist.
 * apimachinery: pkg/runtime/serializer/json/json.go, Decode, with strict decoding for unknown fields.
 * @param isUnquoted whether a text is written without quotes, so that `yes` is a boolean to kubectl
 */
export function schemaDefects(
  kind: KindName,
  value: unknown,
  isUnquoted: (at: Path) => boolean = () => false,
): SchemaDefect[] {
  if (!isMap(value)) return [];
  const { apiVersion, kind: written } = value;
  if (typeof apiVersion !== "string" || typeof written !== "string") return [];
  const version = apiVersionDefect(kind, apiVersion, written);
  if (version) return [version];
  // OpenShift's copy of the RBAC API has other fields, and so may other versions of what is still alpha.
  const isWhole =
    !apiVersion.startsWith("authorization.openshift.io/") &&
    (ADMIN_POLICY_VERSIONS.get(kind) ?? apiVersion) === apiVersion;
  const isDefined = Object.hasOwn(DEFINITIONS, kind) || Object.hasOwn(PARTIAL_DEFINITIONS, kind);
  if (!isWhole || !isDefined) return [];
  const found = inMap(value, kind, []).slice(0, MAX_DEFECTS);
  return found.filter((defect) => !("unlessKustomized" in defect) || isUnquoted(defect.at));
}

/** More defects of one object are not noted: they are kept, and followed through every patch. */
const MAX_DEFECTS = 100;

/** What is a boolean in YAML 1.1, which kubectl reads. */
const OLD_BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;

function inMap(map: Record<string, unknown>, name: string, at: Path): SchemaDefect[] {
  const whole = DEFINITIONS[name];
  const fields = whole ?? PARTIAL_DEFINITIONS[name] ?? {};
  return Object.entries(map).flatMap(([field, value]): SchemaDefect[] => {
    const path = [...at, field];
    if (Object.hasOwn(fields, field)) return inValue(value, fields[field] as string, path);
    // In a patch, `$patch` and the like speak to kustomize.
    if (!isPlain(field) || field.startsWith("$")) return [];
    const names = Object.keys(fields);
    const meant = whole ? meantField(field, names) : sameButCase(field, names);
    if (!whole && meant === undefined) return [];
    const under = fieldsWith(field, fields);
    return [
      {
        ...{ id: "unknownField", at: path, of: name, isText: typeof value === "string" },
        ...(meant !== undefined && !Object.hasOwn(map, meant) && { meant }),
        ...(under.length > 0 && { under }),
      },
    ];
  });
}

/** The fields whose own definition has a field of that name; `metadata` alone if it does. */
function fieldsWith(field: string, fields: Definition): string[] {
  const found = Object.entries(fields).flatMap(([name, type]) => {
    const definition = DEFINITIONS[type.replace("[]", "")];
    return definition && Object.hasOwn(definition, field) ? [name] : [];
  });
  return found.includes("metadata") ? ["metadata"] : found;
}

function inValue(value: unknown, written: string, at: Path): SchemaDefect[] {
  if (value === null || value === undefined || isTemplate(value)) return [];
  const type = fieldType(written);
  switch (type.is) {
    case "list":
      if (!Array.isArray(value)) break;
      return value.flatMap((item, index) => inValue(item, type.of, [...at, index]));
    case "map":
      if (!isMap(value)) break;
      return Object.entries(value).flatMap(([key, item]) => inValue(item, type.of, [...at, key]));
    case "definition":
      return isMap(value) ? inMap(value, type.name, at) : [wrongType(value, "map", at)];
    default:
      if (type.is.endsWith("text") && typeof value === "string" && OLD_BOOLEAN.test(value)) {
        const found = { type: "boolean", text: value } as const;
        return [{ id: "wrongType", at, wanted: type.is, found, unlessKustomized: true }];
      }
      if (isOfType(value, type.is)) return [];
  }
  return [wrongType(value, type.is, at)];
}

function isOfType(value: unknown, type: FieldType["is"]): boolean {
  switch (type) {
    case "text":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isInteger(value);
    case "number or text":
      return typeof value === "string" || Number.isInteger(value);
    default:
      return type === "any";
  }
}

function wrongType(value: unknown, wanted: FieldType["is"], at: Path): TypeDefect {
  return { id: "wrongType", at, wanted, found: foundIn(value) };
}

const LONGEST_TEXT = 100;

function foundIn(value: unknown): Found {
  if (typeof value === "object" && value !== null) {
    const isEmpty = Object.keys(value).length === 0;
    return { type: Array.isArray(value) ? "list" : "map", ...(isEmpty && { isEmpty }) };
  }
  const text = String(value).slice(0, LONGEST_TEXT);
  if (typeof value === "number" || typeof value === "boolean")
    return { type: typeof value as "number" | "boolean", text };
  return { type: "text", text };
}

/** What scripts replace, such as `HELMSUBST_RULES`: nobody writes that for a list or a number. */
const STAND_IN = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Whether something else fills a value in later, so that its type is not known yet. */
function isTemplate(value: unknown): boolean {
  return typeof value === "string" && (!isPlain(value) || STAND_IN.test(value));
}

function sameButCase(field: string, fields: readonly string[]): string | undefined {
  const lower = field.toLowerCase();
  return fields.find((one) => one.toLowerCase() === lower);
}

/** The field that was meant: the same in another case, with a typo, or with more or less around it. */
function meantField(field: string, fields: readonly string[]): string | undefined {
  const near = meantKind(field, fields);
  if (near !== undefined) return near;
  const lower = field.toLowerCase();
  const similar = fields.filter((one) => {
    const other = one.toLowerCase();
    return Math.min(lower.length, other.length) > 3 && (lower.endsWith(other) || other.endsWith(lower));
  });
  return similar.length === 1 ? similar[0] : undefined;
}
