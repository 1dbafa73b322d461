import { saysNothing } from "../../util/plain-values.js";
import { isKnown, UNKNOWN } from "../objects.js";
import { type ConnectionRule, EVERY_PORT, type Ports } from "./directed-policy.js";
import type { PodSet } from "./endpoint.js";
import { ALL_PORTS, allPortsOf, commonPorts, NO_PORTS, portsWithout, PROTOCOLS } from "./port-set.js";
import { isUnknownPort, UNKNOWN_PORT, type WrittenPort, writtenPorts } from "./written-ports.js";

type CalicoPorts = Pick<ConnectionRule, "portNames" | "portsOf"> & { things: string[] };

/** Calico: api/pkg/lib/numorstring/protocol.go. */
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ["6", "TCP"],
  ["17", "UDP"],
  ["132", "SCTP"],
]);

/**
 * The ports that a rule speaks of: those of its destination, of its protocol; without a protocol, of any. Source ports are
 * not looked at. Calico: api/pkg/apis/projectcalico/v3/policy_common.go, Rule and EntityRule; felix/rules/policy.go.
 */
export function calicoPorts(
  rule: Record<string, unknown>,
  destination: Record<string, unknown>,
): CalicoPorts {
  const protocol = protocolOf(rule["protocol"]);
  const within = ofProtocol(protocol, ALL_PORTS);
  const without = ofProtocol(protocolOf(rule["notProtocol"]), NO_PORTS);
  const named = portsOf(destination["ports"], protocol);
  const excluded = portsOf(destination["notPorts"], protocol);
  const isUnclear = [rule["protocol"], rule["notProtocol"]].some((one) => protocolOf(one) === UNKNOWN);
  return {
    portNames: [named, excluded].flatMap((one) => one?.portNames ?? []),
    portsOf: (pods) =>
      minus(minus(common(within, named?.portsOf(pods) ?? EVERY_PORT), without), excluded?.portsOf(pods)),
    things: isUnclear || named?.isUnclear || excluded?.isUnclear ? ["ports"] : [],
  };
}

/** A protocol by its name or number; undefined if it is not written. */
function protocolOf(written: unknown): string | undefined {
  if (saysNothing(written)) return undefined;
  if (typeof written !== "string" && typeof written !== "number") return UNKNOWN;
  const text = String(written);
  return isKnown(text) ? (NUMBERS.get(text) ?? text.toUpperCase()) : UNKNOWN;
}

function ofProtocol(protocol: string | undefined, otherwise: typeof ALL_PORTS): Ports {
  if (protocol === undefined) return { sure: otherwise, possible: otherwise };
  if (protocol === UNKNOWN) return { sure: NO_PORTS, possible: ALL_PORTS };
  const found = PROTOCOLS.find((one) => one === protocol);
  // Others, such as ICMP, have no ports.
  const ports = found ? allPortsOf(found) : NO_PORTS;
  return { sure: ports, possible: ports };
}

function portsOf(
  written: unknown,
  protocol: string | undefined,
):
  | (Pick<ConnectionRule, "portNames"> & { portsOf(pods: PodSet | undefined): Ports; isUnclear: boolean })
  | undefined {
  if (saysNothing(written)) return undefined;
  const list: WrittenPort[] = Array.isArray(written)
    ? (written as unknown[]).map((port) => portOf(port, protocol ?? UNKNOWN))
    : [UNKNOWN_PORT];
  return {
    ...writtenPorts(list),
    isUnclear: list.some(isUnknownPort),
  };
}

/** A number, a range such as `80:90`, or a name: api/pkg/lib/numorstring/port.go. */
function portOf(port: unknown, protocol: string): WrittenPort {
  if (typeof port === "number")
    return Number.isInteger(port) ? { protocol, port } : { protocol, port: UNKNOWN };
  if (typeof port !== "string" || !isKnown(port)) return { protocol, port: UNKNOWN };
  const range = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(port);
  if (!range) return { protocol, port };
  const [, first = "", last = first] = range;
  return { protocol, port: Number(first), endPort: Number(last) };
}

function common(one: Ports, other: Ports): Ports {
  return { sure: commonPorts(one.sure, other.sure), possible: commonPorts(one.possible, other.possible) };
}

function minus(one: Ports, other: Ports | undefined): Ports {
  if (!other) return one;
  return { sure: portsWithout(one.sure, other.possible), possible: portsWithout(one.possible, other.sure) };
}
