import { field, isMap } from "../../../util/plain-values.js";
import type { AnyObject } from "../../../kubernetes/objects.js";
import type { Path } from "../../../manifests/locate.js";
import { noteChanges } from "../changes.js";
import { type Layer, shown, type UsedDocument } from "../layer.js";
import { ResourceTable } from "../resource-table.js";
import { MERGE, sizeOf, weightOf } from "../work.js";
import {
  currentId,
  effectiveNamespace,
  nameOf,
  remember,
  type Resource,
  rewritten,
  type Transformer,
} from "../resource.js";
import { strategicMerge } from "./strategic-merge.js";

/** What a patch's `options` allow it to change besides its content. */
export interface PatchOptions {
  name?: boolean;
  kind?: boolean;
  /** Whether it can delete all labels or annotations, which only a patch without a target in `patches` can. */
  whole?: boolean;
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
  if (documents.length === 0) return (resources) => resources;
  return (resources) => {
    const table = ResourceTable.of(resources);
    for (const document of documents) {
      if (!isMap(document.value)) {
        layer.markIncomplete("has a patch that is not an object");
        continue;
      }
      const found = calledAs(layer, table, document.value);
      const [position = -1] = found;
      const resource = table.at(position);
      if (resource && found.length > 1)
        layer.markIncomplete(`has a patch for ${shown(nameOf(resource))}, which matches several objects`);
      if (!resource || found.length !== 1) {
        layer.hasIdlePatch = true;
        continue;
      }
      table.set(position, merged(layer, resource, document, options));
    }
    return table.resources;
  };
}

/** The positions of what is, or was, what a patch says it is for. */
function calledAs(layer: Layer, table: ResourceTable, wanted: Record<string, unknown>): number[] {
  const { apiVersion, kind } = wanted as AnyObject;
  const name = field(wanted, "metadata", "name");
  const written = field(wanted, "metadata", "namespace");
  if (typeof name !== "string" || (written !== undefined && typeof written !== "string")) return [];
  const namespace = effectiveNamespace({ apiVersion, kind, metadata: { namespace: written } });
  return [...table.positions([name], [namespace])].filter((position) => {
    const resource = table.at(position);
    if (!resource || resource.object.apiVersion !== apiVersion || !layer.allows(SELECTION)) return false;
    return [...resource.previous, currentId(resource)].some(
      (id) => id.name === name && id.kind === kind && id.namespace === namespace,
    );
  });
}

/** The work of finding out whether one object is selected. */
const SELECTION = 1;

/**
 * An object with a strategic merge patch laid over it; its name and kind stay: api/resource/resource.go,
 * ApplySmPatch. The object itself if that would be too much work.
 */
export function merged(
  layer: Layer,
  resource: Resource,
  patch: UsedDocument,
  options: PatchOptions,
): Resource | undefined {
  if (!layer.allows(MERGE * (weightOf(resource) + sizeOf(patch.value)))) return resource;
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
  const changes = noteChanges(
    resource.changes,
    written.map(({ path, from }) => ({ path, by: patch.at(from) })),
  );
  return rewritten({ ...remembered, changes }, layer.asOtherKind(resource, restored));
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
