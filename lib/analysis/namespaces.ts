import { field } from "../util/plain-values.js";
import { isNamespaced, WORKLOADS } from "../kubernetes/kinds.js";
import {
  type Direction,
  type Isolation,
  isolation,
  type IsolatingPolicy,
  isOpen,
} from "../kubernetes/network-policy/network-policy.js";
import { isKnown, type KindName } from "../kubernetes/objects.js";
import type { AppliedObject, Build, Place } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { differ } from "../builds/controllers/clusters.js";
import { groupBy } from "../util/group-by.js";

/** A namespace as the repository makes it, however many builds take part. */
export interface AppliedNamespace {
  name: string;
  /** The one place where it is reported. */
  place: Place;
  /** Whether the traffic of its pods in a direction is limited to what policies allow. */
  isolation: (direction: Direction, options?: IsolationOptions) => Isolation & { policy?: AppliedObject };
}

interface IsolationOptions {
  /** Only a policy that selects all pods and allows nothing by itself counts. */
  strict?: boolean;
  /** NetworkPolicies that let everything through do not count. */
  withoutOpen?: boolean;
}

/** Namespaces that OpenShift itself makes, and isolates as it needs; they count only where they are declared. */
const OPENSHIFT = /^openshift(?:-|$)/;

const POLICIES: ReadonlySet<KindName> = new Set([
  "NetworkPolicy",
  "CiliumNetworkPolicy",
  "CiliumClusterwideNetworkPolicy",
  "CalicoNetworkPolicy",
  "GlobalNetworkPolicy",
  "AdminNetworkPolicy",
  "BaselineAdminNetworkPolicy",
  "ClusterNetworkPolicy",
] satisfies KindName[]);

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
      const placed = clusters.map((cluster) => ({
        cluster,
        place: firstPlace(claims.filter(({ build }) => !differ(build.cluster, cluster))),
      }));
      return [...groupBy(placed, ({ place }) => JSON.stringify(place)).values()].map((same) => ({
        name,
        place: (same[0] as { place: Place }).place,
        isolation: remembered((direction, options) => {
          const results = same.map(({ cluster }) => world.isolation(name, cluster, direction, options));
          return WORST_FIRST.flatMap(
            (state) => results.find((one) => one.state === state) ?? [],
          )[0] as Isolation;
        }),
      }));
    });
}

/** Caches the answers: several rules ask the same, and one of them for every policy. */
function remembered(
  ask: (direction: Direction, options: IsolationOptions) => Isolation,
): AppliedNamespace["isolation"] {
  const answers = new Map<string, Isolation>();
  return (direction, { strict = false, withoutOpen = false } = {}) => {
    const key = `${direction} ${strict} ${withoutOpen}`;
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = ask(direction, { strict, withoutOpen })));
    return answer;
  };
}

/** The worst state that a namespace has in any cluster counts for all clusters that share its place. */
const WORST_FIRST = ["open", "cancelled", "unknown", "denied"] as const satisfies Isolation["state"][];

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
  readonly #policies: readonly PlacedPolicy[];
  /** The builds that put anything into a namespace. */
  readonly #touching = new Map<string, Set<Build>>();
  readonly #generates: boolean;

  constructor(builds: BuildSet) {
    const isOpenShift = builds.platform === "openshift";
    for (const build of builds.all) {
      const makers = makersOf(builds, build);
      for (const { name, place, created } of build.namespaces ?? []) {
        this.#touch(name, build);
        if (created && !(isOpenShift && OPENSHIFT.test(name)))
          this.#claim(name, { build, place, declared: false });
      }
      for (const object of build.objects) {
        const { name, namespace, labels } = object.object.metadata ?? {};
        if (object.kind === "Namespace") {
          if (!isKnown(name)) continue;
          this.#touch(name, build);
          this.#claim(name, { build, place: placeIn(object, ["metadata", "name"]), declared: true });
          this.#labels.set(name, { ...labels, ...this.#labels.get(name) });
        } else if (isKnown(namespace)) {
          this.#touch(namespace, build);
          if (!isNamespaced(object.kind) || (isOpenShift && OPENSHIFT.test(namespace))) continue;
          const isUsed = WORKLOADS.has(object.kind);
          const place = makers.get(namespace) ?? (isUsed && placeIn(object, ["metadata", "namespace"]));
          if (place) this.#claim(namespace, { build, place, declared: false });
        }
      }
    }
    this.#policies = policiesOf(builds);
    this.#generates = generatesPolicies(builds);
  }

  isolation(
    name: string,
    cluster: string | undefined,
    direction: Direction,
    { strict, withoutOpen = false }: IsolationOptions,
  ): ReturnType<AppliedNamespace["isolation"]> {
    const inCluster = this.#policies.filter(({ build }) => !differ(build.cluster, cluster));
    const counting = inCluster.filter(({ namespace, policy }) => {
      return (namespace === name || namespace === EVERY) && !(withoutOpen && isOpen(policy, direction));
    });
    const result = isolation(
      counting.map(({ policy }) => policy),
      direction,
      { strict, namespace: { name, labels: this.#labels.get(name) } },
    );
    if (result.state === "cancelled") return { ...result, policy: counting[result.by]?.object };
    if (result.state !== "open") return result;
    const open = this.#whyOpen(name, cluster);
    if (open !== undefined) return { state: "unknown", why: open };
    const unplaced = inCluster.find(({ namespace }) => namespace === SOMEWHERE);
    if (unplaced) return { state: "unknown", why: `${unplaced.object.file} leaves its namespace open` };
    return this.#generates ? { state: "unknown", why: "Kyverno generates policies" } : result;
  }

  /** Why there may be more in a namespace than can be seen. Unreached builds count only if there are no others. */
  #whyOpen(name: string, cluster: string | undefined): string | undefined {
    const touching = [...(this.#touching.get(name) ?? [])].filter(
      ({ cluster: its }) => !differ(its, cluster),
    );
    const applied = touching.filter(({ isUnreached }) => !isUnreached);
    return (applied.length > 0 ? applied : touching).find(({ open }) => open !== undefined)?.open;
  }

  #touch(name: string, build: Build): void {
    const builds = this.#touching.get(name);
    if (builds) builds.add(build);
    else this.#touching.set(name, new Set([build]));
  }

  /** Keeps only the best claim of each build. */
  #claim(name: string, claim: Claim): void {
    const claims = this.claims.get(name) ?? [];
    this.claims.set(name, claims);
    const last = claims.at(-1);
    if (last?.build !== claim.build) claims.push(claim);
    else claims[claims.length - 1] = isBetter(claim, last) ? claim : last;
  }
}

function firstPlace(claims: readonly Claim[]): Place {
  const [first, ...others] = claims as readonly [Claim, ...Claim[]];
  return others.reduce((best, claim) => (isBetter(claim, best) ? claim : best), first).place;
}

function isBetter(one: Claim, other: Claim): boolean {
  return one.declared === other.declared ? isBefore(one.place, other.place) : one.declared;
}

const EVERY = Symbol("every namespace");
const SOMEWHERE = Symbol("a namespace that is not cached");

interface PlacedPolicy {
  policy: IsolatingPolicy;
  object: AppliedObject;
  build: Build;
  namespace: string | typeof EVERY | typeof SOMEWHERE;
}

function policiesOf(builds: BuildSet): PlacedPolicy[] {
  return builds.all.flatMap((build) =>
    build.objects
      .filter(({ kind }) => POLICIES.has(kind))
      .map((object) => {
        const { namespace } = object.object.metadata ?? {};
        return {
          policy: { kind: object.kind, object: object.object },
          object,
          build,
          namespace: !isNamespaced(object.kind) ? EVERY : isKnown(namespace) ? namespace : SOMEWHERE,
        };
      }),
  );
}

/** Cached by build, since a build stays the same only while the kustomizations do that it is made from. */
const makersCache = new WeakMap<Build, ReadonlyMap<string, Place>>();

/** What sets the namespace of what a build applies: a kustomization, or the object that applies the build. */
function makersOf(builds: BuildSet, build: Build): ReadonlyMap<string, Place> {
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

function isBefore(a: Place, b: Place): boolean {
  if (a.file !== b.file) return a.file < b.file;
  if (a.document !== b.document) return a.document < b.document;
  const [, x = 0] = a.path;
  const [, y = 0] = b.path;
  return typeof x === "number" && typeof y === "number" && x < y;
}

function generatesPolicies(builds: BuildSet): boolean {
  return builds.all.some(({ objects }) =>
    objects.some(
      ({ kind, object }) =>
        kind === "KyvernoPolicy" && JSON.stringify(object.spec ?? {}).includes("NetworkPolicy"),
    ),
  );
}
