import type { AppliedObject, Build } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { type Applied, appliedIn, appliedOfKinds, isRefusedIn } from "../builds/applied.js";
import { differ } from "../builds/controllers/clusters.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { isNamespaced } from "../kubernetes/kinds.js";
import type { NamespaceFacts } from "../kubernetes/labels/label-selector.js";
import { generatesPolicies, mayGenerateIsolation } from "../kubernetes/network-policy/kyverno.js";
import {
  type Direction,
  type Isolation,
  isolation,
  type IsolatingPolicy,
  isOpen,
} from "../kubernetes/network-policy/network-policy.js";
import { couldBe, isKnown, type KindName, NETWORK_POLICY_KINDS } from "../kubernetes/objects.js";
import { kubernetesVersionOf } from "../repository/configuration/settings.js";
import { groupBy } from "../util/group-by.js";
import { memoize, memoizeParts } from "../util/memoize.js";
import { mayGoInto, mayHoldPolicies } from "./hidden-policies.js";
import { namespacesOfObjects } from "./namespaces-of-objects.js";

export interface IsolationOptions {
  /** Only a policy that selects all pods and allows nothing by itself counts. */
  strict?: boolean;
  /** NetworkPolicies that let everything through do not count. */
  withoutOpen?: boolean;
}

/** Whether a namespace is isolated, the policy that cancels it, and the hidden part that may isolate it. */
export type NamespaceIsolation = Isolation & { policy?: AppliedObject; part?: HiddenPart };

/** A question about one namespace. */
interface Question {
  namespace: NamespaceFacts;
  /** The cluster in question; undefined for any. */
  cluster: string | undefined;
  direction: Direction;
  /** The builds that put anything into the namespace. */
  touching: readonly Build[];
}

const POLICIES: ReadonlySet<KindName> = new Set(NETWORK_POLICY_KINDS);

const EVERY = Symbol("every namespace");

/** Each namespace would be compared with more policies than anybody has whose namespace is not known. */
const MOST_TRIED = 200;

interface PlacedPolicy {
  policy: IsolatingPolicy;
  object: AppliedObject;
  build: Build;
  /** Its place among all. */
  order: number;
  /** Undefined, or not a plain name, if it is chosen when the policy is applied. */
  namespace: string | typeof EVERY | undefined;
}

/** All policies of a repository, and what may bring more. */
export class AppliedPolicies {
  readonly #policies: readonly PlacedPolicy[];
  readonly #generating: readonly Applied[];
  /** What cannot be seen and could hold policies. */
  readonly #hidden: readonly { part: HiddenPart; build: Build }[];

  constructor(builds: BuildSet) {
    const version = kubernetesVersionOf(builds.settings);
    this.#policies = builds.all
      .flatMap((build) => appliedOfKinds(build, POLICIES))
      .filter(({ object, build }) => !isRefusedIn(build, object, version))
      .map(placed);
    this.#generating = builds.all.flatMap(generatingIn);
    const mayHold = memoize((part: HiddenPart) => mayHoldPolicies(builds, part));
    this.#hidden = builds.all.flatMap((build) =>
      build.hidden.filter(mayHold).map((part) => ({ part, build })),
    );
  }

  /** Whether the traffic of all pods of a namespace in a direction is limited to what policies allow. */
  isolation(question: Question, { strict, withoutOpen = false }: IsolationOptions): NamespaceIsolation {
    const { namespace, cluster, direction } = question;
    const counting = this.#applyingTo(namespace.name, cluster).filter(
      ({ policy }) => !(withoutOpen && isOpen(policy, direction)),
    );
    const policies = counting.map(({ policy }) => policy);
    const result = isolation(policies, direction, { strict, namespace });
    if (result.state === "cancelled") return { ...result, policy: counting[result.by]?.object };
    if (result.state !== "open") return result;
    const part = this.#hiddenPart(question);
    if (part) return { state: "unknown", why: part.reason, part };
    const why =
      this.#whyPlacedLater(question, (one) => {
        return isolation([...policies, one], direction, { strict, namespace }).state !== "open";
      }) ?? this.#whyGenerated(question);
    return why === undefined ? result : { state: "unknown", why };
  }

  /** Why a policy whose namespace is chosen when it is applied may isolate this one; undefined if none may. */
  #whyPlacedLater(
    { namespace, cluster }: Question,
    isolates: (policy: IsolatingPolicy) => boolean,
  ): string | undefined {
    let tried = 0;
    for (const one of this.#inCluster(cluster).unplaced) {
      if (!mayBeIn(one, namespace.name)) continue;
      if (isolates(one.policy)) return `${one.object.file} leaves its namespace open`;
      if (++tried > MOST_TRIED) return `more than ${MOST_TRIED} policies leave their namespace open`;
    }
    return undefined;
  }

  /** Why a policy of Kyverno may make one that isolates a namespace; undefined if none may. */
  #whyGenerated({ namespace, cluster, direction }: Question): string | undefined {
    const isolates = (policy: IsolatingPolicy) =>
      isolation([policy], direction, { namespace }).state !== "open";
    const generating = this.#generating.filter(({ build }) => !differ(build.cluster, cluster));
    if (generating.length > MOST_TRIED)
      return `more than ${MOST_TRIED} policies of Kyverno generate policies`;
    const found = generating.find(({ object }) => {
      return mayGenerateIsolation(object.object, { direction, namespace }, isolates);
    });
    return found && `Kyverno's policy '${found.object.object.metadata?.name ?? ""}' generates policies`;
  }

  /** The policies that are in a namespace, and those for every namespace, in their order. */
  #applyingTo(namespace: string, cluster: string | undefined): readonly PlacedPolicy[] {
    const { placed, ofEvery } = this.#inCluster(cluster);
    return [...(placed.get(namespace) ?? []), ...ofEvery].sort((one, other) => one.order - other.order);
  }

  /** The policies in a cluster, by namespace, and those of which it is not known. */
  readonly #inCluster = memoizeParts((cluster: string | undefined) => {
    const all = this.#policies.filter(({ build }) => !differ(build.cluster, cluster));
    return {
      placed: groupBy(all, ({ namespace }) => namespace),
      ofEvery: all.filter(({ namespace }) => namespace === EVERY),
      unplaced: all.filter(({ namespace }) => namespace !== EVERY && !isKnown(namespace)),
    };
  });

  /** The hidden part that could hold a policy that isolates a namespace. */
  #hiddenPart({ namespace, cluster, touching }: Question): HiddenPart | undefined {
    return this.#hidden.find(({ part, build }) => {
      if (differ(build.cluster, cluster)) return false;
      const reach = { isOwn: touching.includes(build), isAnywhere: namespacesOfObjects(build).size === 0 };
      return mayGoInto(part, namespace.name, reach);
    })?.part;
  }
}

const generatingIn = memoize((build: Build): readonly Applied[] => {
  return appliedIn(build).all.filter(({ object }) => generatesPolicies(object.object));
});

function placed({ object, build }: Applied, order: number): PlacedPolicy {
  const { metadata } = object.object;
  return {
    policy: { kind: object.kind, object: object.object },
    object,
    build,
    order,
    namespace: isNamespaced(object.kind) ? metadata?.namespace : EVERY,
  };
}

/**
 * Whether a policy whose namespace is chosen when it is applied may end up in this one. kubectl refuses another namespace
 * than the one that objects name, so those of a build that names any go into that.
 */
function mayBeIn({ namespace, build }: PlacedPolicy, name: string): boolean {
  if (namespace === EVERY) return false;
  if (namespace !== undefined) return couldBe(namespace, name);
  const named = namespacesOfObjects(build);
  return named.size === 0 || (named.size === 1 && named.has(name));
}
