import { isMap, items } from "../../../util/plain-values.js";
import { normalise } from "../../../kubernetes/kinds.js";
import type { KindName } from "../../../kubernetes/objects.js";
import type { Path } from "../../../manifests/locate.js";
import { memoize } from "../../../util/memoize.js";
import { noteChanges } from "../changes.js";
import { type Layer, shown, type UsedDocument } from "../layer.js";
import { type Change, nameOf, type Resource, rewritten } from "../resource.js";
import { weightOf } from "../work.js";
import { applyOperations, operationsOf, valueAt } from "./json-patch.js";

/** An object with a JSON patch applied to it: api/filters/patchjson6902/patchjson6902.go. */
export function jsonPatched(layer: Layer, resource: Resource, patch: UsedDocument): Resource | undefined {
  if (!Array.isArray(patch.value)) layer.markIncomplete("has a JSON patch that is not a list of operations");
  const operations = operationsOf(items(patch.value));
  if (!layer.allows(weightOf(resource) + operations.weight)) return resource;
  const noted: Change[] = [];
  const { value, failed } = applyOperations(
    operations,
    resource.object,
    (path, index) => noted.push(changeOf(patch, path, index)),
    (work) => layer.allows(work),
  );
  const changes = noteChanges(resource.changes, noted);
  if (failed.length > 0) layer.hasIdlePatch = true;
  // The first reason counts, and finding one takes time.
  if (layer.isComplete && failed.some((path) => isRead(resource.kind, path))) {
    layer.markIncomplete(`has a JSON patch that does not fit ${shown(nameOf(resource))}`);
  }
  return rewritten({ ...resource, changes }, layer.asOtherKind(resource, value));
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

/** The change that an operation makes; the same one for all objects in which it writes the same path. */
function changeOf(patch: UsedDocument, path: Path, index: number): Change {
  const last = lastChanges(patch);
  const change = last.get(index);
  if (change?.path.length === path.length && change.path.every((step, at) => step === path[at]))
    return change;
  const made = { path, by: patch.at([index, "value"]) };
  last.set(index, made);
  return made;
}

const lastChanges: (patch: UsedDocument) => Map<number, Change> = memoize(() => new Map<number, Change>());
