import type { Path } from "../../manifests/locate.js";
import type { Place } from "../build.js";
import type { Change } from "./resource.js";

/**
 * Notes that something has written the value at a path; earlier notes about parts of that value no longer
 * count.
 */
export function noteChange(changes: readonly Change[], path: Path, by: Place): readonly Change[] {
  return [...changes.filter((change) => !startsWith(change.path, path)), { path, by }];
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => {
    const other = path[index];
    return other === step || (typeof other !== typeof step && String(other) === String(step));
  });
}
