import { keyOf } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import { isKnown } from "../../kubernetes/objects.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { movedBuilds } from "./moved-builds.js";

/**
 * The kustomizations that neither Flux nor Argo CD is seen to apply, in both states of a repository. Somebody applies each
 * of them somewhere, such as an overlay to the cluster of its environment: so each is compared with itself.
 */
export class ApartBuilds {
  /** By each build, what it is called in both states: the directory in which it is now, or was if it is gone. */
  readonly #names = new Map<Build, string>();
  readonly #sides: readonly ReadonlyMap<string, Build>[] = [];

  constructor(before: Analysis, after: Analysis) {
    const [old, now] = [before, after].map(({ all }) => all.filter(isApart)) as [Build[], Build[]];
    const moved = movedBuilds(old, now);
    const nameOf = (build: Build) => (moved.get(build) ?? build).directory;
    // If there is only one, there is no other way to apply anything.
    if (new Set([...old, ...now].map(nameOf)).size <= 1) return;
    for (const build of [...old, ...now]) this.#names.set(build, nameOf(build));
    this.#sides = [old, now].map((builds) => new Map(builds.map((build) => [nameOf(build), build])));
  }

  /** What a build is called that is compared with itself alone; undefined for all others. */
  nameOf(build: Build): string | undefined {
    return this.#names.get(build);
  }

  /**
   * Whether two of them are two ways to apply the same, such as one for each environment: in one of the states, both have an
   * object of the same name, or one that is written in the same place.
   */
  areAlternatives(one: string, other: string): boolean {
    return this.#alternativesOf(one)(other);
  }

  readonly #alternativesOf = memoizeParts((one: string) =>
    memoizeParts((other: string) => {
      return this.#sides.some((builds) => {
        const [own, its] = [builds.get(one), builds.get(other)];
        return own !== undefined && its !== undefined && haveInCommon(own, its);
      });
    }),
  );
}

function isApart({ type }: Build): boolean {
  return type === "kustomize";
}

function haveInCommon(one: Build, other: Build): boolean {
  const [few, many] = [objectKeys(one), objectKeys(other)].sort((a, b) => a.size - b.size);
  return [...(few ?? [])].some((key) => many?.has(key));
}

/** What its objects are called, and where they are written. Several may well declare one Namespace. */
const objectKeys = memoize(({ objects }: Build): ReadonlySet<string> => {
  const own = objects.filter(({ kind }) => kind !== "Namespace");
  return new Set(
    own.flatMap((applied) => {
      const { name = "", namespace = "" } = applied.object.metadata ?? {};
      return [keyOf(applied), ...(isKnown(name) ? [`${applied.kind} ${namespace}/${name}`] : [])];
    }),
  );
});
