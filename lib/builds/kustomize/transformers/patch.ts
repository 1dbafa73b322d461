import { field, isMap } from "../../../util/plain-values.js";
import type { Place } from "../../build.js";
import type { Layer, UsedDocument } from "../layer.js";
import { ResourceTable } from "../resource-table.js";
import { remember, type Resource, type Transformer } from "../resource.js";
import { selectorOf, type Selector } from "../selectors/selector.js";
import { jsonPatched } from "./json-patch-resource.js";
import { merged, mergePatches } from "./merge-patch.js";
import { withoutLists } from "./patch-documents.js";

/**
 * The transformer of an entry of `patches`, or of a PatchTransformer:
 * api/internal/builtins/PatchTransformer.go.
 */
export function patchEntry(layer: Layer, entry: unknown, place: Place): Transformer {
  const text = patchText(layer, field(entry, "path"), field(entry, "patch"), place);
  if (!text) return (resources) => resources;
  const load = () => withoutLists(layer, text());
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
    if (!isMap(first.value)) {
      layer.markIncomplete("has a patch that is not an object");
      return (resource) => resource;
    }
    if (documents.length > 1) layer.markIncomplete("has a patch of several documents with one target");
    return (resource) => merged(layer, resource, first, options);
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
    const table = ResourceTable.of(resources);
    let patch: Patching | undefined;
    for (const position of table.positions(selects.names, selects.namespaces)) {
      const resource = table.at(position);
      if (!resource) continue;
      if (!layer.allows(effortFor(selects, resource))) break;
      const selected = selects(resource);
      if (selected === undefined) layer.hide("program", "has a patch whose targets cannot be known");
      if (selected !== true) continue;
      patch ??= load();
      table.set(position, patch(resource));
    }
    if (!patch) layer.hasIdlePatch = true;
    return table.resources;
  };
}

/** The work of finding out whether a target selects a resource. */
function effortFor({ effort }: Selector, { object: { metadata } }: Resource): number {
  const length = (metadata?.name?.length ?? 0) + (metadata?.namespace?.length ?? 0);
  return SELECTION + (effort * length) / CHARACTERS;
}

const SELECTION = 0.5;
/** How many characters are looked at in the time of one unit of work. */
const CHARACTERS = 100;
