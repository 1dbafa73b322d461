import { field, isMap } from "../../../util/plain-values.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { type Change, changeField, changeFields, type FieldSpec } from "../fields/field-spec.js";
import { identity, isClusterScoped, nameOf, remember, type Resource, type Transformer } from "../resource.js";

/** The options of a NamespaceTransformer; a kustomization's `namespace` sets the first two. */
export interface NamespaceOptions {
  namespace: string;
  fieldSpecs: readonly FieldSpec[];
  /** Leaves an existing namespace as it is. */
  unsetOnly?: boolean;
  setRoleBindingSubjects?: "defaultOnly" | "allServiceAccounts" | "none";
}

/**
 * Sets and overrides the namespace of every object that has one, renames Namespace objects, and sets the
 * namespace of subjects named `default`: api/filters/namespace/namespace.go.
 */
export function setNamespace(options: NamespaceOptions): Transformer {
  const { namespace, unsetOnly = false, fieldSpecs } = options;
  if (namespace === "") return (resources) => resources;
  const set: Change = (old) => {
    if (old !== undefined && typeof old !== "string") return old;
    return unsetOnly && old ? old : namespace;
  };
  return (resources) => resources.map((resource) => moved(remember(resource), fieldSpecs, options, set));
}

/** Two objects, as they were, that a transformer has made the same. */
export interface Conflict {
  one: Resource;
  other: Resource;
}

/**
 * The first two objects that a namespace makes the same, as it does with any two Namespaces, if their names are plain:
 * api/internal/builtins/NamespaceTransformer.go.
 */
export function conflictIn(before: readonly Resource[], after: readonly Resource[]): Conflict | undefined {
  const first = new Map<string, Resource>();
  for (const [index, resource] of after.entries()) {
    const other = before[index];
    if (!other || other.kind === undefined || !isKnown(nameOf(other))) continue;
    const key = identity(resource);
    const one = first.get(key);
    if (one) return { one, other };
    first.set(key, other);
  }
  return undefined;
}

function moved(
  resource: Resource,
  fieldSpecs: readonly FieldSpec[],
  options: NamespaceOptions,
  set: Change,
): Resource {
  const { apiVersion, kind } = resource.object;
  let { object } = resource;
  if (!isClusterScoped(object)) {
    object = changeField(object, ["metadata", "namespace"], true, set) as typeof object;
  }
  const binding = kind === "RoleBinding" || kind === "ClusterRoleBinding";
  if (binding) {
    object = changeField(object, ["subjects"], false, (subjects) => {
      return changeField(subjects, [], false, (list) =>
        Array.isArray(list) ? list.map((subject) => movedSubject(subject, options, set)) : list,
      );
    }) as typeof object;
  }
  const specs = fieldSpecs.filter(({ path }) => {
    const where = path.join("/");
    if (where === "metadata/namespace" || (binding && where === "subjects/namespace")) return false;
    return where !== "metadata/name" || apiVersion === "v1";
  });
  return changeFields({ ...resource, object }, specs, set);
}

function movedSubject(subject: unknown, { setRoleBindingSubjects }: NamespaceOptions, set: Change): unknown {
  if (!isMap(subject) || setRoleBindingSubjects === "none") return subject;
  const meant =
    setRoleBindingSubjects === "allServiceAccounts"
      ? field(subject, "kind") === "ServiceAccount"
      : field(subject, "name") === "default";
  return meant ? changeField(subject, ["namespace"], true, set) : subject;
}
