import { field, isMap, items } from "../../../util/plain-values.js";
import { normalise } from "../../../kubernetes/kinds.js";
import type { AnyObject, KindName } from "../../../kubernetes/objects.js";
import type { Path } from "../../../manifests/locate.js";
import type { Place } from "../../build.js";
import { noteChange } from "../changes.js";
import { jsonPatch, valueAt } from "./json-patch.js";
import { type Layer, shown, type UsedDocument } from "../layer.js";
import {
  type Change,
  effectiveNamespace,
  nameOf,
  currentId,
  remember,
  type Resource,
  rewritten,
  type Transformer,
} from "../resource.js";
import { selectorOf } from "../selectors/selector.js";
import { strategicMerge } from "./strategic-merge.js";

/** What a patch's `options` allow it to change besides its content. */
interface PatchOptions {
  name?: boolean;
  kind?: boolean;
  /** Whether it can delete all labels or annotations, which only a patch without a target in `patches` can. */
  whole?: boolean;
}

/**
 * The transformer of an entry of `patches`, or of a PatchTransformer:
 * api/internal/builtins/PatchTransformer.go.
 */
export function patchEntry(layer: Layer, entry: unknown, place: Place): Transformer {
  const load = patchText(layer, field(entry, "path"), field(entry, "patch"), place);
  if (!load) return (resources) => resources;
  const options = {
    name: field(entry, "options", "allowNameChange") === true,
    kind: field(entry, "options", "allowKindChange") === true,
  };
  const target = field(entry, "target") ?? undefined;
  if (target === undefined) return mergePatches(layer, load(), { ...options, whole: true });
  return onTarget(layer, target, () => {
    const documents = load();
    const [first] = documents;
    if (!first) return (resource) => resource;
    if (Array.isArray(first.value)) return (resource) => jsonPatched(layer, remember(resource), first);
    if (documents.length > 1) layer.markIncomplete("has a patch of several documents with one target");
    return (resource) => (layer.allows(weightOf(resource)) ? merged(resource, first, options) : resource);
  });
}

/**
 * The transformer of an entry of `patchesJson6902`, which does not remember what an object was called:
 * api/internal/builtins/PatchJson6902Transformer.go.
 */
export function jsonPatchEntry(layer: Layer, entry: unknown, text: unknown, place: Place): Transformer {
  const load = patchText(layer, field(entry, "path"), text, place);
  if (!load) return (resources) => resources;
  return onTarget(layer, field(entry, "target"), () => {
    const [first] = load();
    return (resource) => (first ? jsonPatched(layer, resource, first) : resource);
  });
}

/** How to load the documents of either a file or a text. */
function patchText(
  layer: Layer,
  path: unknown,
  text: unknown,
  place: Place,
): (() => UsedDocument[]) | undefined {
  if (typeof path === "string" && path !== "" && !text) return layer.file(path, "patch");
  if (typeof text === "string" && text.trim() !== "" && !path) return () => layer.inline(text, place);
  layer.markIncomplete("has a patch that is neither a path nor a text");
  return undefined;
}

/**
 * Strategic merge patches, each for exactly one object, which it names by its original, any previous or its
 * current name. An object that is not there may be of a kind that is not read.
 */
export function mergePatches(
  layer: Layer,
  documents: readonly UsedDocument[],
  options: PatchOptions = {},
): Transformer {
  return (resources) => {
    let result = resources;
    for (const document of documents) {
      if (!isMap(document.value)) {
        layer.markIncomplete("has a patch that is not an object");
        continue;
      }
      if (!layer.allows(SELECTION * result.length)) break;
      const wanted = document.value as AnyObject;
      const found = result.filter((resource) => isCalled(resource, wanted));
      if (found.length > 1)
        layer.markIncomplete(
          `has a patch for ${shown(nameOf(found[0] as Resource))}, which matches several objects`,
        );
      if (found.length !== 1) {
        layer.hasIdlePatch = true;
        continue;
      }
      result = result.flatMap((resource) =>
        resource === found[0] ? (merged(resource, document, options) ?? []) : [resource],
      );
    }
    return result;
  };
}

/** Whether an object is, or was, what a patch says it is for. */
function isCalled(resource: Resource, wanted: AnyObject): boolean {
  if (resource.object.apiVersion !== wanted.apiVersion) return false;
  const name = field(wanted, "metadata", "name");
  const namespace = field(wanted, "metadata", "namespace");
  if (typeof name !== "string" || (namespace !== undefined && typeof namespace !== "string")) return false;
  const { kind } = wanted;
  const wantedNamespace = effectiveNamespace({
    apiVersion: wanted.apiVersion,
    kind,
    metadata: { namespace },
  });
  return [...resource.previous, currentId(resource)].some(
    (id) => id.name === name && id.kind === kind && id.namespace === wantedNamespace,
  );
}

/** The work of finding out whether one object is selected. */
const SELECTION = 10;

/** The work of one operation on an object: about how many values it copies or compares. */
function weightOf({ object, changes }: Resource, operations = 0): number {
  const values = Object.values(object).flatMap((value) => (isMap(value) ? Object.values(value) : [value]));
  return values.reduce<number>((sum, value) => sum + breadth(value), changes.length + operations / 2);
}

function breadth(value: unknown): number {
  if (Array.isArray(value)) return 1 + value.length;
  return isMap(value) ? 1 + Object.keys(value).length : 1;
}

type Patching = (resource: Resource) => Resource | undefined;

/**
 * Patches what a target selects. The patch is read only once something is selected: most of a layer's targets
 * select nothing.
 */
function onTarget(layer: Layer, target: unknown, load: () => Patching): Transformer {
  const selects = isMap(target) ? selectorOf(target) : undefined;
  if (!selects) {
    layer.hide("program", "has a patch whose target is an expression that is not understood");
    return (resources) => resources;
  }
  return (resources) => {
    if (!layer.allows(SELECTION * resources.length)) return resources;
    let patch: Patching | undefined;
    const patched = resources.flatMap((resource) => {
      const selected = selects(resource);
      if (selected === undefined) layer.hide("program", "has a patch whose targets cannot be known");
      if (selected !== true) return [resource];
      patch ??= load();
      return patch(resource) ?? [];
    });
    if (!patch) layer.hasIdlePatch = true;
    return patched;
  };
}

/**
 * An object with a strategic merge patch laid over it; its name and kind stay: api/resource/resource.go,
 * ApplySmPatch.
 */
function merged(resource: Resource, patch: UsedDocument, options: PatchOptions): Resource | undefined {
  const { apiVersion, kind, metadata } = resource.object;
  const paths: { path: Path; from: Path }[] = [];
  const content = withTexts(options.whole ? patch.value : withoutEmptyMetadata(patch.value));
  const value = strategicMerge(resource.object, content, (path, from) => paths.push({ path, from }));
  if (!isMap(value)) return undefined;
  const name = options.name ? field(value, "metadata", "name") : metadata?.name;
  const restored = {
    ...value,
    apiVersion,
    kind: options.kind ? value.kind : kind,
    metadata: { ...(isMap(value.metadata) && value.metadata), name, namespace: metadata?.namespace },
  };
  const remembered = options.name || options.kind ? remember(resource) : resource;
  const written = paths.filter(({ path }) => !isIdentity(path, options));
  const changes = written.reduce<readonly Change[]>(
    (all, { path, from }) => noteChange(all, path, patch.at(from)),
    resource.changes,
  );
  return rewritten({ ...remembered, changes }, restored);
}

/**
 * Kustomize copies a patch's labels and annotations by key, so an empty map does nothing: resource.go,
 * CopyMergeMetaDataFieldsFrom.
 */
function withoutEmptyMetadata(patch: unknown): unknown {
  const metadata = field(patch, "metadata");
  if (!isMap(patch) || !isMap(metadata)) return patch;
  const entries = Object.entries(metadata).filter(
    ([key, value]) => (key !== "labels" && key !== "annotations") || Object.keys(value ?? {}).length > 0,
  );
  return { ...patch, metadata: Object.fromEntries(entries) };
}

/** Kustomize copies a patch's labels and annotations as texts, whatever they are: kyaml/yaml/rnode.go, SetLabels. */
function withTexts(patch: unknown): unknown {
  const metadata = field(patch, "metadata");
  if (!isMap(patch) || !isMap(metadata)) return patch;
  const copied = Object.entries(metadata).map(([key, value]) => {
    const isCopied = (key === "labels" || key === "annotations") && isMap(value);
    return [key, isCopied ? Object.fromEntries(Object.entries(value).map(asText)) : value];
  });
  return { ...patch, metadata: Object.fromEntries(copied) as object };
}

function asText([key, value]: [string, unknown]): [string, unknown] {
  return [key, typeof value === "number" || typeof value === "boolean" ? String(value) : value];
}

function isIdentity(path: Path, options: PatchOptions): boolean {
  const where = path.join("/");
  if (where === "metadata/name") return !options.name;
  if (where === "kind") return !options.kind;
  return where === "apiVersion" || where === "metadata/namespace";
}

/** An object with a JSON patch applied to it: api/filters/patchjson6902/patchjson6902.go. */
function jsonPatched(layer: Layer, resource: Resource, patch: UsedDocument): Resource | undefined {
  if (!Array.isArray(patch.value)) layer.markIncomplete("has a JSON patch that is not a list of operations");
  if (!layer.allows(items(patch.value).length * weightOf(resource, items(patch.value).length)))
    return resource;
  let { changes } = resource;
  const { value, failed } = jsonPatch(resource.object, items(patch.value), (path, index) => {
    changes = noteChange(changes, path, patch.at([index, "value"]));
  });
  if (failed.length > 0) layer.hasIdlePatch = true;
  // The first reason counts, and finding one takes time.
  if (layer.isComplete && failed.some((path) => isRead(resource.kind, path))) {
    layer.markIncomplete(`has a JSON patch that does not fit ${shown(nameOf(resource))}`);
  }
  return rewritten({ ...resource, changes }, value);
}

/** Whether anything at a path would be kept, so that it is certain that nothing is there. */
function isRead(kind: KindName | undefined, path: readonly string[]): boolean {
  if (kind === undefined) return false;
  return ["x", true, 1, {}, []].some((leaf) => {
    const nested = path.reduceRight<unknown>((value, step) => {
      return /^(?:-|\d+)$/.test(step) ? [value] : { [step]: value };
    }, leaf);
    const steps = path.map((step) => (/^(?:-|\d+)$/.test(step) ? "0" : step));
    return isMap(nested) && valueAt(normalise(kind, nested), steps) !== undefined;
  });
}
