import { field, isMap, items } from "../../../util/plain-values.js";
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
  const marks: Transformer[] = [];
  for (const item of items(list)) {
    const name = field(item, "name");
    if (typeof name !== "string" || name === "") continue;
    // Go reads keys whatever their case, and real kustomizations write both.
    const path = field(item, "fieldref", "fieldPath") ?? field(item, "fieldref", "fieldpath");
    vars.push({ name, fieldPath: typeof path === "string" && path !== "" ? path : "metadata.name" });
    marks.push(marker(name, field(item, "objref")));
  }
  return { vars, mark: (resources) => marks.reduce((result, mark) => mark(result), resources) };
}

/** api/internal/accumulator/resaccumulator.go, MergeVars. */
function marker(name: string, reference: unknown): Transformer {
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
  return (resources) => {
    const found = resources.filter(({ object, previous }, index) => {
      if (object.apiVersion !== wanted.apiVersion) return false;
      return [...previous, currentId(resources[index] as Resource)].some(
        (id) =>
          id.kind === wanted.kind &&
          id.name === field(reference, "name") &&
          (anyNamespace || id.namespace === effectiveNamespace(wanted)),
      );
    });
    if (found.length !== 1) return resources;
    return resources.map((one) => (one === found[0] ? { ...one, vars: [...one.vars, name] } : one));
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
    const values = new Map<string, string>();
    const marked = resources.filter((resource) => resource.vars.length > 0);
    for (const { name, fieldPath } of vars) {
      const source = marked.find((resource) => resource.vars.includes(name));
      const value = lookUp(source?.object, splitFieldPath(fieldPath));
      if (typeof value === "string") values.set(name, value);
    }
    const specs = fieldSpecs.map((spec) => ({ ...spec, create: false }));
    return resources.map((resource) => changeFields(resource, specs, (value) => expandAll(value, values)));
  };
}

/** Expands a text, or the texts of a list or map; returns the very same value if there is nothing to expand. */
function expandAll(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return expand(value, values);
  const holds = (item: unknown) => typeof item === "string" && item.includes("$");
  const expanded = (item: unknown) => (typeof item === "string" ? expand(item, values) : item);
  if (Array.isArray(value)) return value.some(holds) ? value.map(expanded) : (value as unknown);
  if (!isMap(value) || !Object.values(value).some(holds)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expanded(item)]));
}

/** `$$` is a dollar, `$(NAME)` a var; everything else stays: api/filters/refvar/expand.go. */
function expand(text: string, values: ReadonlyMap<string, string>): string {
  if (!text.includes("$")) return text;
  return text.replace(/\$(?:\$|\(([^)]{0,200})\))/g, (whole, name?: string) => {
    return name === undefined ? "$" : (values.get(name) ?? whole);
  });
}
