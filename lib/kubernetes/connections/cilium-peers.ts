import { field, items, saysNothing } from "../../util/plain-values.js";
import type { Direction } from "../network-policy/policy-step.js";
import {
  type AddressSet,
  blockOrAddress,
  EVERY_ADDRESS,
  EVERY_IPV4,
  EVERY_IPV6,
  withoutAddresses,
  writtenBlock,
} from "./address-set.js";
import { endpointsPeer } from "./cilium-selector.js";
import type { Endpoint } from "./endpoint.js";
import { unionOf } from "./intervals.js";
import { isInBlock } from "./network-policy-rules.js";
import { anyOf, anyone, EVERYONE, NOBODY, type PeerMatcher, someAddresses } from "./peer-matcher.js";

/** The peers of a rule in one direction. */
export interface CiliumPeers {
  peer: PeerMatcher;
  /** Whether Cilium refuses a rule that names peers in several ways. */
  isRefused: boolean;
}

const NOT_PEERS: ReadonlySet<string> = new Set(["toPorts", "icmps", "authentication"]);

/**
 * Whom a rule speaks of. Without any field that names peers, ports make it speak of everyone, and without ports it speaks
 * of nobody. Cilium: pkg/policy/api/ingress.go and egress.go; pkg/policy/rule.go, mergeIngress.
 * @param namespace the one of the policy; undefined for one of the whole cluster
 */
export function ciliumPeers(
  rule: Record<string, unknown>,
  direction: Direction,
  namespace: string | undefined,
): CiliumPeers {
  const written = Object.keys(rule).filter(
    (key) => !NOT_PEERS.has(key) && rule[key] !== undefined && rule[key] !== null,
  );
  const hasPorts = !saysNothing(rule["toPorts"]) || !saysNothing(rule["icmps"]);
  if (written.length === 0) return { peer: hasPorts ? EVERYONE : NOBODY, isRefused: false };
  const filled = written.filter((key) => !isEmptyList(rule[key]));
  // An empty list once said nothing, and now names nobody.
  if (filled.length === 0) return { peer: hasPorts ? anyone("empty lists") : NOBODY, isRefused: false };
  const prefix = direction === "Ingress" ? "from" : "to";
  const peers = filled.map((key) =>
    key.startsWith(prefix)
      ? peersOf(key.slice(prefix.length), rule[key], namespace)
      : anyone(`its field '${key}'`),
  );
  const isRefused = filled.length > 1 && !filled.includes(`${prefix}Requires`);
  return { peer: anyOf(peers), isRefused };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function peersOf(kind: string, value: unknown, namespace: string | undefined): PeerMatcher {
  if (!Array.isArray(value)) return anyone("peers");
  switch (kind) {
    case "Endpoints":
      return anyOf(items(value).map((selector) => endpointsPeer(selector, namespace)));
    case "Entities":
      return anyOf(items(value).map(entity));
    case "CIDR":
      return worldOf(items(value).map(addressesOfCidr));
    case "CIDRSet":
      return worldOf(items(value).map(addressesOfSet));
    case "FQDNs":
      return someAddresses("host names");
    case "Groups":
      return someAddresses("groups of a cloud");
    case "Nodes":
      return { matches: (endpoint) => (isOnNode(endpoint) ? undefined : false), doubts: ["nodes"] };
    case "Services":
      return anyone("Services");
    case "Requires":
      return anyone("requirements of other rules");
    default:
      return anyone("peers");
  }
}

function isOnNode(endpoint: Endpoint): boolean {
  return endpoint.is === "pods" && endpoint.isOnHostNetwork !== false;
}

/** Cilium: pkg/policy/api/entity.go, EntitySelectorMapping and InitEntities. */
function entity(name: unknown): PeerMatcher {
  switch (name) {
    case "all":
      return EVERYONE;
    case "cluster":
      return { matches: (endpoint) => endpoint.is === "pods" };
    case "world":
      return world(EVERY_ADDRESS);
    case "world-ipv4":
      return world(EVERY_IPV4);
    case "world-ipv6":
      return world(EVERY_IPV6);
    // In a cloud it is outside, else on nodes.
    case "kube-apiserver":
      return {
        matches: (endpoint) => (endpoint.is === "addresses" || isOnNode(endpoint) ? undefined : false),
        doubts: ["where the API server is"],
      };
    case "host":
    case "remote-node":
      return { matches: (endpoint) => (isOnNode(endpoint) ? undefined : false) };
    case "health":
    case "init":
    case "ingress":
    case "none":
      return NOBODY;
    case "unmanaged":
      return {
        matches: (endpoint) => (endpoint.is === "pods" ? undefined : false),
        doubts: ["pods that Cilium does not manage"],
      };
    default:
      return anyone("entities");
  }
}

/**
 * Addresses outside of the cluster: whatever block a rule names, no pods are in it, and nodes only if Cilium is told so.
 * Cilium: Documentation/security/policy/layer3.rst.
 */
function world(block: AddressSet): PeerMatcher {
  return {
    matches: (endpoint) => {
      if (endpoint.is === "pods") return isOnNode(endpoint) ? undefined : false;
      return isInBlock(endpoint, block);
    },
    block,
  };
}

/** Several blocks outside of the cluster, of which some may not be known. */
function worldOf(blocks: readonly (AddressSet | undefined)[]): PeerMatcher {
  const known = blocks.filter((block) => block !== undefined);
  const together = world(unionOf(known));
  return known.length === blocks.length ? together : anyOf([together, someAddresses("blocks of addresses")]);
}

/** A block or a single address. Cilium: pkg/policy/api/rule_validation.go, CIDR.sanitize. */
function addressesOfCidr(cidr: unknown): AddressSet | undefined {
  return writtenBlock([cidr], blockOrAddress);
}

/** A block without what it excepts; undefined if it is a group of blocks, which is written elsewhere. */
function addressesOfSet(set: unknown): AddressSet | undefined {
  const block = writtenBlock([field(set, "cidr")]);
  const except = writtenBlock(items(field(set, "except")));
  return block && except && withoutAddresses(block, except);
}
