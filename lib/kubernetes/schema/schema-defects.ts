import { isMap } from "../../util/plain-values.js";
import { ADMIN_POLICY_VERSIONS } from "../data/admin-policy-definitions.js";
import { PARTIAL_DEFINITIONS } from "../data/partial-definitions.js";
import { isPlain, type KindName } from "../objects.js";
import { type ApiVersionDefect, apiVersionDefect } from "./api-versions.js";
import { type FieldType, fieldType } from "./definition.js";
import { type MeantField, meantField, REMOVED_FIELDS, sameButCase } from "./meant-field.js";
import { isAssertion, isStandIn, isTemplate } from "./stand-in.js";
import { foundIn, isOfType, type TypeDefect, type Wanted, wrongType } from "./type-defect.js";
import { versionChange } from "./version-changes.js";
import { WHOLE_DEFINITIONS } from "./whole-definitions.js";

type Path = readonly (string | number)[];

/** A field that does not exist. */
export interface FieldDefect extends MeantField {
  id: "unknownField";
  at: Path;
  /** The definition that lacks it. */
  of: string;
  /** Whether the value is a text, as that of a label is. */
  isText: boolean;
  /** Whether the value is null, so that a patch with it takes nothing in. */
  isNull?: true;
  /** The minor version of Kubernetes that removed it, if one did. */
  removedIn?: number;
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
  if (version) {
    const change = version.id === "removedVersion" ? versionChange(kind, value) : undefined;
    return [{ ...version, ...(change && { change }) }];
  }
  // OpenShift's copy of the RBAC API has other fields, and so may other versions of what is still alpha.
  const isWhole =
    isPlain(apiVersion) &&
    !apiVersion.startsWith("authorization.openshift.io/") &&
    (ADMIN_POLICY_VERSIONS.get(kind) ?? apiVersion) === apiVersion;
  const isDefined = Object.hasOwn(WHOLE_DEFINITIONS, kind) || Object.hasOwn(PARTIAL_DEFINITIONS, kind);
  if (!isWhole || !isDefined || isEncrypted(value)) return [];
  const search = new Search(isUnquoted);
  search.inMap(value, kind);
  return search.isAssertion ? [] : search.found;
}

/** Whether SOPS has encrypted values of an object: it makes texts of them, and takes its own field out again. */
function isEncrypted(value: Record<string, unknown>): boolean {
  return Object.hasOwn(value, "sops") && isMap(value.sops);
}

/** More defects of one object are not noted: they are kept, and followed through every patch. */
const MAX_DEFECTS = 100;

/** What is a boolean in YAML 1.1, which kubectl reads. */
const OLD_BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;

/** A walk through one object. */
class Search {
  readonly found: SchemaDefect[] = [];
  /** Whether the object is no object, but says what a test expects of one. */
  isAssertion = false;
  readonly #isUnquoted: (at: Path) => boolean;
  /** The way to the present value, and the definitions of the maps on it. */
  readonly #at: (string | number)[] = [];
  readonly #definitions: { name: string; depth: number }[] = [];

  constructor(isUnquoted: (at: Path) => boolean) {
    this.#isUnquoted = isUnquoted;
  }

  inMap(map: Record<string, unknown>, name: string): void {
    const whole = WHOLE_DEFINITIONS[name];
    const fields = whole ?? PARTIAL_DEFINITIONS[name] ?? {};
    this.#definitions.push({ name, depth: this.#at.length });
    for (const field of Object.keys(map)) {
      this.#at.push(field);
      if (Object.hasOwn(fields, field)) this.#inValue(map[field], fields[field] as string);
      else this.#unknownField(map, field, name);
      this.#at.pop();
    }
    this.#definitions.pop();
  }

  #unknownField(map: Record<string, unknown>, field: string, of: string): void {
    this.isAssertion ||= isAssertion(field);
    // Looking for what was meant takes time.
    if (this.found.length >= MAX_DEFECTS) return;
    // In a patch, `$patch` and the like speak to kustomize.
    if (!isPlain(field) || field.startsWith("$") || isStandIn(field)) return;
    const whole = Object.hasOwn(WHOLE_DEFINITIONS, of);
    if (!whole && sameButCase(field, Object.keys(PARTIAL_DEFINITIONS[of] ?? {})) === undefined) return;
    const removedIn = REMOVED_FIELDS[`${of}.${field}`];
    this.#add({
      ...{ id: "unknownField", at: [...this.#at], of, isText: typeof map[field] === "string" },
      ...(map[field] === null && { isNull: true as const }),
      ...(removedIn === undefined ? meantField(map, field, this.#definitions, this.#at) : { removedIn }),
    });
  }

  #inValue(value: unknown, written: string): void {
    if (value === null || value === undefined) return;
    const type = fieldType(written);
    switch (type.is) {
      case "list":
        if (Array.isArray(value)) return this.#inEach(value.entries(), type.of);
        break;
      case "map":
        if (isMap(value)) return this.#inEach(Object.entries(value), type.of);
        break;
      case "definition":
        if (isMap(value)) return this.inMap(value, type.name);
        break;
      default:
        if (isOfType(value, type.is)) return this.#oldBoolean(value, type.is);
    }
    if (isMap(value)) this.isAssertion ||= Object.keys(value).some(isAssertion);
    if (isTemplate(value, type.is)) return;
    this.#wrongType(value, type.is === "definition" ? "map" : type.is, written.includes("secret"));
  }

  #inEach(entries: Iterable<[string | number, unknown]>, type: string): void {
    for (const [step, item] of entries) {
      this.#at.push(step);
      this.#inValue(item, type);
      this.#at.pop();
    }
  }

  #wrongType(value: unknown, wanted: Wanted, isSecret: boolean): void {
    const defect = wrongType([...this.#at], wanted, foundIn(value), isSecret);
    if (wanted === "boolean" && isOldBoolean(value) && this.#isUnquoted(defect.at)) {
      this.#add({ ...defect, only: "kustomized" });
    } else {
      this.#add({ ...defect, ...(this.#isAnnotation(value) && { only: "plain" }) });
    }
  }

  /** kustomize adds annotations of its own for a while, and makes texts of all: kyaml/yaml/rnode.go, SetAnnotations. */
  #isAnnotation(value: unknown): boolean {
    const [first, second] = this.#at;
    return (
      typeof value !== "object" && first === "metadata" && second === "annotations" && this.#at.length === 3
    );
  }

  /** A text that kubectl takes for a boolean, and kustomize for a text. */
  #oldBoolean(value: unknown, wanted: FieldType["is"]): void {
    if (wanted !== "text" && wanted !== "number or text" && wanted !== "secret") return;
    if (!isOldBoolean(value) || !this.#isUnquoted(this.#at)) return;
    this.#add({ ...wrongType([...this.#at], wanted, { type: "boolean", text: value }), only: "plain" });
  }

  #add(defect: SchemaDefect): void {
    if (this.found.length < MAX_DEFECTS) this.found.push(defect);
  }
}

function isOldBoolean(value: unknown): value is string {
  return typeof value === "string" && OLD_BOOLEAN.test(value);
}
