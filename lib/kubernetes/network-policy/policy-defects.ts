import { isIP } from "node:net";
import { labelSelectorDefects, type SelectorDefect } from "../labels/label-syntax.js";
import { type NetworkPolicyRule, type Peer, peersOf } from "./network-policy.js";
import {
  type Cidr,
  isStrictlyWithin,
  parseCidr,
  STRICT_SINCE,
  strictDefect,
  type StrictDefect,
} from "./cidr.js";
import { holdsUnknown, isKnown, isPlain, type NetworkPolicy } from "../objects.js";
import { DIRECTIONS, peersField, rulesField } from "./policy-step.js";

type Port = NonNullable<NetworkPolicyRule["ports"]>[number];
type IPBlock = NonNullable<Peer["ipBlock"]>;
type Path = readonly (string | number)[];

/** Why the API server refuses a NetworkPolicy: the kind of defect, its place, and the wrong value. */
export interface PolicyDefect {
  id:
    | SelectorDefect["id"]
    | StrictDefect["id"]
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
  /** What it is compared with: the `cidr` of an `except`, the `port` of an `endPort`, a single address. */
  beside?: string;
  /** How to write it. */
  instead?: string;
  /** The minor version of Kubernetes from which it is refused; left out if every one refuses it. */
  since?: number;
}

export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
const MAX_PORT = 65_535;

/**
 * The defects for which the API server refuses a NetworkPolicy, of any version that is supported. Unknown values, such
 * as variables, are left out.
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
    isPlain(value) && !isOneOf(DIRECTIONS, value)
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

/** ValidateIPBlock. */
function blockDefects({ cidr = "", except = [] }: IPBlock): PolicyDefect[] {
  if (cidr === "") return [{ id: "noCidr", at: ["cidr"], value: "" }];
  if (!isKnown(cidr)) return [];
  const block = parseCidr(cidr);
  if (!block) return [cidrDefect(cidr, ["cidr"])];
  return [
    ...strictDefects(block, cidr, ["cidr"]),
    ...except.flatMap((value, index): PolicyDefect[] => {
      if (!isPlain(value)) return [];
      const at = ["except", index];
      const part = parseCidr(value);
      if (!part) return [cidrDefect(value, at)];
      if (!isStrictlyWithin(part, block)) return [{ id: "except", at, value, beside: cidr }];
      return strictDefects(part, value, at);
    }),
  ];
}

function cidrDefect(value: string, at: Path): PolicyDefect {
  return { id: isIP(value) === 0 ? "cidr" : "bareAddress", at, value };
}

function strictDefects(block: Cidr, value: string, at: Path): PolicyDefect[] {
  const found = strictDefect(block);
  if (!found) return [];
  const { id, instead, single } = found;
  return [{ id, at, value, instead, beside: single, since: STRICT_SINCE }];
}

/** ValidateNetworkPolicyPort. */
function portDefects({ protocol, port, endPort }: Port): PolicyDefect[] {
  const found: PolicyDefect[] = [];
  if (isPlain(protocol) && !isOneOf(PROTOCOLS, protocol))
    found.push({ id: "protocol", at: ["protocol"], value: protocol });
  if (typeof port === "number" && !isPort(port))
    found.push({ id: "portNumber", at: ["port"], value: String(port) });
  if (typeof port === "string" && isPlain(port) && !isPortName(port))
    found.push({ id: /^\d+$/.test(port) ? "portDigits" : "portName", at: ["port"], value: port });
  // A number that is not whole is not decoded at all.
  if (endPort === undefined || !Number.isInteger(endPort)) return found;
  if (typeof port === "string" ? !isPlain(port) : port !== undefined && !Number.isInteger(port)) return found;
  const value = String(endPort);
  if (typeof port !== "number") found.push({ id: "endPortAlone", at: ["endPort"], value });
  else if (endPort < port) found.push({ id: "endPortBelow", at: ["endPort"], value, beside: String(port) });
  else if (!isPort(endPort)) found.push({ id: "portNumber", at: ["endPort"], value });
  return found;
}

function isPort(port: number): boolean {
  return !Number.isInteger(port) || (port >= 1 && port <= MAX_PORT);
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
