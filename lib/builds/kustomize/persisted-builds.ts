import { digest } from "../../util/digest.js";
import type { KnownResults, Repository } from "../../repository/repository.js";
import type { Build, FileUse } from "../build.js";
import type { Gathered } from "./accumulate.js";

/** What an earlier run has made of a kustomization, as JSON can say it. */
interface Kept {
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
export class KeptBuilds {
  readonly #repository: Repository;
  readonly #results: KnownResults;
  readonly #gather: (directory: string) => Gathered;
  readonly #isRefused: (directory: string) => boolean;
  readonly #kept = new Map<string, Kept>();
  readonly #builds = new Map<string, Build>();

  constructor(
    repository: Repository,
    results: KnownResults,
    kustomize: { gather: (directory: string) => Gathered; isRefused: (directory: string) => boolean },
  ) {
    this.#repository = repository;
    this.#results = results;
    this.#gather = kustomize.gather;
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
    const kept = this.#of(directory);
    if (kept.build) build = { ...kept.build, files: new Map(kept.build.files) };
    else {
      build = make();
      this.#results.set(keyOf(directory), { ...kept, build: { ...build, files: [...build.files] } });
    }
    this.#builds.set(directory, build);
    return build;
  }

  #of(directory: string): Kept {
    let kept = this.#kept.get(directory);
    if (!kept) this.#kept.set(directory, (kept = this.#before(directory) ?? this.#now(directory)));
    return kept;
  }

  /** What an earlier run has kept, where that still holds. */
  #before(directory: string): Kept | undefined {
    const kept = this.#results.get(keyOf(directory)) as Kept | undefined;
    // Whether one is refused follows from all that include each other.
    if (!kept || [directory, ...kept.bases].some(this.#isRefused)) return undefined;
    if (!kept.refused.every(this.#isRefused)) return undefined;
    // Only where its own texts are the same does it have these bases, which so lead to no cycle.
    if (this.#ownOf(kept) !== kept.own || this.#allOf(kept) !== kept.texts) return undefined;
    this.#repository.noteAsked(kept.read);
    return kept;
  }

  #now(directory: string): Kept {
    const gathered = this.#gather(directory);
    const inputs = {
      looked: [...gathered.looked.keys()],
      read: [...gathered.read],
      bases: [...gathered.bases.keys()],
      refused: [...gathered.refused],
    };
    const own = this.#ownOf(inputs);
    const kept = { ...inputs, own, texts: this.#allOf({ ...inputs, own }) };
    this.#results.set(keyOf(directory), kept);
    return kept;
  }

  #ownOf({ looked, refused }: Pick<Kept, "looked" | "refused">): string {
    const { contents } = this.#repository;
    return digest(JSON.stringify([looked.flatMap((path) => [path, contents.get(path)]), refused]));
  }

  #allOf({ own, bases }: Pick<Kept, "own" | "bases">): string {
    return digest(JSON.stringify([own, bases.flatMap((base) => [base, this.textsOf(base)])]));
  }
}

function keyOf(directory: string): string {
  return `kustomization in ${directory}`;
}
