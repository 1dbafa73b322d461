import { RefusedValues } from "./refused-values.js";
import type { Release } from "./release.js";

/** How something installs a chart of the repository, or why it cannot. */
export type InstalledRelease = { release: Release } | { refused: RefusedValues };

/** How something installs a chart, if the values are not refused that it gives. */
export function installedRelease(release: () => Release): InstalledRelease {
  try {
    return { release: release() };
  } catch (error) {
    if (!(error instanceof RefusedValues)) throw error;
    return { refused: error };
  }
}
