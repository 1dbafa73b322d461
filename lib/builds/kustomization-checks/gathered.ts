import type { Repository } from "../../repository/repository.js";
import { gather, type Gathered } from "../kustomize/gather.js";
import { refusals, type Refusal } from "../kustomize/includes.js";
import { kustomizationIn } from "../kustomize/kustomization.js";
import { kustomizeOf } from "../kustomize/kustomize.js";
import { Layer } from "../kustomize/layer.js";
import type { Judged } from "./defect.js";

/** What a kustomization brings, before any of its own transformers. */
const INPUTS = [
  ...["resources", "bases", "components", "configurations", "generators"],
  ...[
    "configMapGenerator",
    "secretGenerator",
    "generatorOptions",
    "helmCharts",
    "helmChartInflationGenerator",
  ],
];

/** The kustomizations of a repository as they are gathered, each once, whole or in part. */
class Gathering {
  readonly #repository: Repository;
  readonly #refused: ReadonlyMap<string, Refusal>;
  readonly #whole = new Map<string, Gathered>();

  constructor(repository: Repository) {
    this.#repository = repository;
    const kustomize = kustomizeOf(repository);
    this.#refused = refusals(kustomize.directories, (directory) => kustomize.includes(directory));
  }

  /** What the kustomization in a directory is to those that include it; a text says why that cannot be known. */
  at(directory: string): Gathered | string {
    const refused = this.#refused.get(directory);
    if (refused !== undefined) return refused;
    const known = this.#whole.get(directory);
    const kustomization = kustomizationIn(this.#repository, directory);
    if (known || !kustomization) return known ?? "which is not there";
    const layer = new Layer(this.#repository, directory, kustomization);
    const gathered = gather(layer, (base) => this.at(base));
    this.#whole.set(directory, gathered);
    return gathered;
  }

  /** What a kustomization would be with some of its fields only; nothing where not all of that can be known. */
  part({ directory, path, value }: Judged, fields: readonly string[]): Gathered | undefined {
    if (this.#refused.has(directory)) return undefined;
    const present = fields.flatMap((name) =>
      Object.hasOwn(value, name) ? [[name, value[name]] as const] : [],
    );
    const layer = new Layer(this.#repository, directory, { path, value: Object.fromEntries(present) });
    const gathered = gather(layer, (base) => this.at(base));
    return gathered.open === undefined ? gathered : undefined;
  }
}

const known = new WeakMap<Repository, Gathering>();

export function gatheringOf(repository: Repository): Gathering {
  let gathering = known.get(repository);
  if (!gathering) known.set(repository, (gathering = new Gathering(repository)));
  return gathering;
}

/**
 * What a kustomization has gathered at a moment, after the named fields have been worked off; nothing where
 * not all of it can be known, so that nothing in it is missing for sure.
 */
export function gatheredAfter(judged: Judged, fields: readonly string[]): Gathered | undefined {
  return gatheringOf(judged.repository).part(judged, [...INPUTS, ...fields]);
}
