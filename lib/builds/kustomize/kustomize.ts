import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import type { AppliedObject, Build } from "../build.js";
import { type BaseOf, gather, type Gathered } from "./accumulate.js";
import { refusals, type Refusal } from "./include-graph.js";
import { includedDirectories, isComponent, kustomizationIn } from "./kustomization.js";
import { KeptBuilds } from "./persisted-builds.js";
import { Layer } from "./layer.js";
import { followNames } from "./names/name-references.js";
import { nameOf, remember, type Resource, rewritten } from "./resource.js";
import { resolveVars } from "./names/vars.js";
import { below, directoryOf, isKustomizationFile, KUSTOMIZATION_FILES } from "../../repository/paths.js";

/** The kustomizations of a repository; each is gathered once, however many others include it. */
export class Kustomize {
  readonly #repository: Repository;
  readonly #includes: ReadonlyMap<string, readonly string[]>;
  readonly #gathered = new Map<string, Gathered>();
  readonly #builds = new Map<string, { from: Gathered; build: Build }>();
  readonly #refused: ReadonlyMap<string, Refusal>;
  /** What is left of an earlier state of the repository, for what has not changed since. */
  #before: Kustomize | undefined;
  readonly #kept: KeptBuilds | undefined;
  /** The files that have changed since then. */
  readonly #changed: readonly string[];

  constructor(repository: Repository, before?: Kustomize) {
    this.#repository = repository;
    this.#before = before;
    this.#kept =
      repository.results &&
      new KeptBuilds(repository, repository.results, {
        gather: (directory) => this.gather(directory),
        isRefused: (directory) => this.#refused.has(directory),
      });
    if (before) before.#before = undefined;
    const earlier = before ? before.#repository : repository;
    this.#changed = repository.differingFrom(earlier);
    const isSameKustomization = (path: string) => {
      const [one, other] = [repository, earlier].map(({ files }) => files.get(path)?.kustomization);
      return isDeepStrictEqual(one, other);
    };
    if (before && this.#changed.every(isSameKustomization)) {
      this.#includes = before.#includes;
      this.#refused = before.#refused;
    } else {
      this.#includes = includesOf(repository);
      this.#refused = refusals(this.#includes.keys(), (directory) => this.includes(directory));
    }
  }

  /** The directories that have a kustomization, in the order of the repository. */
  get directories(): readonly string[] {
    return [...this.#includes.keys()];
  }

  /** The directories with a kustomization that the one in a directory includes, each once. */
  includes(directory: string): readonly string[] {
    return this.#includes.get(directory) ?? [];
  }

  /** Whether the kustomization in a directory works only inside another one. */
  isComponent(directory: string): boolean {
    const kustomization = kustomizationIn(this.#repository, directory);
    return kustomization !== undefined && isComponent(kustomization);
  }

  /** What the kustomization in a directory applies. */
  build(directory: string): Build {
    return this.#kept && !this.#refused.has(directory)
      ? this.#kept.build(directory, () => this.#build(directory))
      : this.#build(directory);
  }

  /** What earlier runs know of the kustomizations; nothing where nothing is kept between runs. */
  get kept(): KeptBuilds | undefined {
    return this.#kept;
  }

  #build(directory: string): Build {
    const gathered = this.gather(directory);
    const known = this.#builds.get(directory) ?? (this.#before && this.#before.#builds.get(directory));
    const build = known?.from === gathered ? known.build : finish(directory, gathered);
    this.#builds.set(directory, { from: gathered, build });
    return build;
  }

  /** Why kustomize refuses the kustomization in a directory for what it includes; nothing where it does not. */
  refusal(directory: string): Refusal | undefined {
    return this.#refused.get(directory);
  }

  /** What the kustomization in a directory is to those that include it. */
  gather(directory: string): Gathered {
    let gathered = this.#gathered.get(directory);
    if (!gathered) {
      gathered = this.#reuse(directory) ?? this.#gatherAnew(directory);
      this.#gathered.set(directory, gathered);
    }
    return gathered;
  }

  /** The same where it is known already. */
  gathered(directory: string): Gathered | undefined {
    return this.#gathered.get(directory);
  }

  #gatherAnew(directory: string): Gathered {
    const kustomization = kustomizationIn(this.#repository, directory);
    const refused = this.#refused.get(directory);
    const value = refused === undefined ? (kustomization?.value ?? {}) : {};
    const path = kustomization?.path ?? below(directory, KUSTOMIZATION_FILES[0]);
    const layer = new Layer(this.#repository, directory, { path, value });
    if (!kustomization) layer.miss("is not there");
    if (refused !== undefined) layer.miss(`is a kustomization ${refused}`);
    return gather(layer, this.baseOf);
  }

  /** What a base brings, or why it brings nothing. */
  readonly baseOf: BaseOf = (base) => this.refusal(base) ?? this.gather(base);

  /** What was gathered before, if everything it was made from is still the same. */
  #reuse(directory: string): Gathered | undefined {
    const before = this.#before;
    const gathered = before && before.#gathered.get(directory);
    if (!gathered || this.#refused.has(directory) || before.#refused.has(directory)) return undefined;
    if (this.#changed.some((path) => gathered.looked.has(path))) return undefined;
    for (const [base, as] of gathered.bases) {
      if (this.#refused.has(base) || this.gather(base) !== as) return undefined;
    }
    return gathered;
  }
}

/** The directories with a kustomization, and those that each includes. */
function includesOf(repository: Repository): Map<string, readonly string[]> {
  const includes = new Map<string, readonly string[]>();
  for (const path of repository.files.keys()) {
    const directory = directoryOf(path);
    if (isKustomizationFile(path) && kustomizationIn(repository, directory)) {
      includes.set(directory, includedDirectories(repository, directory));
    }
  }
  return includes;
}

/** What the kustomization in a directory of a repository applies; the empty text is the root. */
export function buildKustomization(repository: Repository, directory: string): Build {
  return kustomizeOf(repository).build(directory);
}

const known = new WeakMap<Repository, Kustomize>();

/**
 * The kustomizations of a repository.
 * @param before an earlier state of the same repository: what has not changed since is not gathered again
 */
export function kustomizeOf(repository: Repository, before?: Repository): Kustomize {
  let kustomize = known.get(repository);
  if (!kustomize) {
    kustomize = new Kustomize(repository, before && known.get(before));
    known.set(repository, kustomize);
  }
  return kustomize;
}

const LOCAL_CONFIG = "config.kubernetes.io/local-config";

/**
 * What is done at the root alone, after everything: hashes, references, vars, and leaving out what is only
 * there for kustomize itself: api/internal/target/kusttarget.go, makeCustomizedResMap.
 */
function finish(directory: string, gathered: Gathered): Build {
  const { configuration, vars } = gathered;
  let { open } = gathered;
  const follow = followNames(configuration.nameReference, (name, { file }) => {
    open ??= `${file} refers to '${name}', which could be several objects`;
  });
  const resolve = resolveVars(vars, configuration.varReference);
  const resources = resolve(follow(gathered.resources.map(withHash)));
  const objects = resources.filter(isApplied).map((resource): AppliedObject => {
    const { kind, object, file, document, at, changes } = resource;
    return { kind, object, file, document, at, ...(changes.length > 0 && { changes }) };
  });
  return {
    type: "kustomize",
    directory,
    objects,
    ...(open !== undefined && { open }),
    files: gathered.files,
  };
}

/** A hash is of content that is not read, so the name that is made with it is an unknown one. */
function withHash(resource: Resource): Resource {
  if (!resource.hashed) return resource;
  const { object } = resource;
  const metadata = { ...object.metadata, name: `${nameOf(resource)}-${UNKNOWN}` };
  return rewritten(remember(resource), { ...object, metadata }) ?? resource;
}

function isApplied(resource: Resource): resource is Resource & AppliedObject {
  const local = resource.object.metadata?.annotations?.[LOCAL_CONFIG];
  return resource.kind !== undefined && (local === undefined || local === "false");
}
