import type { Applied } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import type { NamespaceFacts } from "../../kubernetes/labels/label-selector.js";
import { mayGenerateIsolation } from "../../kubernetes/network-policy/kyverno.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import { mayGoInto, mayHoldPolicies } from "../hidden-policies.js";
import { type Selecting, unknownPolicy } from "./policies.js";
import { namespacesOfObjects } from "../namespaces-of-objects.js";

/** The policies that may be in a cluster and that the repository does not show. */
export class UnseenPolicies {
  readonly #hidden: readonly { part: HiddenPart; build: Build }[];
  readonly #generating: readonly Applied[];
  readonly #named: ReadonlyMap<Build, ReadonlySet<string>>;

  /**
   * @param builds those of the cluster
   * @param generating what they apply that may make policies
   */
  constructor(set: BuildSet, builds: readonly Build[], generating: readonly Applied[]) {
    const mayHold = memoize((part: HiddenPart) => mayHoldPolicies(set, part));
    this.#hidden = builds.flatMap((build) => build.hidden.filter(mayHold).map((part) => ({ part, build })));
    this.#generating = generating;
    this.#named = new Map(builds.map((build) => [build, namespacesNamedIn(build)]));
  }

  /** The hidden part that may bring policies into a namespace; undefined if there is none. */
  readonly partIn = memoizeParts((namespace: string): HiddenPart | undefined => {
    return this.#hidden.find(({ part, build }) => {
      const names = this.#named.get(build);
      const reach = { isOwn: names?.has(namespace) ?? false, isAnywhere: (names?.size ?? 0) === 0 };
      return mayGoInto(part, namespace, reach);
    })?.part;
  });

  /** What a hidden part, or a policy that makes others, may do in a namespace: a policy of which nothing is known. */
  policiesIn(namespace: NamespaceFacts, direction: Direction): Selecting[] {
    const doubt = this.partIn(namespace.name)?.reason ?? this.#generatedIn(namespace, direction);
    if (doubt === undefined) return [];
    return [unknownPolicy(direction, doubt)];
  }

  #generatedIn(namespace: NamespaceFacts, direction: Direction): string | undefined {
    const generating = this.#generating.find(({ object }) => {
      return mayGenerateIsolation(object.object, { direction, namespace }, () => true);
    });
    const words = generating?.object.object.metadata?.name ?? "";
    return generating && `Kyverno's policy '${words}' generates policies`;
  }
}

/** The namespaces that a build puts anything into, or is told to. */
export const namespacesNamedIn = memoize((build: Build): ReadonlySet<string> => {
  return new Set([...namespacesOfObjects(build), ...(build.namespaces ?? []).map(({ name }) => name)]);
});
