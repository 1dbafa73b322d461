import { ABAC_GROUP, converted, NO_POLICY, POLICY_FORMS } from "./policy.js";
import type { PolicyField, PolicyForm, PolicySpec, PolicyVersion } from "./policy.js";
import { isJsonProblem, type JsonNode, type JsonObject, type JsonProblem, readJson } from "./json.js";

type Path = readonly string[];

/** A line of a policy file that is neither blank nor a comment. */
export interface PolicyLine {
  /** The text, or as much of it as there is room for. */
  line: string;
  /** The length of the whole text in bytes. */
  length: number;
}

/** A property as it is written. */
export interface WrittenProperty {
  at: Path;
  /** Whether its value is a map. */
  isMap: boolean;
}

/** A line as the API server reads it. */
export interface ReadPolicy {
  version: PolicyVersion;
  /** Whether the line says its version itself. */
  isVersioned: boolean;
  /** What is written, and what it means. */
  written: PolicySpec;
  spec: PolicySpec;
  /** Where each field is written that has a value. */
  places: ReadonlyMap<PolicyField, Path>;
  /** Fields that are written more than once, with different values. */
  repeated: readonly Path[];
  /** Properties that the form does not have, so that they are passed over. */
  unknown: readonly WrittenProperty[];
}

/** Why the API server does not take a line, and with it the whole file. */
export type Refusal =
  | { id: "tooLong"; at: Path }
  | { id: "notJson"; at: Path; problem: JsonProblem | undefined }
  | { id: "notObject"; at: Path; found: string }
  | { id: "wrongType"; at: Path; wanted: string; found: string }
  | { id: "apiVersion"; at: Path; value: string }
  | { id: "kind"; at: Path; value: string }
  | { id: "noKind"; at: Path; value: string };

export type PolicyReading = { policy: ReadPolicy } | { refusal: Refusal };

/** Go: bufio.Scanner fails when this many bytes have no line end, MaxScanTokenSize. */
const MAX_LINE = 64 * 1024;
/** What Go's unicode.IsSpace takes for a space. */
const LEADING_SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/;
/** The two properties are found in any case, as Go folds it. */
const META = { apiVersion: /^apiVersion$/iu, kind: /^kind$/iu };
const WORDS: Record<JsonNode["type"], string> = {
  null: "null",
  boolean: "true or false",
  number: "a number",
  string: "a string",
  list: "a list",
  object: "an object",
};

/**
 * Reads a line of a policy file.
 * @param parseYaml the plain value of a YAML text, or undefined if it is none: a line that does not begin with a brace
 * is YAML, and so much besides JSON is taken
 * Kubernetes: pkg/auth/authorizer/abac/abac.go, NewFromFile, which asks
 * staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json/json.go, Decode, without strictness.
 */
export function readPolicy(
  { line, length }: PolicyLine,
  parseYaml: (text: string) => unknown,
): PolicyReading {
  if (length >= MAX_LINE) return { refusal: { id: "tooLong", at: [] } };
  const json = isJson(line) ? line : jsonOf(parseYaml(line));
  if (json === undefined) return { refusal: { id: "notJson", at: [], problem: undefined } };
  const node = readJson(json);
  if (isJsonProblem(node)) return { refusal: { id: "notJson", at: [], problem: node } };
  const object = node.type === "null" ? NOTHING : node;
  if (object.type !== "object") return { refusal: { id: "notObject", at: [], found: WORDS[object.type] } };
  try {
    return { policy: decode(object) };
  } catch (failure) {
    if (!(failure instanceof RefusalError)) throw failure;
    return { refusal: failure.refusal };
  }
}

/** Whether a line is read as JSON: apimachinery, pkg/util/yaml/decoder.go, IsJSONBuffer. */
export function isJson(line: string): boolean {
  return line.replace(LEADING_SPACE, "").startsWith("{");
}

const NOTHING: JsonObject = { type: "object", entries: [] };

/** A plain value as JSON. Which number it is matters nowhere, and some have no JSON. */
function jsonOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "number" ? 0 : item));
}

class RefusalError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.id);
  }
}

function refuse(refusal: Refusal): never {
  throw new RefusalError(refusal);
}

function decode(object: JsonObject): ReadPolicy {
  const { version, isVersioned } = versionOf(object);
  const form: PolicyForm = POLICY_FORMS[version];
  const decoder = new FieldDecoder(form.fields);
  for (const [key, node] of object.entries) {
    if (form.spec === undefined) decoder.read([key], node);
    else if (key !== form.spec) decoder.pass([key], node);
    // A property that is written twice sets fields twice, and null sets none.
    else if (node.type === "object")
      for (const [name, value] of node.entries) decoder.read([key, name], value);
    else if (node.type !== "null")
      refuse({ id: "wrongType", at: [key], wanted: WORDS.object, found: WORDS[node.type] });
  }
  const { written, places, repeated, unknown } = decoder;
  return { version, isVersioned, written, spec: converted(version, written), places, repeated, unknown };
}

class FieldDecoder {
  readonly #fields: ReadonlyMap<string, PolicyField>;
  readonly written: PolicySpec = { ...NO_POLICY };
  readonly places = new Map<PolicyField, Path>();
  readonly repeated: Path[] = [];
  readonly unknown: WrittenProperty[] = [];

  constructor(fields: ReadonlyMap<string, PolicyField>) {
    this.#fields = fields;
  }

  read(at: Path, node: JsonNode): void {
    const field = this.#fields.get(at.at(-1) ?? "");
    if (field === undefined) return this.pass(at, node);
    if (node.type === "null") return;
    if (field === "readonly") {
      if (node.type !== "boolean") refuse(wrongType(at, WORDS.boolean, node));
      this.#set(field, at, node.value !== this.written[field]);
      this.written[field] = node.value;
    } else {
      if (node.type !== "string") refuse(wrongType(at, WORDS.string, node));
      this.#set(field, at, node.value !== this.written[field]);
      this.written[field] = node.value;
    }
  }

  pass(at: Path, node: JsonNode): void {
    const isMeta = at.length === 1 && Object.values(META).some((name) => name.test(at[0] ?? ""));
    if (!isMeta) this.unknown.push({ at, isMap: node.type === "object" });
  }

  #set(field: PolicyField, at: Path, isOther: boolean): void {
    if (this.places.has(field) && isOther) this.repeated.push(at);
    this.places.set(field, at);
  }
}

function wrongType(at: Path, wanted: string, { type }: JsonNode): Refusal {
  return { id: "wrongType", at, wanted, found: WORDS[type] };
}

/**
 * The form of a line, from its apiVersion and kind: apimachinery, pkg/runtime/serializer/json/meta.go, Interpret. What
 * has no version, no kind, or unknown ones is decoded once more, as v0 where it does not say otherwise.
 */
function versionOf(object: JsonObject): { version: PolicyVersion; isVersioned: boolean } {
  const apiVersion = metaOf(object, "apiVersion");
  const kind = metaOf(object, "kind");
  const parts = apiVersion.value === "/" ? [""] : apiVersion.value.split("/");
  if (parts.length > 2) refuse({ id: "apiVersion", ...apiVersion });
  const [group, version] = parts.length === 2 ? parts : ["", parts[0]];
  const isVersioned = version !== "" || (group !== "" && group !== ABAC_GROUP);
  const meant = isVersioned ? version : "v0";
  if ((isVersioned && group !== ABAC_GROUP) || !isVersion(meant)) refuse({ id: "apiVersion", ...apiVersion });
  if (kind.value === "" && meant !== "v0") refuse({ id: "noKind", ...apiVersion });
  if (kind.value !== "" && kind.value !== "Policy") refuse({ id: "kind", ...kind });
  return { version: meant, isVersioned };
}

function isVersion(version: string | undefined): version is PolicyVersion {
  return version !== undefined && Object.hasOwn(POLICY_FORMS, version);
}

/** The last string under a name, in whatever case it is written. */
function metaOf({ entries }: JsonObject, name: keyof typeof META): { value: string; at: Path } {
  let found: { value: string; at: Path } = { value: "", at: [] };
  for (const [key, node] of entries) {
    if (!META[name].test(key) || node.type === "null") continue;
    if (node.type !== "string") refuse(wrongType([key], WORDS.string, node));
    found = { value: node.value, at: [key] };
  }
  return found;
}
