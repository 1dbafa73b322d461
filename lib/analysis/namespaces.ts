import { field } from "../util/plain-values.js";
import { isNamespaced, WORKLOADS } from "../kubernetes/kinds.js";
import { isKnown } from "../kubernetes/objects.js";
import { isDnsLabel } from "../kubernetes/rbac/subjects.js";
import type { Direction } from "../kubernetes/network-policy/network-policy.js";
import type { AppliedObject, Build, Place } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { differ } from "../builds/controllers/clusters.js";
import { groupBy, push } from "../util/group-by.js";
import { memoizePairs } from "../util/memoize.js";
import { isAtOrBelow } from "../repository/paths.js";
import { isFetched } from "../repository/sources/fetched.js";
import { comparePlaces } from "./place-order.js";
import { AppliedPolicies, type IsolationOptions, type NamespaceIsolation } from "./applied-policies.js";

/** A namespace as the repository makes it, however many builds take part. */
export interface AppliedNamespace {
  name: string;
  /** The one place where it is reported. */
  place: Place;
  /** The directory that would make it, if neither Flux nor Argo CD reaches any that does. */
  unreached?: string;
  /** Whether the traffic of its pods in a direction is limited to what policies allow. */
  isolation: (direction: Direction, options?: IsolationOptions) => NamespaceIsolation;
}

/** Namespaces that OpenShift itself makes, and isolates as it needs; they count only where they are declared. */
const OPENSHIFT = /^openshift(?:-|$)/;

/**
 * The namespaces that exist: those that a Namespace object declares, that a workload is in, or that a
 * kustomization, a Flux Kustomization or an Application sets. Each has one place: the first Namespace object
 * by path and position, else the first that makes it. A namespace of several clusters has a place for each in
 * which something else makes it.
 */
export function namespacesOf(builds: BuildSet): AppliedNamespace[] {
  const world = new NamespaceModel(builds);
  return [...world.claims]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, claims]) => {
      const clusterNames = claims.flatMap(({ build }) => build.cluster ?? []);
      const clusters = clusterNames.length === 0 ? [undefined] : [...new Set(clusterNames)];
      const placed = clusters.map((cluster) => {
        const { build, place } = firstClaim(claims.filter((claim) => !differ(claim.build.cluster, cluster)));
        return { cluster, place, build };
      });
      const unreached = claims.every(({ build }) => build.isUnreached) && placed[0]?.build.directory;
      return togetherByPlace(placed).map((same) => ({
        name,
        place: (same[0] as { place: Place }).place,
        ...(typeof unreached === "string" && { unreached: unreached || "." }),
        isolation: remembered((direction, options) => {
          const results = same.map(({ cluster }) => world.isolation(name, cluster, direction, options));
          return WORST_FIRST.flatMap(
            (state) => results.find((one) => one.state === state) ?? [],
          )[0] as NamespaceIsolation;
        }),
      }));
    });
}

/** What has the same place. Most have one, of which no key is needed. */
function togetherByPlace<Item extends { place: Place }>(all: readonly Item[]): (readonly Item[])[] {
  return all.length === 1 ? [all] : [...groupBy(all, ({ place }) => JSON.stringify(place)).values()];
}

/** Caches the answers: several rules ask the same, and one of them for every policy. */
function remembered(
  ask: (direction: Direction, options: IsolationOptions) => NamespaceIsolation,
): AppliedNamespace["isolation"] {
  const answers = new Map<string, NamespaceIsolation>();
  return (direction, { strict = false, withoutOpen = false } = {}) => {
    const key = `${direction} ${strict} ${withoutOpen}`;
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = ask(direction, { strict, withoutOpen })));
    return answer;
  };
}

/** The worst state that a namespace has in any cluster counts for all clusters that share its place. */
const WORST_FIRST = [
  "open",
  "cancelled",
  "unknown",
  "denied",
] as const satisfies NamespaceIsolation["state"][];

/** That a build makes a namespace, and where. */
interface Claim {
  build: Build;
  place: Place;
  /** Whether there is a Namespace object, which takes precedence. */
  declared: boolean;
}

/** What all builds say about namespaces. */
class NamespaceModel {
  readonly claims = new Map<string, Claim[]>();
  readonly #labels = new Map<string, Record<string, string>>();
  readonly #policies: AppliedPolicies;
  /** The builds that put anything into a namespace. */
  readonly #touching = new Map<string, Set<Build>>();

  constructor(builds: BuildSet) {
    this.#policies = new AppliedPolicies(builds);
    const isOpenShift = builds.platform === "openshift";
    for (const build of builds.all) {
      // It may be installed into any namespace, or never.
      if (build.isDefault) continue;
      const { touched, claims, labels } = namespacesIn(build, makersOf(builds, build));
      for (const name of touched) {
        const touching = this.#touching.get(name);
        if (touching) touching.add(build);
        else this.#touching.set(name, new Set([build]));
      }
      for (const [name, claim] of claims) {
        if (claim.declared || !(isOpenShift && OPENSHIFT.test(name))) push(this.claims, name, claim);
      }
      for (const [name, own] of labels) this.#labels.set(name, { ...own, ...this.#labels.get(name) });
    }
  }

  /** Whether the traffic of a namespace's pods in a direction is limited, in one cluster or in any. */
  isolation(
    name: string,
    cluster: string | undefined,
    direction: Direction,
    options: IsolationOptions,
  ): ReturnType<AppliedNamespace["isolation"]> {
    const namespace = { name, labels: this.#labels.get(name) };
    const touching = [...(this.#touching.get(name) ?? [])].filter(
      ({ cluster: its }) => !differ(its, cluster),
    );
    return this.#policies.isolation({ namespace, cluster, direction, touching }, options);
  }
}

/** What one build says about namespaces. */
interface NamespacesIn {
  /** Those that it puts anything into. */
  touched: ReadonlySet<string>;
  /** Its best claim for each. */
  claims: ReadonlyMap<string, Claim>;
  /** The labels that it declares. */
  labels: ReadonlyMap<string, Record<string, string>>;
}

/** What a build says about namespaces, on any platform. */
const namespacesIn = memoizePairs((build: Build, makers: ReadonlyMap<string, Place>): NamespacesIn => {
  const touched = new Set<string>();
  const claims = new Map<string, Claim>();
  const labelsOf = new Map<string, Record<string, string>>();
  const note = (name: string, { place, declared }: Omit<Claim, "build">) => {
    const claim = { place: placeHere(build, place), declared };
    const best = claims.get(name);
    if (!best || isBetter(claim, best)) claims.set(name, { build, ...claim });
  };
  for (const { name, place, created } of build.namespaces ?? []) {
    touched.add(name);
    if (created) note(name, { place, declared: false });
  }
  for (const object of build.objects) {
    const { name, namespace, labels } = object.object.metadata ?? {};
    if (object.kind === "Namespace") {
      if (!isNamespaceName(name)) continue;
      touched.add(name);
      note(name, { place: placeIn(object, ["metadata", "name"]), declared: true });
      labelsOf.set(name, { ...labels, ...labelsOf.get(name) });
    } else if (isNamespaceName(namespace)) {
      touched.add(namespace);
      if (!isNamespaced(object.kind)) continue;
      const isUsed = WORKLOADS.has(object.kind);
      const place = makers.get(namespace) ?? (isUsed && placeIn(object, ["metadata", "namespace"]));
      if (place) note(namespace, { place, declared: false });
    }
  }
  return { touched, claims, labels: labelsOf };
});

/** A place in the repository itself: for what was fetched, where that is brought in. */
function placeHere({ elsewhere = [] }: Build, place: Place): Place {
  if (!isFetched(place.file)) return place;
  const here = elsewhere.filter((one) => !isFetched(one.place.file));
  const own = here.find(({ directory }) => directory !== undefined && isAtOrBelow(place.file, directory));
  return (own ?? here[0])?.place ?? place;
}

/** Whether a namespace can have that name; what cannot, such as `MY_NAMESPACE`, stands for one that is filled in. */
function isNamespaceName(name: string | undefined): name is string {
  return isKnown(name) && isDnsLabel(name);
}

function firstClaim(claims: readonly Claim[]): Claim {
  const [first, ...others] = claims as readonly [Claim, ...Claim[]];
  return others.reduce((best, claim) => (isBetter(claim, best) ? claim : best), first);
}

function isBetter(one: Omit<Claim, "build">, other: Omit<Claim, "build">): boolean {
  return one.declared === other.declared ? comparePlaces(one.place, other.place) < 0 : one.declared;
}

/** Cached by build, since a build stays the same only while the kustomizations do that it is made from. */
const makersCache = new WeakMap<Build, ReadonlyMap<string, Place>>();

/** What sets the namespace of what a build applies: a kustomization, or the object that applies the build. */
export function makersOf(builds: BuildSet, build: Build): ReadonlyMap<string, Place> {
  const cached = makersCache.get(build);
  if (cached) return cached;
  const makers = new Map<string, Place>();
  makersCache.set(build, makers);
  for (const [file, use] of build.files) {
    if (use !== "kustomization") continue;
    const kustomization = builds.repository.files.get(file)?.kustomization;
    const namespace = field(kustomization, "namespace");
    if (typeof namespace === "string" && !makers.has(namespace))
      makers.set(namespace, { file, document: 0, path: ["namespace"] });
  }
  for (const { name, place } of build.namespaces ?? []) if (!makers.has(name)) makers.set(name, place);
  return makers;
}

function placeIn({ file, document, at }: AppliedObject, path: readonly string[]): Place {
  return { file, document, path: [...at, ...path] };
}
