import { isMap } from "../../../util/plain-values.js";
import type { Layer, UsedDocument } from "../layer.js";

/**
 * Patches with the items of lists in place of these, which kustomize takes apart before it looks at any:
 * api/resource/factory.go, inlineAnyEmbeddedLists.
 */
export function withoutLists(layer: Layer, documents: readonly UsedDocument[]): readonly UsedDocument[] {
  if (!documents.some(isList)) return documents;
  const queue = documents.slice();
  const found: UsedDocument[] = [];
  // What comes out of a list goes to the end, and may be a list again.
  for (const document of queue) {
    if (!isList(document)) found.push(document);
    else for (const item of itemsOf(layer, document)) queue.push(item);
  }
  if (found.length === 0) layer.markIncomplete("has a patch that is an empty list");
  return found;
}

function isList({ value }: UsedDocument): boolean {
  return isMap(value) && typeof value.kind === "string" && value.kind.endsWith("List");
}

function itemsOf(layer: Layer, { value, at }: UsedDocument): UsedDocument[] {
  const list = (isMap(value) ? value.items : undefined) ?? [];
  if (!Array.isArray(list)) {
    layer.markIncomplete("has a patch that is a list without items");
    return [];
  }
  return list.map((item: unknown, index) => ({ value: item, at: (path) => at(["items", index, ...path]) }));
}
