import { field, isMap } from "../../../util/plain-values.js";
import { type AnyObject, isKnown } from "../../../kubernetes/objects.js";
import { memoizePairs } from "../../../util/memoize.js";
import { type Change, changeField, changeSelected, type FieldSpec, specsFor } from "../fields/field-spec.js";
import type { Layer } from "../layer.js";
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
export function setNamespace(layer: Layer, options: NamespaceOptions): Transformer {
  const { namespace, unsetOnly = false, fieldSpecs } = options;
  if (namespace === "") return (resources) => resources;
  const set: Change = (old) => {
    if (old !== undefined && typeof old !== "string") return old;
    return unsetOnly && old ? old : namespace;
  };
  return (resources) =>
    resources.map((resource) => {
      const specs = otherSpecs(fieldSpecs, resource);
      const work = 1 + specs.length + resource.previous.length;
      return layer.allows(work) ? moved(remember(resource), specs, options, set) : resource;
    });
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
  let { object } = resource;
  if (!isClusterScoped(object)) {
    object = changeField(object, ["metadata", "namespace"], true, set) as typeof object;
  }
  if (isBinding(object)) {
    object = changeField(object, ["subjects"], false, (subjects) => {
      return Array.isArray(subjects)
        ? subjects.map((subject) => movedSubject(subject, options, set))
        : subjects;
    }) as typeof object;
  }
  return changeSelected({ ...resource, object }, fieldSpecs, set);
}

function isBinding({ kind }: AnyObject): boolean {
  return kind === "RoleBinding" || kind === "ClusterRoleBinding";
}

/** The field specs for an object but those for fields that are set apart. */
function otherSpecs(fieldSpecs: readonly FieldSpec[], { object }: Resource): readonly FieldSpec[] {
  const specs = specsFor(fieldSpecs, object);
  return specs.length === 0 ? specs : withoutOwn(specs, `${object.apiVersion ?? ""} ${object.kind ?? ""}`);
}

const withoutOwn = memoizePairs((specs: readonly FieldSpec[], type: string): readonly FieldSpec[] => {
  const [apiVersion, kind = ""] = type.split(" ");
  return specs.filter(({ path }) => {
    const where = path.join("/");
    if (where === "metadata/namespace" || (isBinding({ kind }) && where === "subjects/namespace"))
      return false;
    return where !== "metadata/name" || apiVersion === "v1";
  });
});

function movedSubject(subject: unknown, { setRoleBindingSubjects }: NamespaceOptions, set: Change): unknown {
  if (!isMap(subject) || setRoleBindingSubjects === "none") return subject;
  const meant =
    setRoleBindingSubjects === "allServiceAccounts"
      ? field(subject, "kind") === "ServiceAccount"
      : field(subject, "name") === "default";
  return meant ? changeField(subject, ["namespace"], true, set) : subject;
}
