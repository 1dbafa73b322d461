import { field, isMap, saysNothing } from "../../util/plain-values.js";
import { UNKNOWN } from "../objects.js";
import type { ConnectionRule } from "./directed-policy.js";
import { PROTOCOLS } from "./port-set.js";
import { isUnknownPort, UNKNOWN_PORT, type WrittenPort, writtenPorts } from "./written-ports.js";

type AdminPorts = Pick<ConnectionRule, "portNames" | "portsOf"> & { things: string[] };

/**
 * The ports that a rule of an admin policy speaks of: of `ports` in v1alpha1, of `protocols` in v1alpha2. A name is that
 * of a port of any protocol. SIG Network's network-policy-api: apis/v1alpha1/shared_types.go, AdminNetworkPolicyPort;
 * apis/v1alpha2/clusternetworkpolicy_types.go, ClusterNetworkPolicyProtocol.
 */
export function adminPorts(rule: Record<string, unknown>): AdminPorts {
  const written = ["ports", "protocols"].flatMap((key): WrittenPort[] => {
    const value = field(rule, key);
    if (saysNothing(value)) return [];
    return Array.isArray(value) ? (value as unknown[]).flatMap(portOf) : [UNKNOWN_PORT];
  });
  return { ...writtenPorts(written), things: written.some(isUnknownPort) ? ["ports"] : [] };
}

function portOf(value: unknown): WrittenPort[] {
  const [kind = "", ...others] = isMap(value) ? Object.keys(value) : [];
  const port = field(value, kind);
  if (others.length > 0) return [UNKNOWN_PORT];
  switch (kind) {
    case "namedPort":
    case "destinationNamedPort":
      return typeof port === "string" ? PROTOCOLS.map((protocol) => ({ protocol, port })) : [UNKNOWN_PORT];
    case "portNumber":
      return [numbered(protocolOf(port), field(port, "port"))];
    case "portRange":
      return [numbered(protocolOf(port), field(port, "start"), field(port, "end"))];
    case "tcp":
    case "udp":
    case "sctp":
      return [destinationPort(kind.toUpperCase(), field(port, "destinationPort"))];
    default:
      return [UNKNOWN_PORT];
  }
}

function destinationPort(protocol: string, port: unknown): WrittenPort {
  if (saysNothing(port)) return { protocol };
  const range = field(port, "range");
  if (isMap(range)) return numbered(protocol, range["start"], range["end"]);
  return numbered(protocol, field(port, "number"));
}

function numbered(protocol: string, from: unknown, to: unknown = from): WrittenPort {
  return Number.isInteger(from) && Number.isInteger(to)
    ? { protocol, port: from, endPort: to as number }
    : { protocol, port: UNKNOWN };
}

function protocolOf(port: unknown): string {
  const protocol = field(port, "protocol") ?? "TCP";
  return typeof protocol === "string" ? protocol : UNKNOWN;
}
