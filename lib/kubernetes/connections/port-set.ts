import { difference, intersection, type Intervals, isWithin, union, unionOf } from "./intervals.js";

/** The protocols that policies and Services can name. */
export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** A set of ports, by protocol. */
export type PortSet = Readonly<Record<Protocol, Intervals<number>>>;

const EVERY: Intervals<number> = [[1, 65_536]];
const NONE: Intervals<number> = [];

export const ALL_PORTS: PortSet = { TCP: EVERY, UDP: EVERY, SCTP: EVERY };
export const NO_PORTS: PortSet = { TCP: NONE, UDP: NONE, SCTP: NONE };

/** The ports of one protocol from one to another, both included. */
export function portRange(protocol: Protocol, from: number, to: number = from): PortSet {
  return from > to ? NO_PORTS : { ...NO_PORTS, [protocol]: [[from, to + 1]] };
}

/** All ports of one protocol. */
export function allPortsOf(protocol: Protocol): PortSet {
  return { ...NO_PORTS, [protocol]: EVERY };
}

export function unitePorts(one: PortSet, other: PortSet): PortSet {
  if (one === other || isNoPort(other) || one === ALL_PORTS) return one;
  if (isNoPort(one) || other === ALL_PORTS) return other;
  return combine(union, one, other);
}

/** The ports that are in any of several sets. */
export function unitePortSets(sets: readonly PortSet[]): PortSet {
  if (sets.length < 3 || sets.includes(ALL_PORTS)) return sets.reduce(unitePorts, NO_PORTS);
  return withIdentity({
    TCP: unionOf(sets.map(({ TCP }) => TCP)),
    UDP: unionOf(sets.map(({ UDP }) => UDP)),
    SCTP: unionOf(sets.map(({ SCTP }) => SCTP)),
  });
}

export function commonPorts(one: PortSet, other: PortSet): PortSet {
  if (one === other || other === ALL_PORTS || one === NO_PORTS) return one;
  if (one === ALL_PORTS || other === NO_PORTS) return other;
  return combine(intersection, one, other);
}

/** The ports of the first set that are not in the second. */
export function portsWithout(one: PortSet, other: PortSet): PortSet {
  if (one === other || other === ALL_PORTS) return NO_PORTS;
  if (other === NO_PORTS) return one;
  return combine(difference, one, other);
}

export function isNoPort(ports: PortSet): boolean {
  return ports === NO_PORTS || PROTOCOLS.every((protocol) => ports[protocol].length === 0);
}

export function isEveryPort(ports: PortSet): boolean {
  return ports === ALL_PORTS || PROTOCOLS.every((protocol) => isWithin(EVERY, ports[protocol]));
}

export function hasPort(ports: PortSet, protocol: Protocol, port: number): boolean {
  return ports[protocol].some(([from, end]) => from <= port && port < end);
}

function combine(
  how: (one: Intervals<number>, other: Intervals<number>) => Intervals<number>,
  one: PortSet,
  other: PortSet,
): PortSet {
  return withIdentity({
    TCP: how(one.TCP, other.TCP),
    UDP: how(one.UDP, other.UDP),
    SCTP: how(one.SCTP, other.SCTP),
  });
}

/** The two sets that are met most are told apart by identity. */
function withIdentity(result: PortSet): PortSet {
  if (isNoPort(result)) return NO_PORTS;
  return isEveryPort(result) ? ALL_PORTS : result;
}

/** A set of ports in words: `all ports`, `no port`, `TCP 80, 443 and 8000-8080, UDP 53`. */
export function portWords(ports: PortSet): string {
  if (isEveryPort(ports)) return "all ports";
  const parts = PROTOCOLS.flatMap((protocol) => {
    const intervals = ports[protocol];
    if (intervals.length === 0) return [];
    if (isWithin(EVERY, intervals)) return `all ${protocol} ports`;
    const ranges = intervals.map(([from, end]) => (end - from === 1 ? String(from) : `${from}-${end - 1}`));
    return `${protocol} ${ranges.join(", ")}`;
  });
  return parts.length === 0 ? "no port" : parts.join("; ");
}
