import { groupBy } from "../../../util/group-by.js";
import { field, isMap, items } from "../../../util/plain-values.js";
import { UNKNOWN } from "../../../kubernetes/objects.js";
import type { Place } from "../../build.js";
import { noteChanges } from "../changes.js";
import { changeAt, lookUp, splitFieldPath } from "../fields/field-path.js";
import { isSelected, kindSelectorIn } from "../fields/field-spec.js";
import type { Layer } from "../layer.js";
import { ResourceTable } from "../resource-table.js";
import { type Change, currentId, type Resource, rewritten, type Transformer } from "../resource.js";
import { queryOf } from "../selectors/selector.js";
import { COPY, PATH, sizeOf, weightOf } from "../work.js";

const DEFAULT_PATH = "metadata.name";

/** The transformer of a list of replacements, each written there or in a file: ReplacementTransformer.go. */
export function replace(layer: Layer, entries: unknown, place: (index: number) => Place): Transformer {
  const all = items(entries).flatMap((entry, index) => {
    const path = field(entry, "path");
    if (typeof path !== "string" || path === "") return [replacement(layer, entry, place(index))];
    return layer.documents(path, "configuration").flatMap(({ value, at }) => {
      if (!Array.isArray(value)) return [replacement(layer, value, at([]))];
      return value.map((item, inFile) => replacement(layer, item, at([inFile])));
    });
  });
  if (all.length === 0) return (resources) => resources;
  return (resources) => {
    const table = ResourceTable.of(resources);
    for (const one of all) one(table);
    return table.resources;
  };
}

type Replacement = (table: ResourceTable) => void;

/** api/filters/replacement/replacement.go. The value that is written is unknown if its source is not read. */
function replacement(layer: Layer, entry: unknown, by: Place): Replacement {
  const source = field(entry, "source");
  const targets = field(entry, "targets");
  if (!isMap(source) || !Array.isArray(targets)) {
    layer.markIncomplete("has a replacement without a source or without targets");
    return () => undefined;
  }
  const isSource = meaning(source);
  return (table) => {
    const value = sourceValue(layer, source, selectedBy(layer, isSource, table));
    for (const target of targets as readonly unknown[]) {
      const select = field(target, "select");
      if (!isMap(select)) continue;
      const isMeant = meaning(select);
      const selected = queryOf(select);
      const isRejected = rejection(target);
      for (const position of selectedBy(layer, isMeant, table).positions) {
        const resource = table.at(position);
        if (!resource || selected(resource.object.metadata) !== true || isRejected(resource)) continue;
        table.set(position, written(layer, resource, target, value, by));
      }
    }
  };
}

interface Found {
  table: ResourceTable;
  positions: readonly number[];
}

const SELECTION = 0.5;

/** The positions of what is meant, for as long as there may be more work. */
function selectedBy(layer: Layer, isMeant: Meaning, table: ResourceTable): Found {
  const positions: number[] = [];
  for (const position of table.positions(isMeant.names, isMeant.namespaces)) {
    const resource = table.at(position);
    if (!resource) continue;
    if (!layer.allows(SELECTION)) break;
    if (isMeant(resource)) positions.push(position);
  }
  return { table, positions };
}

function sourceValue(layer: Layer, source: Record<string, unknown>, { table, positions }: Found): unknown {
  const [position = -1] = positions;
  const value = lookUp(
    positions.length === 1 ? table.at(position)?.object : undefined,
    stepsOf(source.fieldPath),
  );
  const delimiter = field(source, "options", "delimiter");
  if (typeof value !== "string" || typeof delimiter !== "string" || delimiter === "") return value;
  if (!layer.allows(value.length / CHARACTERS)) return undefined;
  return value.split(delimiter)[Number(field(source, "options", "index") ?? 0)];
}

function stepsOf(path: unknown): string[] {
  return splitFieldPath(typeof path === "string" && path !== "" ? path : DEFAULT_PATH);
}

/** Whether a resource is meant. */
interface Meaning {
  (resource: Resource): boolean;
  /** The only names that it can have; undefined for any. */
  names?: readonly string[] | undefined;
  namespaces?: readonly string[] | undefined;
}

/** Whether a resource is selected by one of its names: kyaml/resid/resid.go, IsSelectedBy. */
function meaning(selector: unknown): Meaning {
  const kinds = kindSelectorIn(selector);
  const [name, namespace] = [field(selector, "name"), field(selector, "namespace")];
  const isMeant = ({ object, previous }: Resource, current = currentId({ object })) => {
    const fits = (id: typeof current) =>
      (!name || name === id.name) &&
      (!namespace || namespace === id.namespace) &&
      isSelected(kinds, object, id.kind);
    return fits(current) || previous.some(fits);
  };
  const only = (text: unknown) => (typeof text === "string" && text !== "" ? [text] : undefined);
  return Object.assign((resource: Resource) => isMeant(resource), {
    names: only(name),
    namespaces: only(namespace),
  });
}

/** Whether any of a target's rejects matches. */
function rejection(target: unknown): (resource: Resource) => boolean {
  const rejects = items(field(target, "reject"));
  const says = (reject: unknown, ...keys: string[]) => keys.some((key) => field(reject, key));
  const queries = rejects
    .filter((reject) => says(reject, "labelSelector", "annotationSelector"))
    .map(queryOf);
  const byName = groupBy(
    rejects.filter((reject) => says(reject, "group", "version", "kind", "name", "namespace")).map(meaning),
    ({ names }) => names?.[0],
  );
  return (resource) => {
    if (queries.some((query) => query(resource.object.metadata) !== false)) return true;
    if (byName.size === 0) return false;
    const names = new Set([currentId(resource).name, ...resource.previous.map(({ name }) => name)]);
    return [undefined, ...names].some((name) => byName.get(name)?.some((isMeant) => isMeant(resource)));
  };
}

/** How many characters are written in the time of one unit of work. */
const CHARACTERS = 10;
/** Longer texts are not known: replacements can double a text again and again. */
const MAX_LENGTH = 100_000;

/** The resource with a value written into it; the resource itself if that would be too much. */
function written(
  layer: Layer,
  resource: Resource,
  target: unknown,
  value: unknown,
  by: Place,
): Resource | undefined {
  const create = field(target, "options", "create") === true;
  const delimiter = field(target, "options", "delimiter");
  const index = Number(field(target, "options", "index") ?? 0);
  const paths = items(field(target, "fieldPaths") ?? [DEFAULT_PATH]);
  if (!layer.allows(0)) return resource;
  const isNested = isMap(value) || Array.isArray(value);
  const size = isNested ? COPY * sizeOf(value) : String(value).length / CHARACTERS;
  if (!layer.allows(weightOf(resource) + paths.length * (PATH + size))) return resource;
  let { object }: { object: unknown } = resource;
  const own = paths.length > 1 ? new Set<unknown>() : undefined;
  const noted: Change[] = [];
  for (const path of paths) {
    const steps = stepsOf(path);
    let wrote = false;
    object = changeAt(
      object,
      steps,
      create,
      (old) => {
        wrote = true;
        if (isNested) return value;
        const text = isPlain(value) ? String(value) : UNKNOWN;
        if (typeof delimiter !== "string" || delimiter === "") return text;
        return part(layer, old, text, delimiter, index);
      },
      own,
    );
    const at = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    if (wrote) noted.push({ path: at, by });
  }
  return rewritten(
    { ...resource, changes: noteChanges(resource.changes, noted) },
    layer.asOtherKind(resource, object),
  );
}

function isPlain(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** A text with one of the parts between delimiters replaced, or a part added at the start or the end. */
function part(layer: Layer, old: unknown, text: string, delimiter: string, index: number): string {
  const length = (typeof old === "string" ? old.length : 0) + text.length;
  if (!layer.allows(length / CHARACTERS)) return UNKNOWN;
  if (length > MAX_LENGTH) {
    layer.hide("program", "has replacements that make a text too long to be read");
    return UNKNOWN;
  }
  const parts = typeof old === "string" ? old.split(delimiter) : [""];
  if (index < 0) parts.unshift(text);
  else if (index >= parts.length) parts.push(text);
  else parts[index] = text;
  return parts.join(delimiter);
}
