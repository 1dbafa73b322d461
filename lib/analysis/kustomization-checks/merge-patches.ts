import { field, isMap } from "../../util/plain-values.js";
import { kindOf } from "../../kubernetes/kinds.js";
import { nearest } from "../../util/nearest.js";
import { type AnyObject, isKnown } from "../../kubernetes/objects.js";
import { Layer, type UsedDocument } from "../../builds/kustomize/layer.js";
import { mergePatches } from "../../builds/kustomize/transformers/merge-patch.js";
import type { Resource } from "../../builds/kustomize/resource.js";
import type { Defect, Judged } from "./defect.js";
import type { WrittenPatch } from "./patch-texts.js";
import { objectName } from "../../builds/kustomize/resource.js";

/** More documents of one patch, and more names, than this are not compared. */
const MAX_DOCUMENTS = 100;
const MAX_NAMES = 1000;

/**
 * Strategic merge patches without a target, each of which must be for exactly one object:
 * api/resmap/reswrangler.go, GetById.
 */
export function mergePatchDefects(
  judged: Judged,
  resources: readonly Resource[],
  { entry, textAt, documents }: WrittenPatch,
): Defect[] {
  // With `allowNameChange` one document may be for what another one has made.
  const judgedDocuments = isMap(field(entry, "options"))
    ? documents.slice(0, 1)
    : documents.slice(0, MAX_DOCUMENTS);
  let present = resources;
  return judgedDocuments.flatMap((document): Defect[] => {
    const layer = new Layer(judged.repository, judged.directory, judged);
    const before = present;
    present = mergePatches(layer, [document])(before);
    if (present !== before && layer.isComplete) return [];
    const wanted = plainObject(document, before);
    if (!wanted) return [];
    // The transformer complains if there are several; if there are none, it assumes a kind that is not read.
    const isAmbiguous = !layer.isComplete;
    const data = { object: objectName(wanted), hint: isAmbiguous ? "" : hintFor(wanted, before) };
    return [{ at: textAt, id: isAmbiguous ? "severalPatchedObjects" : "noPatchedObject", data }];
  });
}

/** What a patch is for, if that is of a kind that is read and there is no doubt about names. */
function plainObject({ value }: UsedDocument, resources: readonly Resource[]): AnyObject | undefined {
  if (!isMap(value) || kindOf(value.apiVersion, value.kind) === undefined) return undefined;
  const [name, namespace] = [field(value, "metadata", "name"), field(value, "metadata", "namespace")];
  if (typeof name !== "string" || !isKnown(name)) return undefined;
  if (namespace !== undefined && (typeof namespace !== "string" || !isKnown(namespace))) return undefined;
  const isDoubtful = resources.some(({ kind, object: { metadata, ...object } }) => {
    if (kind === undefined || object.kind !== value.kind) return false;
    return !isKnown(metadata?.name) || (metadata?.namespace !== undefined && !isKnown(metadata.namespace));
  });
  return isDoubtful ? undefined : (value as AnyObject);
}

/** What is there instead. */
function hintFor({ apiVersion, kind, metadata }: AnyObject, resources: readonly Resource[]): string {
  const alike = resources.filter(({ object }) => object.kind === kind);
  const namesake = alike.find(({ object }) => object.metadata?.name === metadata?.name);
  if (namesake && namesake.object.apiVersion !== apiVersion) {
    return ` There is one of apiVersion '${namesake.object.apiVersion}'.`;
  }
  if (namesake) {
    const { namespace } = namesake.object.metadata ?? {};
    return namespace ? ` There is one in namespace '${namespace}'.` : " There is one without a namespace.";
  }
  const name = nearest(
    metadata?.name ?? "",
    alike.slice(0, MAX_NAMES).flatMap(({ object }) => object.metadata?.name ?? []),
  );
  return name === undefined ? " Correct the object it names, or remove it." : ` Did you mean '${name}'?`;
}
