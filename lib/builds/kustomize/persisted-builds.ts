import { digest } from "../../util/digest.js";
import type { ResultStore, Repository } from "../../repository/repository.js";
import type { Build, FileUse } from "../build.js";
import type { Accumulated } from "./accumulator.js";
import { KeptBuilds } from "./kept-builds.js";
import { valueSourcesKey } from "./value-sources.js";

/** What an earlier run has made of a kustomization, as JSON. */
interface Persisted {
  /** The paths that were looked at, including those with nothing there. */
  looked: string[];
  /** Those from which more was read than their facts. */
  read: string[];
  /** The kustomizations that it includes as resources. */
  bases: string[];
  /** The kustomizations that it names and that were refused. */
  refused: string[];
  /** A digest of what was looked at. */
  own: string;
  /** A digest of all texts that it was made from, including those of its bases. */
  texts: string;
  /** What it applies; undefined if it was only gathered for others. */
  build?: Omit<Build, "files"> & { files: [path: string, use: FileUse][] };
  /** Whether it renders charts, which depends on more than these texts, so that it is not kept for later runs. */
  hasCharts?: true;
}

/**
 * The kustomizations that need not be gathered again after an earlier run: those whose texts are all
 * unchanged. What they look at follows from these texts alone, so nothing can have been added to it.
 */
export class PersistedBuilds {
  readonly #repository: Repository;
  readonly #results: ResultStore;
  readonly #accumulate: (directory: string) => Accumulated;
  readonly #isRefused: (directory: string) => boolean;
  readonly #persisted = new Map<string, Persisted>();
  readonly #builds = new Map<string, Build>();

  constructor(
    repository: Repository,
    results: ResultStore,
    kustomize: { accumulate: (directory: string) => Accumulated; isRefused: (directory: string) => boolean },
  ) {
    this.#repository = repository;
    this.#results = results;
    this.#accumulate = kustomize.accumulate;
    this.#isRefused = kustomize.isRefused;
  }

  /** A digest of all texts that a kustomization is made from, and of the paths at which there is none. */
  textsOf(directory: string): string {
    return this.#entry(directory).texts;
  }

  /**
   * What a kustomization applies.
   * @param make builds it now
   */
  build(directory: string, make: () => Build): Build {
    let build = this.#builds.get(directory);
    if (build) return build;
    const persisted = this.#entry(directory);
    if (persisted.build) build = { ...persisted.build, files: new Map(persisted.build.files) };
    else {
      build = make();
      if (!persisted.hasCharts)
        this.#results.set(keyOf(directory), { ...persisted, build: { ...build, files: [...build.files] } });
    }
    this.#builds.set(directory, build);
    return build;
  }

  /** What is known so far, for later states, which do not ask the store again. */
  get kept(): KeptBuilds {
    const known = [...this.#persisted].filter(([, { hasCharts }]) => !hasCharts);
    return new KeptBuilds(
      new Map(
        known.map(([directory, { looked, bases }]) => {
          return [directory, { build: this.#builds.get(directory), looked, bases }];
        }),
      ),
    );
  }

  #entry(directory: string): Persisted {
    let persisted = this.#persisted.get(directory);
    if (!persisted)
      this.#persisted.set(directory, (persisted = this.#restore(directory) ?? this.#compute(directory)));
    return persisted;
  }

  /** What an earlier run has persisted, if it still holds. */
  #restore(directory: string): Persisted | undefined {
    const persisted = this.#results.get(keyOf(directory)) as Persisted | undefined;
    // Whether one is refused depends on all that include each other, so it is asked anew.
    if (!persisted || [directory, ...persisted.bases].some(this.#isRefused)) return undefined;
    if (!persisted.refused.every(this.#isRefused)) return undefined;
    // Its own texts come first: only if they are the same are these its bases, so following them leads into no
    // cycle.
    if (
      this.#digestOwn(directory, persisted) !== persisted.own ||
      this.#digestAll(persisted) !== persisted.texts
    )
      return undefined;
    this.#repository.recordRead(persisted.read);
    return persisted;
  }

  #compute(directory: string): Persisted {
    const accumulated = this.#accumulate(directory);
    const inputs = {
      looked: [...accumulated.looked.keys()],
      read: [...accumulated.read],
      bases: [...accumulated.bases.keys()],
      refused: [...accumulated.refused],
    };
    const own = this.#digestOwn(directory, inputs);
    const persisted = { ...inputs, own, texts: this.#digestAll({ ...inputs, own }) };
    if (accumulated.charts.size > 0) return { ...persisted, hasCharts: true };
    this.#results.set(keyOf(directory), persisted);
    return persisted;
  }

  #digestOwn(directory: string, { looked, refused }: Pick<Persisted, "looked" | "refused">): string {
    const { contents } = this.#repository;
    const texts = looked.flatMap((path) => [path, contents.get(path)]);
    const sources = valueSourcesKey(this.#repository, directory);
    return digest(JSON.stringify([texts, refused, sources, this.#repository.fetchedDigest]));
  }

  #digestAll({ own, bases }: Pick<Persisted, "own" | "bases">): string {
    return digest(JSON.stringify([own, bases.flatMap((base) => [base, this.textsOf(base)])]));
  }
}

function keyOf(directory: string): string {
  return `kustomization in ${directory}`;
}
