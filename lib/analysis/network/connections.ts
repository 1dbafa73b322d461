import type { ConnectionRule, DirectedPolicy } from "../../kubernetes/connections/directed-policy.js";
import {
  destinationOf,
  type Endpoint,
  type OutsideAddresses,
  type PodSet,
} from "../../kubernetes/connections/endpoint.js";
import { ALLOWED, both, NOT_KNOWN, type Verdict, verdict } from "../../kubernetes/connections/verdict.js";
import type { Certainty } from "../../kubernetes/labels/label-selector.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import type { Network } from "./network.js";
import type { Selecting } from "./policies.js";
import { outsideOf } from "./outside.js";
import type { Workload } from "./workloads.js";

/** The addresses outside of a cluster, in the parts that its policies tell apart. */
export const outsideIn: (network: Network) => readonly OutsideAddresses[] = memoize(({ policies }) =>
  outsideOf(
    policies.flatMap(({ directed }) => directed.flatMap(({ rules }) => rules.flatMap((rule) => rule.blocks))),
  ),
);

/** What policies make of all connections of a cluster. */
export class Connections {
  readonly network: Network;
  #endpoints: readonly (Workload | OutsideAddresses)[] | undefined;
  #numbers: ReadonlyMap<Endpoint, number> | undefined;
  readonly #policyNumbers = memoizeParts<DirectedPolicy, number>(() => this.#nextPolicy++);
  #nextPolicy = 0;
  readonly #verdicts = new Map<string, readonly Verdict[]>();

  constructor(network: Network) {
    this.network = network;
  }

  /** All workloads, and the addresses outside of the cluster in the parts that policies tell apart. */
  get endpoints(): readonly (Workload | OutsideAddresses)[] {
    return (this.#endpoints ??= [...this.network.workloads, ...outsideIn(this.network)]);
  }

  /**
   * What policies make of the connections from one end to the other: egress of the first and ingress of the second must
   * both allow them. Policies have no say on the egress of what is outside, nor on its ingress.
   */
  between(from: Endpoint, to: Endpoint): Verdict {
    const egress = from.is === "pods" ? this.inDirection("Egress", from as Workload, to) : ALLOWED;
    const ingress = to.is === "pods" ? this.inDirection("Ingress", to as Workload, from) : ALLOWED;
    return together(egress)(ingress);
  }

  /** What the policies that select a workload make of its connections with a peer, in one direction. */
  inDirection(direction: Direction, workload: Workload, peer: Endpoint): Verdict {
    const selecting = this.network.selecting(workload, direction);
    const known = withoutPeer(workload, selecting) ?? this.#verdictAmong(direction, workload, peer);
    return known ?? verdictOf(selecting, direction, workload, peer);
  }

  /** The verdict for a peer that is one of the endpoints; undefined for any other. */
  #verdictAmong(direction: Direction, workload: Workload, peer: Endpoint): Verdict | undefined {
    // Pods that no workload makes are none of them, and need not be looked for among all.
    if (peer.is === "pods" && !("applied" in peer)) return undefined;
    this.#numbers ??= new Map(this.endpoints.map((endpoint, index) => [endpoint, index]));
    const number = this.#numbers.get(peer);
    return number === undefined ? undefined : this.verdicts(direction, workload)[number];
  }

  /**
   * What the policies that select a workload make of its connections with each of the endpoints, in their order.
   * Workloads that the same policies select share the list, and endpoints that all rules treat alike the verdict.
   */
  verdicts(direction: Direction, workload: Workload): readonly Verdict[] {
    return this.#ofWorkload(workload)(direction);
  }

  readonly #ofWorkload = memoize((workload: Workload) =>
    memoizeParts((direction: Direction): readonly Verdict[] => {
      const selecting = this.network.selecting(workload, direction);
      const verdict = withoutPeer(workload, selecting);
      return verdict ? this.#everywhere(verdict) : this.#forAll(workload, direction, selecting);
    }),
  );

  readonly #everywhere = memoize((verdict: Verdict): readonly Verdict[] => this.endpoints.map(() => verdict));

  #forAll(workload: Workload, direction: Direction, selecting: readonly Selecting[]): readonly Verdict[] {
    const names = selecting.flatMap(({ policy }) => policy.rules.flatMap(({ portNames }) => portNames));
    const isSelected = selecting.map(
      ({ policy, selects }) => `${this.#policyNumbers(policy)}${selects ?? "?"}`,
    );
    const own = direction === "Ingress" && names.length > 0 ? JSON.stringify(workload.ports) : "";
    const key = `${direction} ${isSelected.join()} ${own}`;
    let verdicts = this.#verdicts.get(key);
    if (!verdicts) {
      const rules = selecting.flatMap(({ policy }) => policy.rules);
      verdicts = this.#forClasses(this.#classes(rules, direction === "Egress" && names.length > 0), (peer) =>
        verdictOf(selecting, direction, workload, peer),
      );
      this.#verdicts.set(key, verdicts);
    }
    return verdicts;
  }

  #forClasses(classes: readonly number[], ask: (peer: Endpoint) => Verdict): Verdict[] {
    const answers: Verdict[] = [];
    return this.endpoints.map((endpoint, number) => (answers[classes[number] as number] ??= ask(endpoint)));
  }

  /** The endpoints in classes, in which all rules match alike, and ports have the same names. */
  #classes(rules: readonly ConnectionRule[], byPorts: boolean): number[] {
    let classes = this.endpoints.map(() => 0);
    const refine = (part: (number: number) => number, parts: number): void => {
      const ids = new Map<number, number>();
      classes = classes.map((before, number) => {
        const key = before * parts + part(number);
        let id = ids.get(key);
        if (id === undefined) ids.set(key, (id = ids.size));
        return id;
      });
    };
    for (const rule of rules) {
      const matched = this.#matched(rule);
      refine((number) => matched[number] as number, CODES.length);
    }
    if (byPorts) {
      const kinds = memoizeParts<string, number>(() => seen++);
      let seen = 0;
      const parts = this.endpoints.map((endpoint) => kinds(this.#ports(endpoint)));
      refine((number) => parts[number] as number, seen);
    }
    return classes;
  }

  readonly #matched = memoize((rule: ConnectionRule) =>
    Uint8Array.from(this.endpoints, (endpoint) => CODES.indexOf(rule.matches(endpoint))),
  );

  readonly #ports = memoize((endpoint: Endpoint) =>
    endpoint.is === "pods" ? JSON.stringify(endpoint.ports) : "",
  );
}

/** The verdict that does not depend on the peer; undefined if the policies must be asked. */
function withoutPeer({ isOnHostNetwork }: Workload, selecting: readonly Selecting[]): Verdict | undefined {
  if (selecting.length === 0) return ALLOWED;
  // Network plugins differ in what they do with pods that have the network of their node.
  return isOnHostNetwork ? NOT_KNOWN : undefined;
}

/** What policies that select pods make of their connections with a peer. */
export function verdictOf(
  selecting: readonly Selecting[],
  direction: Direction,
  pods: PodSet,
  peer: Endpoint,
): Verdict {
  return verdict(selecting, (rule) => rule.matches(peer), destinationOf(direction, pods, peer));
}

const CODES: readonly Certainty[] = [false, true, undefined];

const together = memoize((egress: Verdict) => memoize((ingress: Verdict) => both(egress, ingress)));

/** What policies make of all connections of a cluster. */
export const connectionsIn: (network: Network) => Connections = memoize(
  (network) => new Connections(network),
);
