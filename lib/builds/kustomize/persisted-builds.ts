import { digest } from "../../util/digest.js";
import type { ResultStore, Repository } from "../../repository/repository.js";
import type { Build, FileUse } from "../build.js";
import type { Accumulated } from "./accumulate.js";

/** What an earlier run has made of a kustomization, as JSON can say it. */
interface Persisted {
  /** The paths that were looked at, those with nothing there too. */
  looked: string[];
  /** Those of which more was read than their facts. */
  read: string[];
  /** The kustomizations that it includes as resources. */
  bases: string[];
  /** Those that it names and that were refused. */
  refused: string[];
  /** A digest of what was looked at. */
  own: string;
  /** A digest of all texts that it was made of, those of its bases too. */
  texts: string;
  /** What it applies; nothing where it was only gathered for others. */
  build?: Omit<Build, "files"> & { files: [path: string, use: FileUse][] };
}

/**
 * The kustomizations that need not be gathered again after an earlier run: those of which every text is as it was.
 * What they look at follows from these texts alone, so that nothing else can have come to it.
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

  /** A digest of all texts that a kustomization is made of, and of the paths at which there is none. */
  textsOf(directory: string): string {
    return this.#of(directory).texts;
  }

  /**
   * What a kustomization applies.
   * @param make builds it now
   */
  build(directory: string, make: () => Build): Build {
    let build = this.#builds.get(directory);
    if (build) return build;
    const persisted = this.#of(directory);
    if (persisted.build) build = { ...persisted.build, files: new Map(persisted.build.files) };
    else {
      build = make();
      this.#results.set(keyOf(directory), { ...persisted, build: { ...build, files: [...build.files] } });
    }
    this.#builds.set(directory, build);
    return build;
  }

  #of(directory: string): Persisted {
    let persisted = this.#persisted.get(directory);
    if (!persisted)
      this.#persisted.set(directory, (persisted = this.#before(directory) ?? this.#now(directory)));
    return persisted;
  }

  /** What an earlier run has persisted, where that still holds. */
  #before(directory: string): Persisted | undefined {
    const persisted = this.#results.get(keyOf(directory)) as Persisted | undefined;
    // Whether one is refused follows from all that include each other.
    if (!persisted || [directory, ...persisted.bases].some(this.#isRefused)) return undefined;
    if (!persisted.refused.every(this.#isRefused)) return undefined;
    // Only where its own texts are the same does it have these bases, which so lead to no cycle.
    if (this.#ownOf(persisted) !== persisted.own || this.#allOf(persisted) !== persisted.texts)
      return undefined;
    this.#repository.recordRead(persisted.read);
    return persisted;
  }

  #now(directory: string): Persisted {
    const accumulated = this.#accumulate(directory);
    const inputs = {
      looked: [...accumulated.looked.keys()],
      read: [...accumulated.read],
      bases: [...accumulated.bases.keys()],
      refused: [...accumulated.refused],
    };
    const own = this.#ownOf(inputs);
    const persisted = { ...inputs, own, texts: this.#allOf({ ...inputs, own }) };
    this.#results.set(keyOf(directory), persisted);
    return persisted;
  }

  #ownOf({ looked, refused }: Pick<Persisted, "looked" | "refused">): string {
    const { contents } = this.#repository;
    return digest(JSON.stringify([looked.flatMap((path) => [path, contents.get(path)]), refused]));
  }

  #allOf({ own, bases }: Pick<Persisted, "own" | "bases">): string {
    return digest(JSON.stringify([own, bases.flatMap((base) => [base, this.textsOf(base)])]));
  }
}

function keyOf(directory: string): string {
  return `kustomization in ${directory}`;
}
