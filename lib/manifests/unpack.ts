import { kindOf, normalise } from "../kubernetes/kinds.js";
import type { KindName, Kinds } from "../kubernetes/objects.js";
import { groupOf } from "../kubernetes/schema/api-versions.js";
import { type SchemaDefect, schemaDefects } from "../kubernetes/schema/schema-defects.js";
import { isMap } from "../util/plain-values.js";
import type { Path } from "./locate.js";

/** An object of a manifest, as it is written there. */
export interface ManifestObject<Name extends KindName = KindName> {
  kind: Name;
  object: Kinds[Name];
  /** Which document of the file holds it. */
  document: number;
  /** Its path in the document: the empty path, or that of an item of a List. */
  at: Path;
  /** What keeps the API server from decoding it as it is written; left out if nothing does. */
  defects?: readonly SchemaDefect[];
}

/**
 * kubectl and kustomize flatten Lists of Lists as well, however deep. kustomize does so whatever the apiVersion of the
 * List, and without one: api/resource/factory.go, inlineAnyEmbeddedLists. To kubectl, Flux and Argo CD, anything with
 * items is a list, whatever its kind: apimachinery, pkg/apis/meta/v1/unstructured/helpers.go, decode and decodeToList.
 */
export function unpack(
  value: unknown,
  document: number,
  at: Path,
  isUnquoted: (path: Path) => boolean,
): ManifestObject[] {
  if (!isMap(value)) return [];
  const { apiVersion, kind, items } = value;
  if (typeof kind !== "string") return [];
  if (Array.isArray(items)) {
    // The items of a RoleList may leave out that they are Roles.
    const implied =
      typeof apiVersion !== "string" || (groupOf(apiVersion) === "" && kind === "List")
        ? {}
        : { apiVersion, kind: kind.replace(/List$/, "") };
    const unpacked = items.flatMap((item, index) =>
      isMap(item) ? unpack({ ...implied, ...item }, document, [...at, "items", index], isUnquoted) : [],
    );
    if (kind.endsWith("List") || unpacked.length > 0) return unpacked;
  }
  if (typeof apiVersion !== "string") return [];
  const name = kindOf(apiVersion, kind);
  if (name === undefined) return [];
  const defects = schemaDefects(name, value, (path) => isUnquoted([...at, ...path]));
  return [
    { kind: name, object: normalise(name, value), document, at, ...(defects.length > 0 && { defects }) },
  ];
}
