import type { AddressSet } from "../../kubernetes/connections/address-set.js";
import { intersection, unionOf } from "../../kubernetes/connections/intervals.js";
import { isNoPort, type PortSet, portWords } from "../../kubernetes/connections/port-set.js";
import {
  ALLOWED,
  allowedPorts,
  both,
  unknownPorts,
  type Verdict,
} from "../../kubernetes/connections/verdict.js";
import { push } from "../../util/group-by.js";
import { type Connections, connectionsIn } from "./connections.js";
import { type Side, Sides } from "./connection-sides.js";
import { type DecidingPolicy, decidingPolicies } from "./deciding.js";
import type { EndpointSet } from "./endpoint-set.js";
import { compareNames, workloadWords } from "./endpoint-words.js";
import type { Network } from "./network.js";
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
  readonly #sides: Sides;

  constructor(connections: Connections, from: Asked | undefined, to: Asked | undefined) {
    this.#connections = connections;
    this.#network = connections.network;
    this.#sides = new Sides(connections);
    const words = workloadWords(this.#network);
    const names = connections.endpoints.map((one) => (one.is === "pods" ? words(one) : ""));
    const sorted = [...names.keys()].sort(
      (a, b) => compareNames(names[a] as string, names[b] as string) || a - b,
    );
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
          ? (asked?.workloads(endpoint) ?? true)
          : addresses[number]?.length !== 0;
      });
    this.#sources = chosen(from, this.#addresses[0]);
    const destinations = chosen(to, this.#addresses[1]);
    const isOutside = (number: number) => connections.endpoints[number]?.is !== "pods";
    this.#destinations = [
      ...destinations.filter((one) => !isOutside(one)),
      ...destinations.filter(isOutside),
    ];
    for (const source of this.#sources) push(this.#byEgress, this.#sides.row("Egress", source), source);
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
      push(classes, this.#sides.row("Ingress", one) ?? "outside", one);
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
    const ingress = this.#sides.row("Ingress", destination);
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
          this.#sides.of("Egress", source, destination, outward),
          this.#sides.of("Ingress", destination, source, inward),
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

  #isolating(destination: number): DecidingPolicy[] {
    const workload = this.#connections.endpoints[destination];
    const anything = this.#connections.endpoints[this.#sources[0] ?? 0];
    if (workload?.is !== "pods" || !anything) return [];
    return decidingPolicies(this.#network, "Ingress", workload, anything)
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
    return { workloads, outside: unionOf([outside]) };
  }
}

const portsKey = (verdict: Verdict) =>
  `${portWords(allowedPorts(verdict))} ${portWords(unknownPorts(verdict))}`;
