import { type Applied, appliedIn, isRefusedIn } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import { differ } from "../../builds/controllers/clusters.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import type { DirectedPolicy } from "../../kubernetes/connections/directed-policy.js";
import type { PodSet } from "../../kubernetes/connections/endpoint.js";
import { connectionsOf, POLICY_KINDS } from "../../kubernetes/connections/policy-kinds.js";
import { isNamespaced, WORKLOADS } from "../../kubernetes/kinds.js";
import type { Certainty, NamespaceFacts } from "../../kubernetes/labels/label-selector.js";
import { mayGenerateIsolation } from "../../kubernetes/network-policy/kyverno.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
import { isKnown, UNKNOWN } from "../../kubernetes/objects.js";
import { kubernetesVersionOf } from "../../repository/configuration/settings.js";
import { groupBy } from "../../util/group-by.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import { mayGoInto, mayHoldPolicies } from "../hidden-policies.js";
import { namespaceKey, type PlacedPods, type Workload, workloadOf } from "./workloads.js";

/** A policy of a cluster, and what it does in each direction that it applies to. */
export interface NetworkPolicyApplied {
  applied: Applied;
  /** The namespace that it is in; undefined for one of the whole cluster. */
  namespace: string | undefined;
  directed: readonly DirectedPolicy[];
}

/** A policy that selects the pods of a workload, or may, in one direction. */
export interface Selecting {
  /** Undefined for what a hidden part may bring. */
  source: NetworkPolicyApplied | undefined;
  policy: DirectedPolicy;
  selects: true | undefined;
}

/** What the repository applies to one cluster, as far as the network is concerned. */
export class Network {
  /** The cluster, if the repository tells any apart. */
  readonly cluster: string | undefined;
  readonly builds: readonly Build[];
  readonly workloads: readonly Workload[];
  readonly policies: readonly NetworkPolicyApplied[];
  readonly #namespaces = new Map<string, NamespaceFacts>();
  readonly #byNamespace: ReadonlyMap<string, readonly Workload[]>;
  readonly #hidden: readonly { part: HiddenPart; build: Build }[];
  readonly #generating: readonly Applied[];
  readonly #named: readonly { build: Build; names: ReadonlySet<string> }[];

  constructor(set: BuildSet, cluster: string | undefined) {
    this.cluster = cluster;
    this.builds = set.all.filter((build) => !differ(build.cluster, cluster));
    const version = kubernetesVersionOf(set.settings);
    const all = this.builds
      .flatMap((build) => appliedIn(build).all)
      .filter(({ build, object }) => !isRefusedIn(build, object, version));
    for (const { object } of all) if (object.kind === "Namespace") this.#declare(object.object.metadata);
    this.workloads = withoutCopies(
      all
        .filter(({ object }) => WORKLOADS.has(object.kind))
        .flatMap((applied) => workloadOf(applied, this.#namespaceOf(applied)) ?? []),
    );
    this.#byNamespace = groupBy(this.workloads, ({ namespace }) => namespace.name);
    this.policies = withoutCopiesOfPolicies(
      all.flatMap((applied) => {
        if (!POLICY_KINDS.has(applied.object.kind)) return [];
        const namespace = isNamespaced(applied.object.kind) ? this.#namespaceOf(applied).name : undefined;
        return { applied, namespace, directed: connectionsOf(applied.object, namespace) };
      }),
    );
    this.#generating = all.filter(({ object }) => object.kind === "KyvernoPolicy");
    const mayHold = memoize((part: HiddenPart) => mayHoldPolicies(set, part));
    this.#hidden = this.builds.flatMap((build) =>
      build.hidden.filter(mayHold).map((part) => ({ part, build })),
    );
    this.#named = this.builds.map((build) => ({ build, names: namespacesNamedIn(build) }));
  }

  /** The namespaces that a Namespace object declares, or that something is in. */
  get namespaces(): readonly NamespaceFacts[] {
    return [...this.#namespaces.values()];
  }

  /** A namespace by its name, or by the words for one that is chosen later. Its labels are known if it is declared. */
  namespace(name: string): NamespaceFacts {
    return this.#namespaces.get(name) ?? { name };
  }

  /** The names of the namespaces that have workloads. */
  get populated(): readonly string[] {
    return [...this.#byNamespace.keys()];
  }

  /** The workloads of a namespace. */
  workloadsIn(namespace: string): readonly Workload[] {
    return this.#byNamespace.get(namespace) ?? [];
  }

  /** A policy as this cluster has it: copies that are alike are one. Undefined if it is none that is applied there. */
  policyOf(applied: Applied): NetworkPolicyApplied | undefined {
    this.#policyByKey ??= new Map(this.policies.map((policy) => [policyKey(policy), policy]));
    const namespace = isNamespaced(applied.object.kind)
      ? namespaceKey(applied.object.object, applied.build)
      : undefined;
    return this.#policyByKey.get(policyKey({ applied, namespace }));
  }
  #policyByKey: ReadonlyMap<string, NetworkPolicyApplied> | undefined;

  /** The policies that select pods, such as those of a workload, or may, in a direction. */
  selecting(pods: PlacedPods, direction: Direction): readonly Selecting[] {
    return this.#selecting(pods)[direction];
  }

  readonly #selecting = memoize((pods: PlacedPods): Record<Direction, readonly Selecting[]> => {
    const candidates = [
      ...(this.#policiesByNamespace.get(pods.namespace.name) ?? []),
      ...(this.#policiesByNamespace.get("") ?? []),
    ];
    const of = (direction: Direction): Selecting[] => [
      ...candidates.flatMap((source) =>
        source.directed.flatMap((policy): Selecting[] => {
          const selects: Certainty = policy.direction === direction && policy.selects(pods);
          return selects === false ? [] : [{ source, policy, selects }];
        }),
      ),
      ...this.#hiddenPolicies(pods.namespace.name, direction),
    ];
    return { Ingress: of("Ingress"), Egress: of("Egress") };
  });

  /**
   * The policies that may select pods whose namespace is chosen when they are applied, and that are in another such one: it
   * may turn out to be the same.
   */
  selectingElsewhere(pods: PlacedPods, direction: Direction): readonly NetworkPolicyApplied[] {
    if (isKnown(pods.namespace.name)) return [];
    const anywhere: PodSet = { ...pods, namespace: undefined };
    return this.#chosenLater.filter(({ directed }) =>
      directed.some((policy) => policy.direction === direction && policy.selects(anywhere) !== false),
    );
  }

  get #chosenLater(): readonly NetworkPolicyApplied[] {
    return (this.#later ??= this.policies.filter(
      ({ namespace }) => namespace !== undefined && !isKnown(namespace),
    ));
  }
  #later: readonly NetworkPolicyApplied[] | undefined;

  /** By namespace; with an empty name, those that may be at work in any. */
  get #policiesByNamespace(): ReadonlyMap<string, readonly NetworkPolicyApplied[]> {
    return (this.#placed ??= groupBy(this.policies, ({ namespace }) =>
      namespace !== undefined && (isKnown(namespace) || this.#byNamespace.has(namespace)) ? namespace : "",
    ));
  }
  #placed: ReadonlyMap<string, readonly NetworkPolicyApplied[]> | undefined;

  /** What a hidden part, or a policy that makes others, may do in a namespace: a policy of which nothing is known. */
  #hiddenPolicies(namespace: string, direction: Direction): Selecting[] {
    const doubt = this.hiddenPolicyIn(namespace)?.reason ?? this.#generatedIn(namespace, direction);
    if (doubt === undefined) return [];
    const policy: DirectedPolicy = {
      direction,
      tier: "namespace",
      order: Infinity,
      engine: "any",
      selects: () => undefined,
      isolates: undefined,
      rules: [],
      doubt,
    };
    return [{ source: undefined, policy, selects: undefined }];
  }

  /** The hidden part that may bring policies into a namespace; undefined if there is none. */
  readonly hiddenPolicyIn = memoizeParts((namespace: string): HiddenPart | undefined => {
    const touching = new Set(
      this.#named.filter(({ names }) => names.has(namespace)).map(({ build }) => build),
    );
    return this.#hidden.find(({ part, build }) => {
      const isAnywhere = (this.#named.find((one) => one.build === build)?.names.size ?? 0) === 0;
      return mayGoInto(part, namespace, { isOwn: touching.has(build), isAnywhere });
    })?.part;
  });

  #generatedIn(name: string, direction: Direction): string | undefined {
    const namespace = this.namespace(name);
    const generating = this.#generating.find(({ object }) => {
      return mayGenerateIsolation(object.object, { direction, namespace }, () => true);
    });
    const words = generating?.object.object.metadata?.name ?? "";
    return generating && `Kyverno's policy '${words}' generates policies`;
  }

  #declare(metadata: Applied["object"]["object"]["metadata"]): void {
    const { name, labels = {} } = metadata ?? {};
    if (name === undefined || !isKnown(name)) return;
    const before = this.#namespaces.get(name)?.labels;
    this.#namespaces.set(name, { name, labels: before ? commonLabels(before, labels) : labels });
  }

  #namespaceOf({ build, object }: Applied): NamespaceFacts {
    const name = namespaceKey(object.object, build);
    let facts = this.#namespaces.get(name);
    if (!facts) this.#namespaces.set(name, (facts = { name }));
    return facts;
  }
}

/** The networks of the clusters that the repository tells apart; one for all if it tells none apart. */
export const networksOf: (set: BuildSet) => readonly Network[] = memoize((set: BuildSet) => {
  const clusters = [...new Set(set.all.flatMap(({ cluster }) => cluster ?? []))].sort();
  return (clusters.length === 0 ? [undefined] : clusters).map((cluster) => new Network(set, cluster));
});

/** The networks that a build is part of. */
export function networksWith(set: BuildSet, build: Build): readonly Network[] {
  return networksOf(set).filter(({ cluster }) => !differ(build.cluster, cluster));
}

/** Labels of Namespace objects with the same name: those on which they disagree are not known. */
function commonLabels(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Record<string, string> {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      ownLabel(one, key) === ownLabel(other, key) ? (one[key] as string) : UNKNOWN,
    ]),
  );
}

function ownLabel(labels: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** Several builds can apply the same workload: what is alike in all that matters counts once. */
function withoutCopies(workloads: readonly Workload[]): Workload[] {
  const byKey = groupBy(
    workloads,
    ({ kind, name, namespace, labels, ports, isOnHostNetwork, serviceAccount }) =>
      JSON.stringify([kind, name, namespace.name, labels, ports, isOnHostNetwork, serviceAccount]),
  );
  return [...byKey.values()].map(([first]) => first as Workload);
}

function withoutCopiesOfPolicies(policies: readonly NetworkPolicyApplied[]): NetworkPolicyApplied[] {
  return [...groupBy(policies, policyKey).values()].map(([first]) => first as NetworkPolicyApplied);
}

function policyKey({ namespace, applied: { object } }: Omit<NetworkPolicyApplied, "directed">): string {
  return JSON.stringify([object.kind, namespace, object.object.metadata?.name, object.object.spec]);
}

/** The namespaces that a build puts anything into, or is told to. */
export const namespacesNamedIn = memoize((build: Build): ReadonlySet<string> => {
  const named = build.objects
    .filter(({ kind }) => isNamespaced(kind))
    .map(({ object }) => object.metadata?.namespace);
  return new Set([...named.filter(isKnown), ...(build.namespaces ?? []).map(({ name }) => name)]);
});
