import { field, isMap, items } from "../../util/plain-values.js";
import { kindOf, KINDS_IN_MANIFESTS } from "../../kubernetes/kinds.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import type { Accumulated } from "../../builds/kustomize/accumulator.js";
import type { Resource } from "../../builds/kustomize/resource.js";
import { selectorOf } from "../../builds/kustomize/selectors/selector.js";
import type { Defect, Judged } from "./defect.js";
import { jsonPatchDefect } from "./json-patches.js";
import type { WrittenPatch } from "./patch-texts.js";
import { objectName } from "../../builds/kustomize/resource.js";

/** What is wrong with a patch that has a target. */
export function targetDefect(
  { repository }: Judged,
  gathered: Accumulated,
  patch: WrittenPatch,
  { strict }: { strict: boolean },
): Defect[] {
  const { target, at } = patch;
  const selects = isMap(target) ? selectorOf(target) : undefined;
  if (!isMap(target) || !selects) return [];
  const selected = gathered.resources.filter((resource) => selects(resource) !== false);
  if (selected.length === 0) {
    if (!strict || !isPlain(repository, gathered, target)) return [];
    const { key, hint } = tooNarrow(target, gathered.resources);
    return [{ at: [...at, "target", key], id: "emptyTarget", data: { hint } }];
  }
  const certain = selected.filter((resource) => selects(resource) === true);
  return jsonPatchDefect(repository, patch, certain) ?? [];
}

const FIELDS = ["name", "namespace", "labelSelector", "annotationSelector", "version", "group", "kind"];

/** The one field without which a target would select something, and what that is. */
function tooNarrow(
  target: Readonly<Record<string, unknown>>,
  resources: readonly Resource[],
): { key: string; hint: string } {
  for (const key of FIELDS) {
    const selects = selectorOf({ ...target, [key]: undefined });
    const found = resources.find((resource) => resource.kind !== undefined && selects?.(resource) === true);
    if (found) return { key, hint: ` Without '${key}' it would select ${objectName(found.object)}.` };
  }
  const key = ["name", "kind"].find((name) => Object.hasOwn(target, name)) ?? "kind";
  return { key, hint: " Correct it, or remove the patch." };
}

/** Whether a target can only be for objects that are read and whose names are known. */
function isPlain(
  repository: Repository,
  gathered: Accumulated,
  target: Readonly<Record<string, unknown>>,
): boolean {
  const { kind } = target;
  if (typeof kind !== "string" || !KINDS_IN_MANIFESTS.has(kind)) return false;
  if (!Object.values(target).every((text) => typeof text === "string" && isKnown(text))) return false;
  const isDoubtful = ({ object }: Resource) => object.kind === kind && !isKnown(object.metadata?.name);
  return !gathered.resources.some(isDoubtful) && !holdsOtherKind(repository, gathered, kind);
}

/** Whether an object of that kind but of another API group, which is not read, is among what is gathered. */
function holdsOtherKind(repository: Repository, { files }: Accumulated, kind: string): boolean {
  const isOther = (value: unknown): boolean => {
    if (!isMap(value)) return false;
    if (value.kind === kind && kindOf(value.apiVersion, kind) === undefined) return true;
    return items(field(value, "items")).some((item) => field(item, "kind") === kind && isOther(item));
  };
  return [...files].some(
    ([path, use]) => use === "resource" && (repository.values(path) ?? []).some((value) => isOther(value)),
  );
}
