import type { AppliedObject, Build } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { isRefusedIn } from "../builds/applied.js";
import { differ } from "../builds/controllers/clusters.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { isNetworkPolicy } from "../kubernetes/connections/policy-kinds.js";
import { isNamespaced } from "../kubernetes/kinds.js";
import type { NamespaceFacts } from "../kubernetes/labels/label-selector.js";
import { mayGenerateIsolation } from "../kubernetes/network-policy/kyverno.js";
import {
  type Direction,
  type Isolation,
  isolation,
  type IsolatingPolicy,
  isOpen,
} from "../kubernetes/network-policy/network-policy.js";
import { couldBe, isKnown } from "../kubernetes/objects.js";
import { kubernetesVersionOf } from "../repository/configuration/settings.js";
import { memoize } from "../util/memoize.js";
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

const EVERY = Symbol("every namespace");

interface PlacedPolicy {
  policy: IsolatingPolicy;
  object: AppliedObject;
  build: Build;
  /** Undefined, or not a plain name, if it is chosen when the policy is applied. */
  namespace: string | typeof EVERY | undefined;
}

/** All policies of a repository, and what may bring more. */
export class AppliedPolicies {
  readonly #policies: readonly PlacedPolicy[];
  readonly #generating: readonly { object: AppliedObject; build: Build }[];
  /** What cannot be seen and could hold policies. */
  readonly #hidden: readonly { part: HiddenPart; build: Build }[];

  constructor(builds: BuildSet) {
    const all = builds.all.flatMap((build) => build.objects.map((object) => ({ object, build })));
    const version = kubernetesVersionOf(builds.settings);
    this.#policies = all
      .filter(({ object, build }) => isNetworkPolicy(object.kind) && !isRefusedIn(build, object, version))
      .map(placed);
    this.#generating = all.filter(({ object }) => object.kind === "KyvernoPolicy");
    const mayHold = memoize((part: HiddenPart) => mayHoldPolicies(builds, part));
    this.#hidden = builds.all.flatMap((build) =>
      build.hidden.filter(mayHold).map((part) => ({ part, build })),
    );
  }

  /** Whether the traffic of all pods of a namespace in a direction is limited to what policies allow. */
  isolation(question: Question, { strict, withoutOpen = false }: IsolationOptions): NamespaceIsolation {
    const { namespace, cluster, direction } = question;
    const inCluster = this.#policies.filter(({ build }) => !differ(build.cluster, cluster));
    const counting = inCluster.filter((one) => {
      const isHere = one.namespace === namespace.name || one.namespace === EVERY;
      return isHere && !(withoutOpen && isOpen(one.policy, direction));
    });
    const policies = counting.map(({ policy }) => policy);
    const result = isolation(policies, direction, { strict, namespace });
    if (result.state === "cancelled") return { ...result, policy: counting[result.by]?.object };
    if (result.state !== "open") return result;
    const part = this.#hiddenPart(question);
    if (part) return { state: "unknown", why: part.reason, part };
    const unplaced = inCluster.find((one) => {
      if (!mayBeIn(one, namespace.name)) return false;
      return isolation([...policies, one.policy], direction, { strict, namespace }).state !== "open";
    });
    if (unplaced) return { state: "unknown", why: `${unplaced.object.file} leaves its namespace open` };
    const generating = this.#generating.find(({ object, build }) => {
      const isolates = (policy: IsolatingPolicy) =>
        isolation([policy], direction, { namespace }).state !== "open";
      return (
        !differ(build.cluster, cluster) &&
        mayGenerateIsolation(object.object, { direction, namespace }, isolates)
      );
    });
    const name = generating?.object.object.metadata?.name ?? "";
    return generating ? { state: "unknown", why: `Kyverno's policy '${name}' generates policies` } : result;
  }

  /** The hidden part that could hold a policy that isolates a namespace. */
  #hiddenPart({ namespace, cluster, touching }: Question): HiddenPart | undefined {
    return this.#hidden.find(({ part, build }) => {
      if (differ(build.cluster, cluster)) return false;
      const reach = { isOwn: touching.includes(build), isAnywhere: namespacesOfObjects(build).size === 0 };
      return mayGoInto(part, namespace.name, reach);
    })?.part;
  }
}

function placed({ object, build }: { object: AppliedObject; build: Build }): PlacedPolicy {
  const { metadata } = object.object;
  return {
    policy: { kind: object.kind, object: object.object },
    object,
    build,
    namespace: isNamespaced(object.kind) ? metadata?.namespace : EVERY,
  };
}

/**
 * Whether a policy whose namespace is chosen when it is applied may end up in this one. kubectl refuses another namespace
 * than the one that objects name, so those of a build that names any go into that.
 */
function mayBeIn({ namespace, build }: PlacedPolicy, name: string): boolean {
  if (namespace === EVERY || (namespace !== undefined && isKnown(namespace))) return false;
  if (namespace !== undefined) return couldBe(namespace, name);
  const named = namespacesOfObjects(build);
  return named.size === 0 || (named.size === 1 && named.has(name));
}
