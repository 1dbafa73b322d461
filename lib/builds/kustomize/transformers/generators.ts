import { field, isMap, items } from "../../../util/plain-values.js";
import { type AnyObject, UNKNOWN } from "../../../kubernetes/objects.js";
import type { Place } from "../../build.js";
import type { Layer } from "../layer.js";
import { currentId, FRESH, identity, type Resource } from "../resource.js";
import { ResourceTable } from "../resource-table.js";
import { sizeOf } from "../work.js";
import { resolvePath } from "../../../repository/paths.js";

/** What happens when a generated object has the name of an existing one. */
type Behavior = "create" | "merge" | "replace";

/** A generated ConfigMap or Secret; only its name counts, and the literals that vars and replacements read. */
export interface Generated {
  resource: Resource;
  behavior: Behavior;
  /** Whether it has keys that are not known: those of files with variables. */
  hasVariables: boolean;
}

/** What an entry of `configMapGenerator` or `secretGenerator` makes: api/internal/generators. */
export function generate(
  layer: Layer,
  kind: "ConfigMap" | "Secret",
  entry: unknown,
  place: Place,
): Generated | undefined {
  const name = textOf(field(entry, "name")) ?? textOf(field(entry, "metadata", "name"));
  if (name === undefined) {
    layer.markIncomplete(`generates a ${kind} without a name`);
    return undefined;
  }
  noteInputs(layer, entry);
  const namespace = textOf(field(entry, "namespace")) ?? textOf(field(entry, "metadata", "namespace"));
  const options = [field(entry, "options"), layer.kustomization.value.generatorOptions];
  const object: AnyObject = {
    apiVersion: "v1",
    kind,
    metadata: {
      name,
      namespace,
      labels: mapOf(options, "labels"),
      annotations: mapOf(options, "annotations"),
    },
    ...(kind === "ConfigMap" && { data: { ...contents(entry), ...literals(entry) } }),
  };
  const hashed = !options.some((option) => field(option, "disableNameSuffixHash") === true);
  const behavior = field(entry, "behavior");
  return {
    resource: { ...FRESH, kind: undefined, object, hashed, ...place, at: place.path },
    behavior: behavior === "merge" || behavior === "replace" ? behavior : "create",
    hasVariables: field(entry, "env") !== undefined || items(field(entry, "envs")).length > 0,
  };
}

/** Adds what is generated to what is there: api/resmap/reswrangler.go, AbsorbAll. */
export function absorb(
  layer: Layer,
  resources: readonly Resource[],
  { resource, behavior, hasVariables }: Generated,
): readonly Resource[] {
  const { kind, name, namespace } = currentId(resource);
  const table = ResourceTable.of(resources);
  const called = [...table.positions([name], [namespace])].flatMap((position) => {
    const there = table.at(position);
    return there ? [{ there, position }] : [];
  });
  const found = called.find(
    ({ there }) =>
      there.object.apiVersion === "v1" &&
      [...there.previous, currentId(there)].some(
        (id) => id.kind === kind && id.name === name && id.namespace === namespace,
      ),
  );
  if (!found || behavior === "create") {
    if (!called.some(({ there }) => identity(there) === identity(resource))) table.add(resource);
    return table.resources;
  }
  const { there: old, position } = found;
  if (behavior === "merge" && !layer.allows(sizeOf(old.object.data))) return resources;
  const data =
    behavior === "merge"
      ? {
          ...(hasVariables ? unknown(old.object.data) : mapIn(old.object.data)),
          ...mapIn(resource.object.data),
        }
      : resource.object.data;
  const { metadata } = old.object;
  const merged = { ...resource.object.metadata, name: metadata?.name, namespace: metadata?.namespace };
  table.set(position, {
    ...old,
    object: { ...resource.object, metadata: merged, data },
    hashed: resource.hashed,
  });
  return table.resources;
}

/** Files that are read for their content are not manifests, even if they look like it. */
function noteInputs(layer: Layer, entry: unknown): void {
  const sources = [...items(field(entry, "files")), ...items(field(entry, "envs")), field(entry, "env")];
  for (const source of sources) {
    if (typeof source !== "string") continue;
    const path = resolvePath(layer.directory, source.slice(source.indexOf("=") + 1));
    if (path !== undefined && layer.lookAt(path)) layer.use(path, "configuration");
  }
}

/** The keys whose values are the contents of files. */
function contents(entry: unknown): Record<string, string> {
  const keys = items(field(entry, "files")).flatMap((file) => {
    if (typeof file !== "string") return [];
    const [key = "", path] = file.split("=");
    return path === undefined ? key.slice(key.lastIndexOf("/") + 1) : key;
  });
  return Object.fromEntries(keys.map((key) => [key, UNKNOWN]));
}

/** The keys of a map, with values that are not known. */
function unknown(value: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.keys(mapIn(value)).map((key) => [key, UNKNOWN]));
}

function literals(entry: unknown): Record<string, string> {
  const pairs = items(field(entry, "literals")).flatMap((literal) => {
    if (typeof literal !== "string") return [];
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(literal) ?? [];
    return key === "" ? [] : [[key, value.replace(/^(["'])(.*)\1$/s, "$2")] as const];
  });
  return Object.fromEntries(pairs);
}

function mapOf(
  options: readonly unknown[],
  key: "labels" | "annotations",
): Record<string, string> | undefined {
  const entries = [...options].reverse().flatMap((option) => Object.entries(mapIn(field(option, key))));
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

function mapIn(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
