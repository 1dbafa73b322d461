import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { isKnown, UNKNOWN } from "../objects.js";
import type { ConnectionRule, Ports } from "./directed-policy.js";
import { EVERY_PORT, togetherPorts } from "./directed-policy.js";
import type { PodSet } from "./endpoint.js";
import {
  ALL_PORTS,
  allPortsOf,
  NO_PORTS,
  portRange,
  type PortSet,
  PROTOCOLS,
  type Protocol,
  unitePortSets,
} from "./port-set.js";

/** A port of a rule as it is written. */
export interface WrittenPort {
  protocol?: string;
  port?: unknown;
  endPort?: number;
}

/** A port of which nothing is known. */
export const UNKNOWN_PORT: WrittenPort = { protocol: UNKNOWN };

/** Whether something about a port is not known. */
export function isUnknownPort({ protocol, port }: WrittenPort): boolean {
  return protocol === UNKNOWN || port === UNKNOWN;
}

/**
 * The ports that a rule names: a number, a range, a name, or all of a protocol; all ports if it names none. A protocol
 * that is left out is TCP. Kubernetes: staging/src/k8s.io/api/networking/v1/types.go, NetworkPolicyPort.
 */
export function writtenPorts(ports: readonly WrittenPort[]): Pick<ConnectionRule, "portNames" | "portsOf"> {
  if (ports.length === 0) return { portNames: [], portsOf: () => EVERY_PORT };
  const portNames = ports.flatMap(({ port }) => (typeof port === "string" && isKnown(port) ? [port] : []));
  if (portNames.length > 0) return { portNames, portsOf: (pods) => together(ports, pods) };
  const same = together(ports, undefined);
  return { portNames, portsOf: () => same };
}

function together(ports: readonly WrittenPort[], destination: PodSet | undefined): Ports {
  return togetherPorts(ports.map((port) => portsOf(port, destination)));
}

function portsOf({ protocol = "TCP", port, endPort }: WrittenPort, destination: PodSet | undefined): Ports {
  const named = PROTOCOLS.find((one) => one === protocol);
  // What is not known may be any; what Kubernetes does not have is refused.
  if (!named) return maybe(isKnown(protocol) ? NO_PORTS : ALL_PORTS);
  if (port === undefined || port === null) return exactly(allPortsOf(named));
  if (typeof port === "number") return exactly(portRange(named, port, endPort ?? port));
  return typeof port === "string" && isKnown(port)
    ? namedPorts(port, named, destination)
    : maybe(allPortsOf(named));
}

/** The ports that pods call by a name. Addresses have no names for ports, so such a rule does not speak of them. */
export function namedPorts(name: string, protocol: Protocol, destination: PodSet | undefined): Ports {
  if (!destination) return exactly(NO_PORTS);
  if (!destination.ports) return maybe(allPortsOf(protocol));
  const { byName, isSure } = byNames(destination.ports);
  const found = (byName.get(name) ?? []).filter((one) => one.protocol === protocol);
  const ports = unitePortSets(
    found.map(({ port }) => (port === undefined ? allPortsOf(protocol) : portRange(protocol, port))),
  );
  if (!isSure) return maybe(allPortsOf(protocol));
  return found.some(({ port }) => port === undefined) ? maybe(ports) : exactly(ports);
}

/** The ports of pods by their names, each of which a policy may name. */
const byNames = memoize((ports: NonNullable<PodSet["ports"]>) => ({
  byName: groupBy(ports, ({ name }) => name),
  // A name that is filled in later may be any.
  isSure: ports.every(({ name }) => name === undefined || isKnown(name)),
}));

function exactly(ports: PortSet): Ports {
  return { sure: ports, possible: ports };
}

function maybe(possible: PortSet): Ports {
  return { sure: NO_PORTS, possible };
}
