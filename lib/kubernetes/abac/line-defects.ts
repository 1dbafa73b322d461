import { meantKind } from "../../util/nearest.js";
import { isPlain } from "../objects.js";
import { hasPaths, hasStarInside } from "./authorizes.js";
import { ABAC_VERSION, POLICY_FORMS, type PolicyForm } from "./policy.js";
import type { JudgedLine } from "./policy-file.js";
import type { ReadPolicy, Refusal, WrittenProperty } from "./read-policy.js";

type Path = readonly string[];

/** What is wrong with a line: the API server does not start with it, or a part of it has no effect. */
export interface LineDefect {
  id:
    | Exclude<Refusal["id"], "notJson">
    | "notJson"
    | "endsEarly"
    | "severalValues"
    | "unversioned"
    | "unknownProperty"
    | "wrongCase"
    | "misplaced"
    | "repeated"
    | "nobody"
    | "nothing"
    | "subresource"
    | "noPattern"
    | "relativePath"
    | "duplicate";
  at: Path;
  /** Whether the key is wrong. */
  isKey?: boolean;
  data: Record<string, string>;
}

/** The defects of a line. Values that something fills in later have none. */
export function lineDefects({ reading, length, sameAs }: JudgedLine): LineDefect[] {
  if ("refusal" in reading) return refusalDefects(reading.refusal, length);
  const { policy } = reading;
  if (namesNothing(policy)) return [unversioned(policy)];
  const passedOver = policy.unknown.map((property) => passedOverDefect(policy, property));
  const found = [
    ...passedOver,
    ...policy.repeated.map((at): LineDefect => ({ id: "repeated", at, data: { name: at.at(-1) ?? "" } })),
    ...wordDefects(policy),
  ];
  // What is missing may be there under a wrong name.
  const missing = passedOver.length === 0 ? missingDefect(policy) : undefined;
  if (missing) found.push(missing);
  if (found.length > 0 || sameAs === undefined) return found;
  return [{ id: "duplicate", at: [], data: { line: String(sameAs + 1) } }];
}

/** Whether a policy of the old form gives everything to everybody because nothing in it says anything else. */
export function namesNothing({ version, written }: ReadPolicy): boolean {
  const { user, group, resource, namespace } = written;
  return version === "v0" && [user, group, resource, namespace].every((value) => value === "");
}

function refusalDefects(refusal: Refusal, length: number): LineDefect[] {
  const { id, at } = refusal;
  switch (id) {
    case "tooLong":
      return [{ id, at, data: { length: String(length) } }];
    case "notJson": {
      const { kind, offset = 0 } = refusal.problem ?? {};
      if (kind === "end") return [{ id: "endsEarly", at, data: {} }];
      const where = kind === undefined ? "" : ` at column ${offset + 1}`;
      return [{ id: kind === "rest" ? "severalValues" : id, at, data: { where } }];
    }
    case "notObject":
      return [{ id, at, data: { found: refusal.found } }];
    case "wrongType": {
      const { wanted, found } = refusal;
      return [{ id, at, data: { name: at.at(-1) ?? "", wanted, found } }];
    }
    default:
      return isPlain(refusal.value) ? [{ id, at, data: { value: refusal.value } }] : [];
  }
}

function unversioned({ isVersioned, unknown, written }: ReadPolicy): LineDefect {
  const [passedOver] = unknown;
  return {
    id: "unversioned",
    at: [],
    data: {
      form: isVersioned ? "is in the old form v0" : "has no apiVersion, so it is in the old form v0",
      beside: passedOver ? `, where '${passedOver.at.at(-1)}' does not count` : "",
      what: written.readonly ? "read everything" : "do everything",
    },
  };
}

const NEWER: PolicyForm = POLICY_FORMS.v1beta1;

function passedOverDefect({ version, isVersioned }: ReadPolicy, property: WrittenProperty): LineDefect {
  const { at } = property;
  const form: PolicyForm = POLICY_FORMS[version];
  const { spec, fields } = form;
  const name = at.at(-1) ?? "";
  const isTop = at.length === 1;
  const known = isTop && spec !== undefined ? [spec, "apiVersion", "kind"] : [...fields.keys()];
  const base = { at, isKey: true };
  const meant = meantKind(name, known);
  if (meant !== undefined && meant.toLowerCase() === name.toLowerCase())
    return { ...base, id: "wrongCase", data: { name, instead: meant } };
  if (isTop && spec !== undefined && fields.has(name)) {
    return { ...base, id: "misplaced", data: { name, spec } };
  }
  const isNewer = version === "v0" && (name === NEWER.spec || NEWER.fields.has(name));
  const has = isVersioned
    ? "the old form v0 does not have it"
    : "a line without an apiVersion does not have it";
  const newer = `: ${has}. Write the policy as '${ABAC_VERSION}'`;
  const hint = isNewer
    ? newer
    : meant === undefined
      ? ". Correct its name, or delete it"
      : `. Write '${meant}' if that is meant`;
  return { ...base, id: "unknownProperty", data: { name, hint } };
}

const PATTERN_FIELDS = ["namespace", "apiGroup", "resource"] as const;

function wordDefects({ written, places }: ReadPolicy): LineDefect[] {
  const found: LineDefect[] = [];
  const { resource, nonResourcePath } = written;
  for (const field of PATTERN_FIELDS) {
    const value = written[field];
    if (isPlain(value) && hasStarInside(value))
      found.push({ id: "noPattern", at: places.get(field) ?? [], data: { value } });
    else if (field === "resource" && isPlain(resource) && resource.includes("/"))
      found.push({ id: "subresource", at: places.get(field) ?? [], data: { value } });
  }
  if (nonResourcePath !== "" && isPlain(nonResourcePath) && !hasPaths(written)) {
    const at = places.get("nonResourcePath") ?? [];
    found.push({ id: "relativePath", at, data: { value: nonResourcePath } });
  }
  return found;
}

function missingDefect({ version, spec }: ReadPolicy): LineDefect | undefined {
  const form: PolicyForm = POLICY_FORMS[version];
  const at = form.spec === undefined ? [] : [form.spec];
  if (spec.user === "" && spec.group === "") return { id: "nobody", at, data: {} };
  return spec.resource === "" && spec.nonResourcePath === "" ? { id: "nothing", at, data: {} } : undefined;
}
