import { field, isMap } from "../../util/plain-values.js";
import { ADMIN_POLICY_DEFINITIONS, ADMIN_POLICY_VERSIONS } from "../data/admin-policy-definitions.js";
import { DEFINITIONS } from "../data/definitions.js";
import { type AnyObject, isKnown, isPlain } from "../objects.js";
import { fieldType } from "../schema/definition.js";
import type { AdminPolicyDefect, Path } from "./admin-policy-defect.js";
import { ADMIN_POLICY_LIMITS, type Limits } from "./admin-policy-limits.js";
import { beyondLimits, selectorDefects } from "./admin-policy-values.js";

/**
 * The defects of an AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy beyond those of
 * `schemaDefects`. Unknown values, such as variables, are left out, and so is every object of a version of the API that
 * is not known.
 * network-policy-api: config/crd/standard and config/crd/experimental.
 */
export function adminPolicyDefects(object: AnyObject): AdminPolicyDefect[] {
  const { apiVersion = "", kind = "" } = object;
  const version = ADMIN_POLICY_VERSIONS.get(kind);
  if (version === undefined) return [];
  if (apiVersion !== version) {
    const isOther = [...ADMIN_POLICY_VERSIONS.values()].includes(apiVersion);
    return isOther ? [{ id: "apiVersion", at: ["apiVersion"], value: apiVersion, instead: version }] : [];
  }
  return [...nameDefects(object), ...inMap(object, kind, [])];
}

/** The rule of the CustomResourceDefinition: `self.metadata.name == 'default'`. */
function nameDefects({ kind, metadata: { name } = {} }: AnyObject): AdminPolicyDefect[] {
  const isWrong = kind === "BaselineAdminNetworkPolicy" && isKnown(name) && name !== "default";
  return isWrong ? [{ id: "baselineName", at: ["metadata", "name"], value: name }] : [];
}

function inMap(map: Record<string, unknown>, name: string, at: Path): AdminPolicyDefect[] {
  const definition = ADMIN_POLICY_DEFINITIONS[name] ?? DEFINITIONS[name] ?? {};
  const limits = ADMIN_POLICY_LIMITS[name];
  const isSelector = name === "LabelSelector" || name === "AdminPolicyNamespaces";
  return [
    ...(limits
      ? [...fieldDefects(map, Object.keys(definition), limits, at), ...beyondLimits(map, name, at)]
      : []),
    ...(limits ? boundDefects(map, limits, at) : []),
    ...(isSelector ? selectorDefects(map, name, at) : []),
    ...Object.entries(definition).flatMap(([key, type]) =>
      key === "metadata" ? [] : inValue(field(map, key), type, [...at, key]),
    ),
  ];
}

function inValue(value: unknown, written: string, at: Path): AdminPolicyDefect[] {
  const type = fieldType(written);
  if (type.is === "definition") return isMap(value) ? inMap(value, type.name, at) : [];
  if (type.is !== "list" || !Array.isArray(value)) return [];
  return value.flatMap((item, index) => inValue(item, type.of, [...at, index]));
}

/** The fields that are missing, and too few or too many of which only one can be. */
function fieldDefects(
  map: Record<string, unknown>,
  fields: readonly string[],
  { called, required = [], has }: Limits,
  at: Path,
): AdminPolicyDefect[] {
  // A template may bring more fields, and `$patch` is for kustomize.
  if (Object.keys(map).some((key) => !isPlain(key) || key.startsWith("$"))) return [];
  const isThere = (key: string): boolean => (field(map, key) ?? null) !== null;
  const missing = required
    // It once stood in the other one.
    .filter((key) => !isThere(key) && !(key === "namespaceSelector" && isThere("namespaces")))
    .map((key): AdminPolicyDefect => ({ id: "missing", at: [...at, key], value: key, called }));
  const written = fields.filter(isThere);
  if (has !== undefined && written.length === 0)
    missing.push({ id: "empty", at, value: "", called, allowed: fields });
  if (has !== "one" || written.length < 2) return missing;
  // What is filled in may be null.
  if (written.some((key) => typeof map[key] === "string" && !isPlain(map[key]))) return missing;
  const [, second = ""] = written;
  return [...missing, { id: "several", at: [...at, second], value: second, called, allowed: written }];
}

function boundDefects(
  map: Record<string, unknown>,
  { called, bounds = {}, values = {} }: Limits,
  at: Path,
): AdminPolicyDefect[] {
  const found: AdminPolicyDefect[] = [];
  for (const [key, [min, max, since]] of Object.entries(bounds)) {
    const value = field(map, key);
    const defect = { at: [...at, key], called, bounds: [min, max] as const };
    if (Number.isInteger(value) && ((value as number) < min || (value as number) > max))
      found.push({ ...defect, id: "outOfRange", value: String(value) });
    if (!Array.isArray(value)) continue;
    if (value.length < min) found.push({ ...defect, id: "noItems", value: key, ...(since && { since }) });
    if (value.length > max) found.push({ ...defect, id: "manyItems", value: String(value.length) });
  }
  for (const [key, allowed] of Object.entries(values)) {
    const value = field(map, key);
    if (typeof value === "string" && isPlain(value) && !allowed.includes(value))
      found.push({ id: "unknownValue", at: [...at, key], value, called, allowed });
  }
  return found;
}
