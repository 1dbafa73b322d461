import { memoizeParts } from "../../../util/memoize.js";
import { field, isMap, items } from "../../../util/plain-values.js";
import { ResourceTable } from "../resource-table.js";
import { lookUp, splitFieldPath } from "../fields/field-path.js";
import { changeFields, type FieldSpec, kindSelectorIn } from "../fields/field-spec.js";
import {
  currentId,
  effectiveNamespace,
  isClusterScoped,
  type Resource,
  type Transformer,
} from "../resource.js";

/** A var: a name, and the field of an object that it stands for. */
export interface Var {
  name: string;
  fieldPath: string;
}

/** The vars of a kustomization, and the transformer that marks the objects they are taken from. */
export function varsOf(list: unknown): { vars: Var[]; mark: Transformer } {
  const vars: Var[] = [];
  const marks: ((table: ResourceTable) => void)[] = [];
  for (const item of items(list)) {
    const name = field(item, "name");
    if (typeof name !== "string" || name === "") continue;
    // Go reads keys whatever their case, and real kustomizations write both.
    const path = field(item, "fieldref", "fieldPath") ?? field(item, "fieldref", "fieldpath");
    vars.push({ name, fieldPath: typeof path === "string" && path !== "" ? path : "metadata.name" });
    marks.push(marker(name, field(item, "objref")));
  }
  if (marks.length === 0) return { vars, mark: (resources) => resources };
  const mark: Transformer = (resources) => {
    const table = ResourceTable.of(resources);
    for (const one of marks) one(table);
    return table.resources;
  };
  return { vars, mark };
}

/** api/internal/accumulator/resaccumulator.go, MergeVars. */
function marker(name: string, reference: unknown): (table: ResourceTable) => void {
  const kinds = kindSelectorIn(reference);
  const apiVersion = field(reference, "apiVersion");
  if (typeof apiVersion === "string") {
    const parts = apiVersion.split("/");
    kinds.version = parts.at(-1);
    if (parts.length === 2) kinds.group = parts[0];
  }
  const wanted = {
    apiVersion: kinds.group ? `${kinds.group}/${kinds.version ?? ""}` : (kinds.version ?? ""),
    kind: kinds.kind ?? "",
    metadata: { namespace: textOf(field(reference, "namespace")) },
  };
  const anyNamespace = !wanted.metadata.namespace && !isClusterScoped(wanted);
  const wantedName = field(reference, "name");
  if (typeof wantedName !== "string") return () => undefined;
  const namespace = anyNamespace ? undefined : effectiveNamespace(wanted);
  return (table) => {
    const found = [
      ...table.positions([wantedName], namespace === undefined ? undefined : [namespace]),
    ].filter((position) => {
      const one = table.at(position);
      if (one?.object.apiVersion !== wanted.apiVersion) return false;
      return [...one.previous, currentId(one)].some(
        (id) =>
          id.kind === wanted.kind &&
          id.name === wantedName &&
          (namespace === undefined || id.namespace === namespace),
      );
    });
    const [position = -1] = found;
    const one = table.at(position);
    if (one && found.length === 1) table.set(position, { ...one, vars: [...one.vars, name] });
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * Replaces `$(NAME)` with the values of vars, in the fields where kustomize looks for them. A var whose
 * object is not read stays, and so is an unknown value: api/filters/refvar/refvar.go.
 */
export function resolveVars(vars: readonly Var[], fieldSpecs: readonly FieldSpec[]): Transformer {
  if (vars.length === 0) return (resources) => resources;
  return (resources) => {
    const sources = new Map<string, Resource>();
    for (const resource of resources) {
      for (const name of resource.vars) if (!sources.has(name)) sources.set(name, resource);
    }
    const values = new Map<string, string>();
    for (const { name, fieldPath } of vars) {
      const value = lookUp(sources.get(name)?.object, splitFieldPath(fieldPath));
      if (typeof value === "string") values.set(name, value);
    }
    const specs = fieldSpecs.map((spec) => ({ ...spec, create: false }));
    const expanded = memoizeParts((text: string) => expand(text, values));
    return resources.map((resource) => changeFields(resource, specs, (value) => expandAll(value, expanded)));
  };
}

/** Expands a text, or the texts of a list or map; returns the very same value if there is nothing to expand. */
function expandAll(value: unknown, expand: (text: string) => string): unknown {
  if (typeof value === "string") return expand(value);
  const holds = (item: unknown) => typeof item === "string" && item.includes("$");
  const expanded = (item: unknown) => (typeof item === "string" ? expand(item) : item);
  if (Array.isArray(value)) return value.some(holds) ? value.map(expanded) : (value as unknown);
  if (!isMap(value) || !Object.values(value).some(holds)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expanded(item)]));
}

/** Texts that would grow longer are left as they are: what a var stands for can be long, and written often. */
const MAX_LENGTH = 20_000;

/** `$$` is a dollar, `$(NAME)` a var; everything else stays: api/filters/refvar/expand.go. */
function expand(text: string, values: ReadonlyMap<string, string>): string {
  if (!text.includes("$")) return text;
  let length = 0;
  const expanded = text.replace(/\$(?:\$|\(([^)]{0,200})\))/g, (whole, name?: string) => {
    const value = name === undefined ? "$" : (values.get(name) ?? whole);
    length += value.length;
    return length > MAX_LENGTH ? whole : value;
  });
  return length > MAX_LENGTH ? text : expanded;
}
