import { isMap } from "../../../util/plain-values.js";
import type { Path } from "../../../manifests/locate.js";

const DIRECTIVE = "$patch";

/**
 * A value with a strategic merge patch laid over it: maps are merged, null deletes, `$patch` deletes or
 * replaces. Lists are replaced: none of those that are read has a merge key in kustomize's schema.
 * kyaml/yaml/merge2/merge2.go.
 * @param note called with the path of each value that the patch writes
 * @returns the new value, undefined if the patch deletes it
 */
export function strategicMerge(
  value: unknown,
  patch: unknown,
  note: (path: Path) => void,
  path: Path = [],
): unknown {
  if (patch === null || patch === undefined) return undefined;
  if (!isMap(patch)) {
    note(path);
    return patch;
  }
  const directive = patch[DIRECTIVE];
  if (directive === "delete") return undefined;
  if (!isMap(value) || directive === "replace") {
    note(path);
    return clean(patch);
  }
  const merged = new Map(Object.entries(value));
  for (const [key, item] of Object.entries(patch)) {
    if (key === DIRECTIVE) continue;
    const next = strategicMerge(merged.get(key), item, note, [...path, key]);
    if (next === undefined) merged.delete(key);
    else merged.set(key, next);
  }
  return Object.fromEntries(merged);
}

/** What a patch adds where nothing was: itself, without its nulls and directives. */
function clean(patch: Record<string, unknown>): unknown {
  const entries = Object.entries(patch).flatMap(([key, value]) => {
    if (key === DIRECTIVE || value === null || (isMap(value) && value[DIRECTIVE] === "delete")) return [];
    return [[key, isMap(value) ? clean(value) : value] as const];
  });
  return Object.fromEntries(entries);
}
