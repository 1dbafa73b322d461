import { isMap } from "../../../util/plain-values.js";
import type { Path } from "../../../manifests/locate.js";

const DIRECTIVE = "$patch";

/** The only list of those that are read which has a merge key in kustomize's schema: that of webhook configurations. */
const MERGED_LIST = "webhooks";
const MERGE_KEY = "name";

/**
 * Called with the path of each value that a patch writes, and with its path in the patch.
 */
type Note = (path: Path, from: Path) => void;

/**
 * A value with a strategic merge patch laid over it: maps are merged, null deletes, `$patch` deletes or
 * replaces. Lists are replaced, but for webhooks, which are merged by name: kyaml/yaml/merge2/merge2.go.
 * @param from the path of the patch in the whole patch
 * @returns the new value, undefined if the patch deletes it
 */
export function strategicMerge(
  value: unknown,
  patch: unknown,
  note: Note,
  path: Path = [],
  from: Path = path,
): unknown {
  if (patch === null || patch === undefined) return undefined;
  if (path.length === 1 && path[0] === MERGED_LIST && Array.isArray(value) && Array.isArray(patch)) {
    return mergedByKey(value, patch, note);
  }
  if (!isMap(patch)) {
    note(path, from);
    return patch;
  }
  const directive = patch[DIRECTIVE];
  if (directive === "delete") return undefined;
  // What replaces a whole object is thrown away: api/resource/resource.go, ApplyFilter.
  if (directive === "replace" && path.length === 0) return value;
  if (!isMap(value) || directive === "replace") {
    note(path, from);
    return clean(patch);
  }
  const merged = new Map(Object.entries(value));
  for (const [key, item] of Object.entries(patch)) {
    if (key === DIRECTIVE) continue;
    const next = strategicMerge(merged.get(key), item, note, [...path, key], [...from, key]);
    if (next === undefined) merged.delete(key);
    else merged.set(key, next);
  }
  return Object.fromEntries(merged);
}

/**
 * Kustomize puts the items of the patch first: kyaml/yaml/walk/associative_sequence.go. Here the others stay where they
 * are, so that the paths of what has been noted stay valid; the order of webhooks means nothing.
 */
function mergedByKey(list: readonly unknown[], patch: readonly unknown[], note: Note): unknown[] {
  const [isReplaced, deleted] = [
    patch.some(says("replace")),
    new Set<unknown>(patch.filter(says("delete")).map(keyOf)),
  ];
  const rest = isReplaced ? [] : list.filter((item) => !deleted.has(keyOf(item) ?? NO_KEY));
  const merged = [...rest];
  const indices = new Map<unknown, number>(rest.map((item, index) => [keyOf(item) ?? NO_KEY, index]));
  for (const [index, item] of patch.entries()) {
    const key = keyOf(item);
    if (says("delete")(item) || (isReplaced && key === undefined)) continue;
    const at = (key === undefined ? undefined : indices.get(key)) ?? merged.length;
    merged[at] = strategicMerge(merged[at], item, note, [MERGED_LIST, at], [MERGED_LIST, index]);
    indices.set(key ?? NO_KEY, at);
  }
  return merged;
}

const NO_KEY = Symbol("no key");

function says(directive: string): (item: unknown) => boolean {
  return (item) => isMap(item) && item[DIRECTIVE] === directive;
}

function keyOf(item: unknown): string | undefined {
  const key = isMap(item) ? item[MERGE_KEY] : undefined;
  return typeof key === "string" ? key : undefined;
}

/** What a patch adds where nothing was: itself, without its nulls and directives. */
function clean(patch: Record<string, unknown>): unknown {
  const entries = Object.entries(patch).flatMap(([key, value]) => {
    if (key === DIRECTIVE || value === null || (isMap(value) && value[DIRECTIVE] === "delete")) return [];
    return [[key, isMap(value) ? clean(value) : value] as const];
  });
  return Object.fromEntries(entries);
}
