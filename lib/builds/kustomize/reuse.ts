import { isDeepStrictEqual } from "node:util";
import type { Repository } from "../../repository/repository.js";
import type { Build } from "../build.js";
import type { Accumulated } from "./accumulator.js";
import type { KeptBuilds } from "./kept-builds.js";
import { hasSameKustomizations } from "./kustomization.js";
import { takeOverValueSources, valueSourcesKey } from "./value-sources.js";

/** What one state of a repository leaves to the next. */
export interface Leftovers<Graph> {
  repository: Repository;
  graph: Graph;
  accumulated: ReadonlyMap<string, Accumulated>;
  builds: ReadonlyMap<string, { from: Accumulated; build: Build }>;
  /** What it knew of an earlier run. */
  kept: KeptBuilds | undefined;
  isRefused(directory: string): boolean;
}

/** What an earlier state of the same repository has accumulated, as far as it still holds. */
export class Reuse<Graph> {
  readonly #before: Leftovers<Graph>;
  readonly #changed: readonly string[];
  readonly #repository: Repository;
  readonly #hasSameSources: boolean;

  constructor(repository: Repository, before: Leftovers<Graph>) {
    this.#repository = repository;
    this.#before = before;
    this.#changed = repository.differingFrom(before.repository);
    this.#hasSameSources = takeOverValueSources(repository, before.repository);
  }

  /** Which kustomization includes which, if no kustomization has changed. */
  get graph(): Graph | undefined {
    const states = [this.#repository, this.#before.repository];
    const isSame = (path: string) => {
      const [one, other] = states.map(({ files }) => files.get(path)?.kustomization);
      return isDeepStrictEqual(one, other);
    };
    return this.#changed.every(isSame) ? this.#before.graph : undefined;
  }

  /** What is still known of an earlier run, if no kustomization has changed and replacements take the same values. */
  get kept(): KeptBuilds | undefined {
    const { kept, repository } = this.#before;
    const isSame = hasSameKustomizations(this.#repository, repository) && this.#hasSameSources;
    return isSame ? kept?.after(new Set(this.#changed)) : undefined;
  }

  /**
   * What a kustomization accumulated, if all that it was made from is the same.
   * @param now what its bases accumulate now; undefined for one that is refused
   */
  accumulated(directory: string, now: (base: string) => Accumulated | undefined): Accumulated | undefined {
    const before = this.#before.accumulated.get(directory);
    if (!before || this.#before.isRefused(directory)) return undefined;
    // What a chart renders depends on more than files of kustomizations.
    if (before.charts.size > 0) return undefined;
    if (before.sources !== valueSourcesKey(this.#repository, directory)) return undefined;
    if (this.#changed.some((path) => before.looked.has(path))) return undefined;
    return [...before.bases].every(([base, as]) => now(base) === as) ? before : undefined;
  }

  /** What was built from the same accumulation. */
  build(directory: string, from: Accumulated): Build | undefined {
    const before = this.#before.builds.get(directory);
    return before?.from === from ? before.build : undefined;
  }
}
