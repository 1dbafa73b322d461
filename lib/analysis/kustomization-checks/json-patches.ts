import { field, isMap, items } from "../../util/plain-values.js";
import { normalise } from "../../kubernetes/kinds.js";
import { holdsUnknown, type KindName } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { jsonPatch, valueAt } from "../../builds/kustomize/transformers/json-patch.js";
import { originalId, type Resource } from "../../builds/kustomize/resource.js";
import type { Defect } from "./defect.js";
import type { WrittenPatch } from "./patch-texts.js";
import { objectName } from "../../builds/kustomize/resource.js";

/** More objects of one target, and more operations, than this are not tried. */
const MAX_TRIED = 200;

/**
 * A JSON patch with an operation on a path that is not there, in an object that it is for:
 * api/filters/patchjson6902/patchjson6902.go. Only paths whose value would be read are judged.
 */
export function jsonPatchDefect(
  repository: Repository,
  { documents, textAt }: WrittenPatch,
  selected: readonly Resource[],
): Defect[] | undefined {
  const operations = items(documents[0]?.value).slice(0, MAX_TRIED);
  for (const resource of selected.slice(0, MAX_TRIED)) {
    const failing = firstFailing(repository, resource, operations);
    if (!failing) continue;
    const data = { operation: failing.op, path: failing.path, object: objectName(resource.object) };
    return [{ at: textAt, id: "jsonPatchPath", data }];
  }
  return undefined;
}

interface Operation {
  op: string;
  path: string;
}

/** The first operation that cannot be done, if it is one that certainly cannot; none after it is tried. */
function firstFailing(
  repository: Repository,
  resource: Resource,
  operations: readonly unknown[],
): Operation | undefined {
  const { kind, object } = resource;
  if (kind === undefined || holdsUnknown(object)) return undefined;
  let value: unknown = object;
  for (const operation of operations) {
    const result = jsonPatch(value, [operation], () => undefined);
    if (result.failed.length === 0) {
      ({ value } = result);
      continue;
    }
    const op = field(operation, "op");
    const path = field(operation, "path");
    if (typeof op !== "string" || typeof path !== "string" || !path.startsWith("/")) return undefined;
    const isCertain =
      isRead(kind, op, result.failed[0] ?? []) && !isNull(repository, resource, result.failed[0] ?? []);
    return isCertain ? { op, path } : undefined;
  }
  return undefined;
}

const STEP_IN_LIST = /^(?:-|\d+)$/;

/**
 * Whether anything at a path would be kept in an object of that kind, so that it is certain that nothing is
 * there.
 */
function isRead(kind: KindName, op: string, path: readonly string[]): boolean {
  if (!["add", "replace", "remove"].includes(op)) return false;
  // kustomize keeps notes of its own in an object's annotations, so there often are some.
  if (path[0] === "metadata" && path[1] === "annotations" && (op !== "remove" || path.length < 3))
    return false;
  const steps = path.map((step) => (STEP_IN_LIST.test(step) ? "0" : step));
  return ["x", true, 1, {}, []].some((leaf) => {
    const nested = path.reduceRight<unknown>(
      (value, step) => (STEP_IN_LIST.test(step) ? [value] : { [step]: value }),
      leaf,
    );
    return isMap(nested) && valueAt(normalise(kind, nested), steps) !== undefined;
  });
}

/** Whether null is written at a path: it can be removed, but an object as it is read does not have it. */
function isNull(repository: Repository, resource: Resource, path: readonly string[]): boolean {
  const { kind, name } = originalId(resource);
  const written = (repository.values(resource.file) ?? []).flatMap((value) => [
    value,
    ...items(field(value, "items")),
  ]);
  return written.some((value) => {
    const isIt = field(value, "kind") === kind && field(value, "metadata", "name") === name;
    return isIt && valueAt(value, path) === null;
  });
}
