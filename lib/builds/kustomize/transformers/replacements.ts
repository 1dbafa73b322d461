import { field, isMap, items } from "../../../util/plain-values.js";
import { UNKNOWN } from "../../../kubernetes/objects.js";
import type { Place } from "../../build.js";
import { noteChange } from "../changes.js";
import { changeAt, lookUp, splitFieldPath } from "../fields/field-path.js";
import { isSelected, kindSelectorIn } from "../fields/field-spec.js";
import type { Layer } from "../layer.js";
import { currentId, type Id, type Resource, rewritten, type Transformer } from "../resource.js";
import { queryOf } from "../selectors/selector.js";

const DEFAULT_PATH = "metadata.name";

/** The transformer of a list of replacements, each written there or in a file: ReplacementTransformer.go. */
export function replace(layer: Layer, entries: unknown, place: (index: number) => Place): Transformer {
  const transformers = items(entries).flatMap((entry, index) => {
    const path = field(entry, "path");
    if (typeof path !== "string" || path === "") return [replacement(layer, entry, place(index))];
    return layer.documents(path, "configuration").flatMap(({ value, at }) => {
      if (!Array.isArray(value)) return [replacement(layer, value, at([]))];
      return value.map((item, inFile) => replacement(layer, item, at([inFile])));
    });
  });
  return (resources) => transformers.reduce((result, transform) => transform(result), resources);
}

/** api/filters/replacement/replacement.go. The value that is written is unknown if its source is not read. */
function replacement(layer: Layer, entry: unknown, by: Place): Transformer {
  const source = field(entry, "source");
  const targets = field(entry, "targets");
  if (!isMap(source) || !Array.isArray(targets)) {
    layer.markIncomplete("has a replacement without a source or without targets");
    return (resources) => resources;
  }
  return (resources) => {
    const value = sourceValue(source, resources);
    return targets.reduce<readonly Resource[]>((result, target) => {
      const isTarget = targetOf(target);
      return result.flatMap((resource) => {
        return isTarget(resource) ? written(resource, target, value, by) : [resource];
      });
    }, resources);
  };
}

function sourceValue(source: Record<string, unknown>, resources: readonly Resource[]): unknown {
  const found = resources.filter((resource) => isMeant(source, resource));
  const value = lookUp(found.length === 1 ? found[0]?.object : undefined, stepsOf(source.fieldPath));
  const delimiter = field(source, "options", "delimiter");
  if (typeof value !== "string" || typeof delimiter !== "string" || delimiter === "") return value;
  return value.split(delimiter)[Number(field(source, "options", "index") ?? 0)];
}

function stepsOf(path: unknown): string[] {
  return splitFieldPath(typeof path === "string" && path !== "" ? path : DEFAULT_PATH);
}

/** Whether a resource is selected by one of its names: kyaml/resid/resid.go, IsSelectedBy. */
function isMeant(selector: unknown, resource: Resource): boolean {
  const kinds = kindSelectorIn(selector);
  const [name, namespace] = [field(selector, "name"), field(selector, "namespace")];
  const ids: Id[] = [currentId(resource), ...resource.previous];
  return ids.some(
    (id) =>
      (!name || name === id.name) &&
      (!namespace || namespace === id.namespace) &&
      isSelected(kinds, resource.object, id.kind),
  );
}

/** What a target selects and none of its rejects matches. */
function targetOf(target: unknown): (resource: Resource) => boolean {
  const select = field(target, "select");
  const selected = queryOf(select);
  const rejects = items(field(target, "reject")).map((reject) => {
    const says = (...keys: string[]) => keys.some((key) => field(reject, key));
    const query = says("labelSelector", "annotationSelector") ? queryOf(reject) : () => false;
    const byName = says("group", "version", "kind", "name", "namespace");
    return (resource: Resource) =>
      query(resource.object.metadata) !== false || (byName && isMeant(reject, resource));
  });
  return (resource) =>
    isMap(select) &&
    isMeant(select, resource) &&
    selected(resource.object.metadata) === true &&
    !rejects.some((isRejected) => isRejected(resource));
}

function written(resource: Resource, target: unknown, value: unknown, by: Place): Resource[] {
  const create = field(target, "options", "create") === true;
  const delimiter = field(target, "options", "delimiter");
  const index = Number(field(target, "options", "index") ?? 0);
  const paths = items(field(target, "fieldPaths") ?? [DEFAULT_PATH]);
  let { object, changes }: { object: unknown; changes: Resource["changes"] } = resource;
  for (const path of paths) {
    const steps = stepsOf(path);
    let wrote = false;
    object = changeAt(object, steps, create, (old) => {
      wrote = true;
      if (isMap(value) || Array.isArray(value)) return value;
      const text = isPlain(value) ? String(value) : UNKNOWN;
      return typeof delimiter === "string" && delimiter !== "" ? part(old, text, delimiter, index) : text;
    });
    if (wrote)
      changes = noteChange(
        changes,
        steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
        by,
      );
  }
  const next = rewritten({ ...resource, changes }, object);
  return next ? [next] : [];
}

function isPlain(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** A text with one of the parts between delimiters replaced, or a part added at the start or the end. */
function part(old: unknown, text: string, delimiter: string, index: number): string {
  const parts = typeof old === "string" ? old.split(delimiter) : [""];
  if (index < 0) parts.unshift(text);
  else if (index >= parts.length) parts.push(text);
  else parts[index] = text;
  return parts.join(delimiter);
}
