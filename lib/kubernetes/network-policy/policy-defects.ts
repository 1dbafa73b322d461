import { BlockList, isIP } from "node:net";
import { labelSelectorDefects, type SelectorDefect } from "../labels/label-syntax.js";
import { type NetworkPolicyRule, type Peer, peersOf } from "./network-policy.js";
import { holdsUnknown, isKnown, type NetworkPolicy } from "../objects.js";
import { DIRECTIONS, peersField, rulesField } from "./policy-step.js";

type Port = NonNullable<NetworkPolicyRule["ports"]>[number];
type IPBlock = NonNullable<Peer["ipBlock"]>;
type Path = readonly (string | number)[];

/** Why the API server refuses a NetworkPolicy: the kind of defect, its place, and the wrong value. */
export interface PolicyDefect {
  id:
    | SelectorDefect["id"]
    | "bareAddress"
    | "cidr"
    | "noCidr"
    | "except"
    | "protocol"
    | "portNumber"
    | "portDigits"
    | "portName"
    | "endPortAlone"
    | "endPortBelow"
    | "emptyPeer"
    | "mixedPeer"
    | "policyType"
    | "manyTypes";
  at: Path;
  value: string;
  /** What it is compared with: the `cidr` of an `except`, the `port` of an `endPort`. */
  beside?: string;
}

export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
const MAX_PORT = 65_535;

/**
 * The defects for which the API server refuses a NetworkPolicy. Unknown values, such as variables, are left out.
 * Kubernetes: pkg/apis/networking/validation/validation.go, ValidateNetworkPolicySpec.
 */
export function policyDefects({ spec }: NetworkPolicy): PolicyDefect[] {
  if (!spec) return [];
  const rules = DIRECTIONS.flatMap((direction) => {
    const field = rulesField(direction);
    const written: readonly NetworkPolicyRule[] = spec[field] ?? [];
    return written.map((rule, index) => ({ at: [field, index], rule, direction }));
  });
  const found: PolicyDefect[] = [
    ...below(["podSelector"], labelSelectorDefects(spec.podSelector)),
    ...rules.flatMap(({ at, rule, direction }) => [
      ...(rule.ports ?? []).flatMap((port, index) => below([...at, "ports", index], portDefects(port))),
      ...peersOf(rule, direction).flatMap((peer, index) => {
        return below([...at, peersField(direction), index], peerDefects(peer));
      }),
    ]),
    ...typeDefects(spec.policyTypes ?? []),
  ];
  return below(["spec"], found);
}

function typeDefects(types: readonly string[]): PolicyDefect[] {
  if (types.length > DIRECTIONS.length)
    return [{ id: "manyTypes", at: ["policyTypes"], value: String(types.length) }];
  return types.flatMap((value, index): PolicyDefect[] =>
    isKnown(value) && !isOneOf(DIRECTIONS, value)
      ? [{ id: "policyType", at: ["policyTypes", index], value }]
      : [],
  );
}

/** ValidateNetworkPolicyPeer. */
function peerDefects(peer: Peer): PolicyDefect[] {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  // A variable for a whole peer may be any of the three.
  if (ipBlock && podSelector && holdsUnknown(peer)) return [];
  if (!ipBlock && !namespaceSelector && !podSelector) return [{ id: "emptyPeer", at: [], value: "" }];
  return [
    ...below(["podSelector"], labelSelectorDefects(podSelector)),
    ...below(["namespaceSelector"], labelSelectorDefects(namespaceSelector)),
    ...(ipBlock ? below(["ipBlock"], blockDefects(ipBlock)) : []),
    ...(ipBlock && (namespaceSelector || podSelector)
      ? [{ id: "mixedPeer" as const, at: ["ipBlock"], value: "" }]
      : []),
  ];
}

/** ValidateIPBlock; addresses are read as leniently as there: leading zeros are ignored. */
function blockDefects({ cidr = "", except = [] }: IPBlock): PolicyDefect[] {
  if (cidr === "") return [{ id: "noCidr", at: ["cidr"], value: "" }];
  if (!isKnown(cidr)) return [];
  const block = parseCidr(cidr);
  if (!block) return [cidrDefect(cidr, ["cidr"])];
  return except.flatMap((value, index): PolicyDefect[] => {
    if (!isKnown(value)) return [];
    const at = ["except", index];
    const part = parseCidr(value);
    if (!part) return [cidrDefect(value, at)];
    return isStrictlyWithin(part, block) ? [] : [{ id: "except", at, value, beside: cidr }];
  });
}

function cidrDefect(value: string, at: Path): PolicyDefect {
  return { id: isIP(value) === 0 ? "cidr" : "bareAddress", at, value };
}

interface Cidr {
  address: string;
  family: "ipv4" | "ipv6";
  length: number;
}

function parseCidr(text: string): Cidr | undefined {
  const [written = "", length = "", ...others] = text.split("/");
  const address = written.includes(":") ? written : written.replace(/(^|\.)0+(?=\d)/g, "$1");
  const version = address.includes("%") ? 0 : isIP(address);
  if (version === 0 || others.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  if (Number(length) > (version === 4 ? 32 : 128)) return undefined;
  return { address, family: version === 4 ? "ipv4" : "ipv6", length: Number(length) };
}

function isStrictlyWithin(part: Cidr, block: Cidr): boolean {
  if (part.family !== block.family || part.length <= block.length) return false;
  const list = new BlockList();
  list.addSubnet(block.address, block.length, block.family);
  return list.check(part.address, part.family);
}

/** ValidateNetworkPolicyPort. */
function portDefects({ protocol, port, endPort }: Port): PolicyDefect[] {
  const found: PolicyDefect[] = [];
  if (isKnown(protocol) && !isOneOf(PROTOCOLS, protocol))
    found.push({ id: "protocol", at: ["protocol"], value: protocol });
  if (typeof port === "number" && !isPort(port))
    found.push({ id: "portNumber", at: ["port"], value: String(port) });
  if (typeof port === "string" && isKnown(port) && !isPortName(port))
    found.push({ id: /^\d+$/.test(port) ? "portDigits" : "portName", at: ["port"], value: port });
  if (endPort === undefined || (typeof port === "string" && !isKnown(port))) return found;
  const value = String(endPort);
  if (typeof port !== "number") found.push({ id: "endPortAlone", at: ["endPort"], value });
  else if (endPort < port) found.push({ id: "endPortBelow", at: ["endPort"], value, beside: String(port) });
  else if (!isPort(endPort)) found.push({ id: "portNumber", at: ["endPort"], value });
  return found;
}

function isPort(port: number): boolean {
  return port >= 1 && port <= MAX_PORT;
}

/** staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, IsValidPortName. */
function isPortName(name: string): boolean {
  return name.length <= 15 && /^[a-z\d]+(?:-[a-z\d]+)*$/.test(name) && /[a-z]/.test(name);
}

function isOneOf(all: readonly string[], value: string): boolean {
  return all.includes(value);
}

function below<Defect extends { at: Path }>(path: Path, defects: readonly Defect[]): Defect[] {
  return defects.map((defect) => ({ ...defect, at: [...path, ...defect.at] }));
}
