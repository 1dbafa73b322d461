import { incrementally } from "../../util/incrementally.js";
import { MAX_HIDDEN_PARTS } from "../hidden-part.js";
import { type Leftovers, Reuse } from "./reuse.js";
import { UNKNOWN } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import type { AppliedObject, Build } from "../build.js";
import { type BaseOf, accumulate } from "./accumulate.js";
import type { Accumulated } from "./accumulator.js";
import { refusals, type Refusal } from "./include-graph.js";
import { includedDirectories, isComponent, kustomizationIn } from "./kustomization.js";
import type { KeptBuilds } from "./kept-builds.js";
import { PersistedBuilds } from "./persisted-builds.js";
import { Layer } from "./layer.js";
import { labelManagedBy } from "./transformers/labels.js";
import { followNames } from "./names/name-references.js";
import { nameOf, remember, type Resource, rewritten } from "./resource.js";
import { resolveVars } from "./names/vars.js";
import { below, directoryOf, isKustomizationFile, KUSTOMIZATION_FILES } from "../../repository/paths.js";

/** Which kustomization includes which, and which ones are refused for it. */
interface IncludeGraph {
  includes: ReadonlyMap<string, readonly string[]>;
  refused: ReadonlyMap<string, Refusal>;
}

/** The kustomizations of a repository; each is accumulated once, however many others include it. */
export class Kustomize {
  readonly #repository: Repository;
  readonly #graph: IncludeGraph;
  readonly #accumulated = new Map<string, Accumulated>();
  readonly #builds = new Map<string, { from: Accumulated; build: Build }>();
  /** The directories that are being accumulated right now. */
  readonly #underWay = new Set<string>();
  /** What still holds from an earlier state of the repository. */
  #reuse: Reuse<IncludeGraph> | undefined;
  /** What earlier runs know about the kustomizations; undefined if nothing is kept between runs. */
  readonly persisted: PersistedBuilds | undefined;
  /** What they knew, as far as it still holds in this later state. */
  readonly #kept: KeptBuilds | undefined;

  constructor(repository: Repository, before?: Kustomize) {
    this.#repository = repository;
    const left = before && before.#leave();
    // What was fetched can be in anything.
    const isAlike = left?.repository.fetchedDigest === repository.fetchedDigest;
    this.#reuse = left && isAlike ? new Reuse(repository, left) : undefined;
    this.#graph = this.#reuse?.graph ?? graphOf(repository);
    this.#kept = this.#reuse?.kept;
    this.persisted =
      repository.results &&
      new PersistedBuilds(repository, repository.results, {
        accumulate: (directory) => this.accumulate(directory),
        isRefused: (directory) => this.refusal(directory) !== undefined,
      });
  }

  /** The directories that have a kustomization, in the order of the repository. */
  get directories(): readonly string[] {
    return [...this.#graph.includes.keys()];
  }

  /** The directories with a kustomization that the one in a directory includes, each once. */
  includes(directory: string): readonly string[] {
    return this.#graph.includes.get(directory) ?? [];
  }

  /** Whether the kustomization in a directory works only inside another one. */
  isComponent(directory: string): boolean {
    const kustomization = kustomizationIn(this.#repository, directory);
    return kustomization !== undefined && isComponent(kustomization);
  }

  /** Why kustomize refuses the kustomization in a directory for what it includes; undefined if it does not. */
  refusal(directory: string): Refusal | undefined {
    return this.#graph.refused.get(directory);
  }

  /** What the kustomization in a directory applies. */
  build(directory: string): Build {
    return this.persisted && this.refusal(directory) === undefined
      ? this.persisted.build(directory, () => this.#build(directory))
      : (this.#kept?.build(directory) ?? this.#build(directory));
  }

  #build(directory: string): Build {
    const from = this.accumulate(directory);
    let cached = this.#builds.get(directory);
    if (!cached) {
      cached = {
        from,
        build: this.#reuse?.build(directory, from) ?? finish(directory, from, this.#valueOf(directory)),
      };
      this.#builds.set(directory, cached);
    }
    return cached.build;
  }

  /** What the kustomization in a directory brings to those that include it. */
  accumulate(directory: string): Accumulated {
    let accumulated = this.#accumulated.get(directory);
    if (!accumulated) {
      this.#underWay.add(directory);
      accumulated = this.#reused(directory) ?? this.#accumulateAnew(directory);
      this.#underWay.delete(directory);
      this.#accumulated.set(directory, accumulated);
    }
    return accumulated;
  }

  /** The same, if it is accumulated already. */
  accumulated(directory: string): Accumulated | undefined {
    return this.#accumulated.get(directory);
  }

  /** What a base brings, or why it brings nothing. */
  readonly baseOf: BaseOf = (base, repository = this.#repository) => {
    const kustomize = repository === this.#repository ? this : kustomizeOf(repository);
    // Only through what was fetched can one be on the way already.
    if (kustomize.#underWay.has(base)) return "which includes itself";
    return kustomize.refusal(base) ?? kustomize.accumulate(base);
  };

  #valueOf(directory: string): unknown {
    return kustomizationIn(this.#repository, directory)?.value;
  }

  #accumulateAnew(directory: string): Accumulated {
    const kustomization = kustomizationIn(this.#repository, directory);
    const refused = this.refusal(directory);
    const value = refused === undefined ? (kustomization?.value ?? {}) : {};
    const path = kustomization?.path ?? below(directory, KUSTOMIZATION_FILES[0]);
    const layer = new Layer(this.#repository, directory, { path, value });
    if (!kustomization) layer.hide("file", "is not there", { names: [directory] });
    if (refused !== undefined) layer.hide("program", `is a kustomization ${refused}`);
    return accumulate(layer, this.baseOf);
  }

  #reused(directory: string): Accumulated | undefined {
    if (this.refusal(directory) !== undefined) return undefined;
    return this.#reuse?.accumulated(directory, (base) => {
      return this.refusal(base) === undefined ? this.accumulate(base) : undefined;
    });
  }

  /** Passes on what it knows, and drops what it had from its predecessor. */
  #leave(): Leftovers<IncludeGraph> {
    this.#reuse = undefined;
    return {
      repository: this.#repository,
      graph: this.#graph,
      accumulated: this.#accumulated,
      builds: this.#builds,
      kept: this.persisted?.kept ?? this.#kept,
      isRefused: (directory) => this.refusal(directory) !== undefined,
    };
  }
}

function graphOf(repository: Repository): IncludeGraph {
  const includes = includesOf(repository);
  return { includes, refused: refusals(includes.keys(), (directory) => includes.get(directory) ?? []) };
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

/** What the kustomization in a directory of a repository applies; empty for the root. */
export function buildKustomization(repository: Repository, directory: string): Build {
  return kustomizeOf(repository).build(directory);
}

/**
 * The kustomizations of a repository. With an earlier state of it, what has not changed since is not accumulated again.
 */
export const kustomizeOf: (repository: Repository, before?: Repository) => Kustomize = incrementally(
  (repository: Repository, before: Kustomize | undefined) => new Kustomize(repository, before),
);

const LOCAL_CONFIG = "config.kubernetes.io/local-config";

/**
 * What is done at the root alone, after everything: hashes, references, vars, and leaving out objects that
 * exist only for kustomize itself: api/internal/target/kusttarget.go, makeCustomizedResMap. Labels of its own come last.
 */
function finish(directory: string, accumulated: Accumulated, kustomization: unknown): Build {
  const { configuration, vars, errors, charts, rendered, chartRefusal, doubtful, elsewhere } = accumulated;
  const hidden = [...accumulated.hidden];
  const follow = followNames(configuration.nameReference, (name, { file }) => {
    const reason = `${file} refers to '${name}', which could be several objects`;
    if (hidden.length < MAX_HIDDEN_PARTS) hidden.push({ kind: "ambiguous", reason, file, names: [name] });
  });
  const resolve = resolveVars(vars, configuration.varReference);
  const label = labelManagedBy(kustomization);
  const resources = label(resolve(follow(accumulated.resources.map(withHash))));
  const objects = resources.filter(isApplied).map((resource): AppliedObject => {
    const { kind, object, file, document, at, changes, defects } = resource;
    return {
      ...{ kind, object, file, document, at },
      ...(changes.length > 0 && { changes }),
      ...(defects.length > 0 && { defects }),
    };
  });
  return {
    type: "kustomize",
    directory,
    objects,
    hidden,
    ...(elsewhere.length > 0 && { elsewhere }),
    ...(errors.length > 0 && { errors }),
    ...(charts.size > 0 && { charts: [...charts], rendered }),
    ...(chartRefusal && { refused: chartRefusal }),
    ...(doubtful.length > 0 && { doubtful }),
    files: accumulated.files,
  };
}

/** The hash is of content that is not read, so the name it becomes part of is unknown. */
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
