import type { AddressSet } from "../../kubernetes/connections/address-set.js";
import { intersection, union } from "../../kubernetes/connections/intervals.js";
import { isNoPort, type PortSet, portWords } from "../../kubernetes/connections/port-set.js";
import {
  ALLOWED,
  allowedPorts,
  both,
  unknownPorts,
  type Verdict,
} from "../../kubernetes/connections/verdict.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import { push } from "../../util/group-by.js";
import { type Connections, connectionsIn } from "./connections.js";
import { type DecidingPolicy, decidingPolicies, doubtsOf } from "./deciding.js";
import type { EndpointSet } from "./endpoint-set.js";
import { workloadWords } from "./endpoint-words.js";
import type { Network, NetworkPolicyApplied } from "./network.js";
import type { Workload } from "./workloads.js";

/** Connections with the same verdict to the same places. */
export interface ConnectionGroup {
  from: EndpointSet;
  to: EndpointSet;
  allowed: PortSet;
  /** The ports of which it is not known whether they are allowed. */
  unknown: PortSet;
  /** The policies with a rule that speaks of these connections. */
  policies: readonly DecidingPolicy[];
  /** Whether a policy selects either end, in the direction of these connections. */
  isRestricted: boolean;
  /** Why something is not known. */
  doubts: readonly string[];
}

/** What nothing reaches, and the policies that isolate it. */
export interface Unreachable {
  to: EndpointSet;
  policies: readonly DecidingPolicy[];
  /** Whether policies allow nothing at all; else nothing that is known is allowed. */
  isDenied: boolean;
}

export interface ConnectionList {
  network: Network;
  groups: readonly ConnectionGroup[];
  unreachable: readonly Unreachable[];
  /** Whether all connections were asked for. */
  isWhole: boolean;
}

/** Which ends of connections are asked for; all if it is left out. */
export interface Asked {
  workloads(workload: Workload): boolean;
  outside: AddressSet;
}

/** What one direction says about the connections of some workloads with some peers. */
interface Side {
  policies: readonly DecidingPolicy[];
  doubts: readonly string[];
  /** The policies with a rule about these connections, as a key. */
  key: string;
}

const OPEN: Side = { policies: [], doubts: [], key: "" };
export const ON_HOST_NETWORK =
  "pods that have the network of their node: what policies do there is up to the network plugin";

/**
 * All connections of a cluster that policies allow, or may, with what is alike put together: destinations that
 * policies treat alike, and for each of these, sources with the same ports through the same policies of the destination.
 * A workload is no source of its own, since a pod always reaches itself.
 */
export function connectionList(network: Network, from?: Asked, to?: Asked): ConnectionList {
  const isWhole = from === undefined && to === undefined;
  return { ...new Listing(connectionsIn(network), from, to).list(from === undefined), network, isWhole };
}

class Listing {
  readonly #connections: Connections;
  readonly #network: Network;
  readonly #sources: readonly number[];
  readonly #destinations: readonly number[];
  /** The places of the endpoints in the order of their names. */
  readonly #rank: number[];
  readonly #addresses: readonly [from: readonly AddressSet[], to: readonly AddressSet[]];
  /** The sources by what policies make of their egress; those outside of the cluster have no list of verdicts. */
  readonly #byEgress = new Map<readonly Verdict[] | undefined, number[]>();
  readonly #policyNumber = memoizeParts<NetworkPolicyApplied | undefined, number>(() => this.#nextPolicy++);
  #nextPolicy = 0;

  constructor(connections: Connections, from: Asked | undefined, to: Asked | undefined) {
    this.#connections = connections;
    this.#network = connections.network;
    const words = workloadWords(this.#network);
    const names = connections.endpoints.map((one) => (one.is === "pods" ? words(one as Workload) : ""));
    const sorted = [...names.keys()].sort((a, b) => compare(names[a] as string, names[b] as string) || a - b);
    this.#rank = [];
    for (const [rank, number] of sorted.entries()) this.#rank[number] = rank;
    const addressesOf = (asked: Asked | undefined) =>
      connections.endpoints.map((one) =>
        one.is === "pods" ? [] : asked ? intersection(one.addresses, asked.outside) : one.addresses,
      );
    this.#addresses = [addressesOf(from), addressesOf(to)];
    const chosen = (asked: Asked | undefined, addresses: readonly AddressSet[]) =>
      sorted.filter((number) => {
        const endpoint = connections.endpoints[number];
        return endpoint?.is === "pods"
          ? (asked?.workloads(endpoint as Workload) ?? true)
          : addresses[number]?.length !== 0;
      });
    this.#sources = chosen(from, this.#addresses[0]);
    const destinations = chosen(to, this.#addresses[1]);
    const isOutside = (number: number) => connections.endpoints[number]?.is !== "pods";
    this.#destinations = [
      ...destinations.filter((one) => !isOutside(one)),
      ...destinations.filter(isOutside),
    ];
    for (const source of this.#sources) push(this.#byEgress, this.#row("Egress", source), source);
  }

  list(withUnreachable: boolean): Pick<ConnectionList, "groups" | "unreachable"> {
    const groups: ConnectionGroup[] = [];
    const unreachable: Unreachable[] = [];
    for (const members of this.#classes()) {
      const [first = 0] = members;
      const to = this.#set(members, 1);
      const found = this.#into(first, to);
      for (const group of found) groups.push(group);
      const isReached = found.length > 0 || this.#sources.every((one) => members.includes(one));
      if (withUnreachable && !isReached) {
        const isDenied = !to.workloads.some((one) => {
          return this.#network.selecting(one, "Ingress").some(({ policy }) => policy.rules.length > 0);
        });
        unreachable.push({ to, policies: this.#isolating(first), isDenied });
      }
    }
    return { groups, unreachable };
  }

  /** The destinations in classes that policies treat alike. */
  #classes(): number[][] {
    let classes = new Map<unknown, number[]>();
    for (const one of this.#destinations) {
      push(classes, this.#row("Ingress", one) ?? "outside", one);
    }
    for (const row of this.#byEgress.keys()) {
      if (!row) continue;
      const finer = new Map<unknown, number[]>();
      for (const members of classes.values()) {
        if (members.length === 1) {
          finer.set(members, members);
          continue;
        }
        const parts = new Map<Verdict | undefined, number[]>();
        for (const one of members) push(parts, row[one], one);
        for (const part of parts.values()) finer.set(part, part);
      }
      classes = finer;
    }
    const order = new Map(this.#destinations.map((one, index) => [one, index]));
    const at = ([first = 0]: readonly number[]) => order.get(first) ?? 0;
    return [...classes.values()].sort((one, other) => at(one) - at(other));
  }

  /** What reaches a destination, which stands for all that are like it. */
  #into(destination: number, to: EndpointSet): ConnectionGroup[] {
    const ingress = this.#row("Ingress", destination);
    const self = to.workloads.length === 1 && to.outside.length === 0 ? destination : undefined;
    const found = new Map<string, { sources: number[]; verdict: Verdict; sides: Set<Side> }>();
    for (const [egress, sources] of this.#byEgress) {
      if (!egress && !ingress) continue;
      const parts = new Map<Verdict, number[]>();
      for (const source of sources) {
        push(parts, ingress?.[source] ?? ALLOWED, source);
      }
      for (const [inward, members] of parts) {
        const [source = 0] = members;
        const outward = egress?.[destination] ?? ALLOWED;
        const verdict = both(outward, inward);
        if (isNoPort(verdict.mayAllow)) continue;
        const sides = [
          this.#side("Egress", source, destination, outward),
          this.#side("Ingress", destination, source, inward),
        ] as const;
        const key = `${portsKey(verdict)} ${sides[1].key}`;
        const group = found.get(key) ?? { sources: [], verdict, sides: new Set<Side>() };
        found.set(key, group);
        for (const member of members) group.sources.push(member);
        for (const side of sides) group.sides.add(side);
      }
    }
    return [...found.values()].flatMap(({ sources, verdict, sides }) => {
      const others = sources.filter((source) => source !== self);
      if (others.length === 0) return [];
      const workload = others.length < sources.length ? to.workloads[0] : undefined;
      const all = [...sides].flatMap(({ policies }) => policies);
      const unknown = unknownPorts(verdict);
      return {
        from: { ...this.#set(others, 0), ...(workload && { self: workload }) },
        to,
        allowed: allowedPorts(verdict),
        unknown,
        policies: all.filter(({ rules }) => rules.length > 0),
        isRestricted: all.length > 0 || [...sides].some(({ doubts }) => doubts.length > 0),
        doubts: isNoPort(unknown) ? [] : [...new Set([...sides].flatMap(({ doubts }) => doubts))],
      };
    });
  }

  /** What policies make of the connections of an endpoint with each one; undefined outside of the cluster. */
  #row(direction: Direction, number: number): readonly Verdict[] | undefined {
    const endpoint = this.#connections.endpoints[number];
    return endpoint?.is === "pods" ? this.#connections.verdicts(direction, endpoint as Workload) : undefined;
  }

  readonly #sides = memoize(() => new Map<Verdict, Side>());

  /** Endpoints that share a verdict in a list share all that decides: it is found once for each. */
  #side(direction: Direction, own: number, peer: number, verdict: Verdict): Side {
    const row = this.#row(direction, own);
    if (!row) return OPEN;
    const known = this.#sides(row);
    let side = known.get(verdict);
    if (!side) known.set(verdict, (side = this.#find(direction, own, peer)));
    return side;
  }

  #find(direction: Direction, own: number, other: number): Side {
    const [workload, peer] = [this.#connections.endpoints[own], this.#connections.endpoints[other]];
    if (workload?.is !== "pods" || !peer) return OPEN;
    const all = decidingPolicies(this.#network, direction, workload as Workload, peer);
    if (all.length === 0) return OPEN;
    if (workload.isOnHostNetwork) return { policies: [], doubts: [ON_HOST_NETWORK], key: "host" };
    const speaking = all.filter(({ rules }) => rules.length > 0);
    return {
      policies: all,
      doubts: all.flatMap(doubtsOf),
      key: speaking.map(({ source }) => this.#policyNumber(source)).join(),
    };
  }

  #isolating(destination: number): DecidingPolicy[] {
    const workload = this.#connections.endpoints[destination];
    const anything = this.#connections.endpoints[this.#sources[0] ?? 0];
    if (workload?.is !== "pods" || !anything) return [];
    return decidingPolicies(this.#network, "Ingress", workload as Workload, anything)
      .filter(({ isolates }) => isolates !== false)
      .map((policy) => ({ ...policy, rules: [] }));
  }

  #set(numbers: readonly number[], end: 0 | 1): EndpointSet {
    const { endpoints } = this.#connections;
    const sorted = numbers.toSorted((one, other) => (this.#rank[one] ?? 0) - (this.#rank[other] ?? 0));
    const workloads = sorted.flatMap((one) => {
      return endpoints[one]?.is === "pods" ? [endpoints[one] as Workload] : [];
    });
    const outside = numbers.flatMap((one) => this.#addresses[end][one] ?? []);
    return { workloads, outside: union(outside.slice(0, 1), outside.slice(1)) };
  }
}

const portsKey = (verdict: Verdict) =>
  `${portWords(allowedPorts(verdict))} ${portWords(unknownPorts(verdict))}`;

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
