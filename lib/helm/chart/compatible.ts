import { parseVersion, satisfies } from "../functions/format/versions.js";

/** Whether a version is in a range; what cannot be read is in none: helm, pkg/chartutil/compatible.go, IsCompatibleRange. */
export function isCompatible(range: string, version: string): boolean {
  const found = parseVersion(version);
  return found !== undefined && (satisfies(range)?.(found) ?? false);
}
