import { push } from "../../util/group-by.js";
import type { Build } from "../build.js";

/** What an earlier run knew of a kustomization. */
export interface KeptBuild {
  /** What it applies; undefined if only others include it. */
  build: Build | undefined;
  /** The paths that it has looked at itself. */
  looked: readonly string[];
  /** The kustomizations that it includes as resources. */
  bases: readonly string[];
}

/**
 * What an earlier run knew of kustomizations and still holds. These have not been gathered in this process, and need not
 * be as long as nothing that they are made from changes.
 */
export class KeptBuilds {
  readonly #kept: ReadonlyMap<string, KeptBuild>;

  constructor(kept: ReadonlyMap<string, KeptBuild>) {
    this.#kept = kept;
  }

  /** What the kustomization in a directory applies; undefined if that is not known any more. */
  build(directory: string): Build | undefined {
    return this.#kept.get(directory)?.build;
  }

  /** What still holds once some files have changed, which are no kustomizations. */
  after(changed: ReadonlySet<string>): KeptBuilds {
    const stale = new Set<string>();
    for (const [directory, { looked }] of this.#kept)
      if (looked.some((path) => changed.has(path))) stale.add(directory);
    if (stale.size === 0) return this;
    const including = new Map<string, string[]>();
    for (const [directory, { bases }] of this.#kept) {
      for (const base of bases) push(including, base, directory);
    }
    // Those that are added meanwhile are gone through as well.
    for (const directory of stale) for (const one of including.get(directory) ?? []) stale.add(one);
    return new KeptBuilds(new Map([...this.#kept].filter(([directory]) => !stale.has(directory))));
  }
}
