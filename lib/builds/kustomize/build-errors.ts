import { namespaceWords } from "../../kubernetes/name-words.js";
import type { BuildError, Place } from "../build.js";
import type { FieldSpec } from "./fields/field-spec.js";
import type { Layer } from "./layer.js";
import { objectName, type Resource, type Transformer } from "./resource.js";
import { conflictIn, setNamespace } from "./transformers/namespace.js";

/** An entry that brings objects. */
export interface Entry {
  text: string;
  place: Place;
  /** The entry that lists the component in which this is one. */
  component?: Entry;
  /** Whether what it brings is built without an error by itself. */
  isClean: boolean;
}

/** An object that is there, and the entry that has brought it, if nothing has changed it since. */
export interface Present {
  resource: Resource;
  entry?: Entry;
}

/**
 * The error that an entry brings an object that is there already: api/resmap/reswrangler.go, Append. If what a
 * component brings was there before, the kustomization that lists the component is wrong.
 */
export function twiceIn(entry: Entry, first: Present, second: Resource): BuildError {
  const isWithin = first.entry?.component === entry.component;
  const { text, place } = isWithin ? entry : (entry.component ?? entry);
  const data = { path: text, object: objectName(second.object), first: first.resource.file };
  return { id: "objectTwice", place, data };
}

/**
 * Sets the namespace of a kustomization, and notes if that makes two objects the same, which kustomize refuses. In a
 * component it moves what its parent has gathered as well.
 */
export function moveToNamespace(
  layer: Layer,
  fieldSpecs: readonly FieldSpec[],
  isClosed: () => boolean,
): Transformer {
  const namespace = layer.text("namespace");
  const move = setNamespace(layer, { namespace, fieldSpecs });
  return (resources) => {
    const moved = move(resources);
    const conflict = moved !== resources && isClosed() ? conflictIn(resources, moved) : undefined;
    if (conflict) {
      const [one = "", other = ""] = [conflict.one, conflict.other].map(({ object }) => objectName(object));
      const data = {
        namespace: namespaceWords([namespace]) ?? "one namespace",
        one,
        other,
        field: "namespace",
      };
      layer.errors.push({ id: "namespaceConflict", place: layer.place("namespace"), data });
    }
    return moved;
  };
}

/** More errors than this are not noted: layers that include each other twice make millions. */
const MAX_ERRORS = 100;

/** Errors and others, one for each place. */
export function withErrors(
  errors: readonly BuildError[],
  others: readonly BuildError[],
): readonly BuildError[] {
  if (others.length === 0) return errors;
  const byPlace = new Map<string, BuildError>();
  for (const error of [...errors, ...others.slice(0, MAX_ERRORS)]) {
    const key = JSON.stringify([error.place, error.id]);
    if (!byPlace.has(key)) byPlace.set(key, error);
  }
  return [...byPlace.values()].slice(0, MAX_ERRORS);
}
