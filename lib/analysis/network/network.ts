import type { Applied } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import { differ } from "../../builds/controllers/clusters.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import type { DirectedPolicy } from "../../kubernetes/connections/directed-policy.js";
import type { PodSet } from "../../kubernetes/connections/endpoint.js";
import { PodIndex, SelectorIndex } from "../../kubernetes/connections/label-index.js";
import { selectsPods } from "../../kubernetes/connections/pod-labels.js";
import { isNamespaced } from "../../kubernetes/kinds.js";
import type { Certainty, NamespaceFacts } from "../../kubernetes/labels/label-selector.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
import { isKnown } from "../../kubernetes/objects.js";
import { groupBy } from "../../util/group-by.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import { commonLabels, policyKey } from "./copies.js";
import { type NetworkPart, networkPartOf } from "./network-part.js";
import { PlacedWorkloads } from "./placed-workloads.js";
import { type NetworkPolicyApplied, type Selecting, unknownPolicy } from "./policies.js";
import { UnseenPolicies } from "./unseen-policies.js";
import { namespaceKey, type PlacedPods, type Workload } from "./workloads.js";

/** What the repository applies to one cluster, as far as the network is concerned. */
export class Network {
  /** The cluster, if the repository tells any apart. */
  readonly cluster: string | undefined;
  readonly builds: readonly Build[];
  readonly policies: readonly NetworkPolicyApplied[];
  readonly #namespaces = new Map<string, NamespaceFacts>();
  readonly #workloads: PlacedWorkloads;
  readonly #unseen: UnseenPolicies;

  constructor(set: BuildSet, cluster: string | undefined) {
    this.cluster = cluster;
    this.builds = set.all.filter((build) => !differ(build.cluster, cluster));
    const parts = this.builds.map((build) => networkPartOf(build, set.settings.kubernetesVersion));
    for (const { namespaces } of parts) {
      for (const { object } of namespaces) this.#declare(object.object.metadata);
    }
    this.#workloads = new PlacedWorkloads(parts, (name) => this.#namespaceOf(name));
    this.policies = this.#policiesOf(parts);
    this.#unseen = new UnseenPolicies(
      set,
      this.builds,
      parts.flatMap(({ generating }) => generating),
    );
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
    return this.#workloads.namespaces;
  }

  /** All workloads. What is asked about one namespace does without them. */
  get workloads(): readonly Workload[] {
    return this.#workloads.all;
  }

  /** The workloads of a namespace. */
  workloadsIn(namespace: string): readonly Workload[] {
    return this.#workloads.in(namespace);
  }

  /** The workloads that a label selector selects by their labels, or may, of one namespace or of all. */
  workloadsFor(selector: unknown, namespace?: string): readonly Workload[] {
    const candidates = this.#indexOf(namespace).candidates(selector);
    return candidates.filter((pods) => selectsPods(selector, pods) !== false);
  }

  readonly #indexOf = memoizeParts((namespace: string | undefined) => {
    return new PodIndex(namespace === undefined ? this.workloads : this.workloadsIn(namespace));
  });

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
    const candidates = [pods.namespace.name, ""].flatMap((name) => {
      return this.#policiesByNamespace.get(name)?.candidates(pods) ?? [];
    });
    const of = (direction: Direction): Selecting[] =>
      boundedRules(direction, [
        ...candidates.flatMap(({ source, policy }): Selecting[] => {
          const selects: Certainty = policy.direction === direction && policy.selects(pods);
          return selects === false ? [] : [{ source, policy, selects }];
        }),
        ...this.#unseen.policiesIn(pods.namespace, direction),
      ]);
    return { Ingress: of("Ingress"), Egress: of("Egress") };
  });

  /**
   * The policies that may select pods whose namespace is chosen when they are applied, and that are in another such one: it
   * may turn out to be the same.
   */
  selectingElsewhere(pods: PlacedPods, direction: Direction): readonly NetworkPolicyApplied[] {
    if (isKnown(pods.namespace.name)) return [];
    const anywhere: PodSet = { ...pods, namespace: undefined };
    const found = this.#chosenLater
      .candidates(anywhere)
      .filter(({ policy }) => policy.direction === direction && policy.selects(anywhere) !== false);
    return [...new Set(found.map(({ source }) => source))];
  }

  get #chosenLater(): PolicyIndex {
    return (this.#later ??= indexed(
      this.policies.filter(({ namespace }) => namespace !== undefined && !isKnown(namespace)),
    ));
  }
  #later: PolicyIndex | undefined;

  /** By namespace, and the labels that they need; with an empty name, those that may be at work in any. */
  get #policiesByNamespace(): ReadonlyMap<string, PolicyIndex> {
    if (this.#placed) return this.#placed;
    const byNamespace = groupBy(this.policies, ({ namespace }) =>
      namespace !== undefined && (isKnown(namespace) || this.#workloads.has(namespace)) ? namespace : "",
    );
    return (this.#placed = new Map([...byNamespace].map(([name, policies]) => [name, indexed(policies)])));
  }
  #placed: ReadonlyMap<string, PolicyIndex> | undefined;

  /** The hidden part that may bring policies into a namespace; undefined if there is none. */
  hiddenPolicyIn(namespace: string): HiddenPart | undefined {
    return this.#unseen.partIn(namespace);
  }

  #declare(metadata: Applied["object"]["object"]["metadata"]): void {
    const { name, labels = {} } = metadata ?? {};
    if (name === undefined || !isKnown(name)) return;
    const before = this.#namespaces.get(name)?.labels;
    this.#namespaces.set(name, { name, labels: before ? commonLabels(before, labels) : labels });
  }

  #policiesOf(parts: readonly NetworkPart[]): NetworkPolicyApplied[] {
    const byKey = new Map<string, NetworkPolicyApplied>();
    for (const { policies } of parts) {
      for (const { policy, key } of policies) {
        if (policy.namespace !== undefined) this.#namespaceOf(policy.namespace);
        if (!byKey.has(key)) byKey.set(key, policy);
      }
    }
    return [...byKey.values()];
  }

  #namespaceOf(name: string): NamespaceFacts {
    let facts = this.#namespaces.get(name);
    if (!facts) this.#namespaces.set(name, (facts = { name }));
    return facts;
  }
}

type PolicyIndex = SelectorIndex<{ source: NetworkPolicyApplied; policy: DirectedPolicy }>;

/** What policies do, by the labels that they need. */
function indexed(policies: readonly NetworkPolicyApplied[]): PolicyIndex {
  const all = policies.flatMap((source) => source.directed.map((policy) => ({ source, policy })));
  return new SelectorIndex(all, ({ policy }) => policy.needs);
}

/** Rules of policies on the same pods beyond this are not compared: no real pods have as many. */
const MAX_RULES = 1000;

/** The same policies, or one of which nothing is known if they have more rules than anybody compares. */
function boundedRules(direction: Direction, selecting: Selecting[]): Selecting[] {
  const rules = selecting.reduce((sum, { policy }) => sum + policy.rules.length, 0);
  if (rules <= MAX_RULES) return selecting;
  return [unknownPolicy(direction, `more than ${MAX_RULES} rules of policies apply to these pods`)];
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
