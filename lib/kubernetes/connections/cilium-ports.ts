import { field, isMap, items, saysNothing } from "../../util/plain-values.js";
import type { Direction } from "../network-policy/policy-step.js";
import { isKnown, UNKNOWN } from "../objects.js";
import { type ConnectionRule, EVERY_PORT, type Ports, unite } from "./directed-policy.js";
import type { PodSet } from "./endpoint.js";
import { NO_PORTS, PROTOCOLS } from "./port-set.js";
import { UNKNOWN_PORT, type WrittenPort, writtenPorts } from "./written-ports.js";

type CiliumPorts = Pick<ConnectionRule, "portNames" | "portsOf"> & { things: string[] };

const NO_PORT: Ports = { sure: NO_PORTS, possible: NO_PORTS };

/**
 * The ports that a rule speaks of. What it says of the contents of connections leaves fewer of them.
 * Cilium: pkg/policy/api/l4.go, PortRule; pkg/policy/rule.go, mergeIngress and mergeEgress.
 */
export function ciliumPorts(rule: Record<string, unknown>, direction: Direction): CiliumPorts {
  const { toPorts, icmps } = rule;
  if (saysNothing(toPorts)) {
    const isOnlyIcmp = !saysNothing(icmps);
    return { portNames: [], portsOf: () => (isOnlyIcmp ? NO_PORT : EVERY_PORT), things: [] };
  }
  if (!Array.isArray(toPorts)) return { ...writtenPorts([UNKNOWN_PORT]), things: ["ports"] };
  const parts = (toPorts as unknown[]).map((part) => portRule(part, direction));
  return {
    portNames: parts.flatMap(({ portNames }) => portNames),
    portsOf: (destination) => together(parts, destination),
    things: parts.flatMap(({ things }) => things),
  };
}

function together(parts: readonly CiliumPorts[], destination: PodSet | undefined): Ports {
  return unite(parts.map((part) => part.portsOf(destination)));
}

function portRule(part: unknown, direction: Direction): CiliumPorts {
  const ports = field(part, "ports");
  const things: string[] = [];
  const written =
    Array.isArray(ports) && ports.length > 0
      ? (ports as unknown[]).flatMap((port) => portOf(port, direction, things))
      : [UNKNOWN_PORT];
  if (written.includes(UNKNOWN_PORT)) things.push("ports");
  const { portNames, portsOf } = writtenPorts(written);
  const narrowed = isMap(part)
    ? Object.keys(part).filter((key) => key !== "ports" && narrows(key, part[key]))
    : [];
  if (narrowed.length === 0) return { portNames, portsOf, things };
  return {
    portNames,
    portsOf: (destination) => ({ sure: NO_PORTS, possible: portsOf(destination).possible }),
    things: [...things, "what is sent over the connection"],
  };
}

/** Whether a field lets through less than its ports; asking for any name by DNS does not. */
function narrows(key: string, value: unknown): boolean {
  if (key !== "rules" || !isMap(value)) return !saysNothing(value);
  const kinds = Object.keys(value).filter((kind) => value[kind] !== undefined && value[kind] !== null);
  if (kinds.length === 0) return false;
  const isDns = kinds.length === 1 && kinds[0] === "dns";
  return !isDns || !items(value["dns"]).some((rule) => field(rule, "matchPattern") === "*");
}

/**
 * A port is a number or a name in a text, 0 for every port; without a protocol, of any.
 * Cilium: pkg/policy/api/rule_validation.go, PortProtocol.sanitize.
 */
function portOf(port: unknown, direction: Direction, things: string[]): WrittenPort[] {
  const { port: number, protocol = "ANY", endPort } = isMap(port) ? port : {};
  if (typeof protocol !== "string") return [UNKNOWN_PORT];
  if (!isKnown(protocol) && protocol !== "") return [UNKNOWN_PORT];
  const name = protocol.toUpperCase();
  const protocols: readonly string[] = name === "ANY" || name === "" ? PROTOCOLS : [name];
  const text = typeof number === "number" ? String(number) : number;
  if (typeof text !== "string" || !isKnown(text)) return [UNKNOWN_PORT];
  if (text === "0") return protocols.map((one) => ({ protocol: one }));
  if (/^[1-9]\d{0,4}$/.test(text)) {
    const first = Number(text);
    const last = saysNothing(endPort) || endPort === 0 ? first : endPort;
    if (!Number.isInteger(last)) return [UNKNOWN_PORT];
    return protocols.map((one) => ({ protocol: one, port: first, endPort: last as number }));
  }
  if (direction === "Ingress") return protocols.map((one) => ({ protocol: one, port: text.toLowerCase() }));
  // On egress a name means whatever number any pod gives it, if they agree: pkg/policy/types, NamedPortMultiMap.
  things.push("the name of a port");
  return protocols.map((one) => ({ protocol: one, port: UNKNOWN }));
}
