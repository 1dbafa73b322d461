import { field, isMap, items } from "../../../util/plain-values.js";
import { groupOf } from "../../../kubernetes/schema/api-versions.js";
import type { AnyObject } from "../../../kubernetes/objects.js";
import { type Resource, rewritten } from "../resource.js";

/** Which objects are selected; what is missing or empty means any. */
export interface KindSelector {
  group?: string;
  version?: string;
  kind?: string;
}

/** A field that a transformer writes in objects of some kind: api/types/fieldspec.go. */
export interface FieldSpec extends KindSelector {
  /** Keys of maps; the lists on the way are walked without being named. */
  path: readonly string[];
  /** Whether the field is created if it is missing. */
  create: boolean;
  /** Whether a stranger wrote it, so that it may lead anywhere. */
  custom?: boolean;
}

/** The version of an apiVersion: `v1` of `apps/v1`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf("/") + 1);
}

/** Whether an object is selected by group, version and kind: kyaml/resid/gvk.go, IsSelected. */
export function isSelected(selector: KindSelector, object: AnyObject, kind = object.kind): boolean {
  const { apiVersion = "" } = object;
  return (
    (!selector.kind || selector.kind === kind) &&
    (!selector.group || selector.group === groupOf(apiVersion)) &&
    (!selector.version || selector.version === versionOf(apiVersion))
  );
}

/** The parts of a path as kustomize writes it, `spec/template`; `\/` is not a separator. */
export function splitPath(path: string, separator = "/"): string[] {
  const parts: string[] = [];
  for (const part of path.split(separator)) {
    const last = parts.at(-1);
    if (last?.endsWith("\\")) parts[parts.length - 1] = last.slice(0, -1) + separator + part;
    else parts.push(part);
  }
  return parts.length > 1 && parts[0] === "" ? parts.slice(1) : parts;
}

/** The field specs of a configuration file, without invalid ones. */
export function fieldSpecsIn(value: unknown): FieldSpec[] {
  return items(value).flatMap((item) => {
    const path = field(item, "path");
    if (typeof path !== "string" || path === "") return [];
    const create = field(item, "create") === true;
    return [{ ...kindSelectorIn(item), path: splitPath(path), create, custom: true }];
  });
}

/** The group, version and kind that a configuration file selects by. */
export function kindSelectorIn(value: unknown): KindSelector {
  const text = (key: string) => {
    const found = field(value, key);
    return typeof found === "string" ? found : undefined;
  };
  return { group: text("group"), version: text("version"), kind: text("kind") };
}

const selected = new WeakMap<readonly FieldSpec[], Map<string, readonly FieldSpec[]>>();

/** The field specs that select an object; the same for all objects of its kind. */
export function specsFor(
  specs: readonly FieldSpec[],
  object: AnyObject,
  kind = object.kind,
): readonly FieldSpec[] {
  let byKind = selected.get(specs);
  if (!byKind) selected.set(specs, (byKind = new Map<string, readonly FieldSpec[]>()));
  const key = `${object.apiVersion ?? ""}\n${kind ?? ""}`;
  let found = byKind.get(key);
  if (!found) byKind.set(key, (found = specs.filter((spec) => isSelected(spec, object, kind))));
  return found;
}

/** Replaces a value that is there, or creates one. */
export type Change = (value: unknown) => unknown;

/**
 * A value with one field in it changed. Lists on the way are walked; what does not change stays the very
 * same, so that nothing is copied needlessly: api/filters/fieldspec/fieldspec.go.
 * @param own maps that are nobody else's, which need not be copied; those that are copied are added
 */
export function changeField(
  value: unknown,
  path: readonly string[],
  create: boolean,
  change: Change,
  own?: Set<unknown>,
  at = 0,
): unknown {
  const step = path[at];
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    const changed = value.map((item) => changeField(item, path, create, change, own, at));
    return changed.some((item, index) => item !== value[index]) ? changed : (value as unknown);
  }
  if (!isMap(value)) return value;
  const key = step.endsWith("[]") ? step.slice(0, -2) : step;
  const old = field(value, key) ?? undefined;
  if (old === undefined && (!create || key !== step)) return value;
  const made = old ?? (at < path.length - 1 ? {} : undefined);
  const next = changeField(made, path, create, change, own, at + 1);
  return next === old ? value : withEntry(value, key, next, own);
}

/** A map with one entry changed: a copy, unless the map is one's own. */
export function withEntry(
  map: Record<string, unknown>,
  key: string,
  value: unknown,
  own: Set<unknown> | undefined,
): Record<string, unknown> {
  if (!own?.has(map) || key === "__proto__") {
    const copy = { ...map, [key]: value };
    own?.add(copy);
    return copy;
  }
  map[key] = value;
  return map;
}

/** So few are changed in copies. */
const FEW = 4;

/**
 * A resource with the fields changed that the field specs name.
 * @param specs those that select it
 */
export function changeSelected(resource: Resource, specs: readonly FieldSpec[], change: Change): Resource {
  let object: unknown = resource.object;
  let custom = false;
  const own = specs.length > FEW ? new Set<unknown>() : undefined;
  for (const spec of specs) {
    let wrote = false;
    const noted: Change = (old) => {
      const next = change(old);
      wrote ||= next !== old;
      return next;
    };
    object = changeField(object, spec.path, spec.create, noted, own);
    custom ||= wrote && spec.custom === true;
  }
  if (object === resource.object) return resource;
  // Our own specs keep to the shape of what is read; a stranger's can write anything anywhere.
  return custom ? (rewritten(resource, object) ?? resource) : { ...resource, object: object as AnyObject };
}

/** A resource with the fields changed that those of the field specs name which select it. */
export function changeFields(resource: Resource, specs: readonly FieldSpec[], change: Change): Resource {
  return changeSelected(resource, specsFor(specs, resource.object), change);
}
