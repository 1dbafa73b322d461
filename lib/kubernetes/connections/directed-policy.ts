import type { Certainty } from "../labels/label-selector.js";
import type { Direction } from "../network-policy/policy-step.js";
import type { AddressSet } from "./address-set.js";
import type { Endpoint, PodSet } from "./endpoint.js";
import type { NeededLabel } from "./label-index.js";
import { ALL_PORTS, NO_PORTS, type PortSet, unitePortSets } from "./port-set.js";

/** Ports of which not all may be known: what surely is among them, and what may be. */
export interface Ports {
  sure: PortSet;
  possible: PortSet;
}

export const EVERY_PORT: Ports = { sure: ALL_PORTS, possible: ALL_PORTS };
export const NO_PORT: Ports = { sure: NO_PORTS, possible: NO_PORTS };

/** The ports of several sets together. */
export function togetherPorts(all: readonly Ports[]): Ports {
  const [only] = all;
  if (only && all.length === 1) return only;
  return {
    sure: unitePortSets(all.map(({ sure }) => sure)),
    possible: unitePortSets(all.map(({ possible }) => possible)),
  };
}

/** A rule of a policy in one direction. */
export interface ConnectionRule {
  action: "allow" | "deny" | "pass" | "unclear";
  /** Where the rule is in the object. */
  path: readonly (string | number)[];
  /** Whether it speaks of connections with a peer of the pods that the policy selects. */
  matches(peer: Endpoint): Certainty;
  /** The blocks of addresses that it tells apart from others. */
  blocks: readonly AddressSet[];
  /** The names of ports that it speaks of: what they are depends on the pods that are connected to. */
  portNames: readonly string[];
  /** The ports of the pods that are connected to; of addresses, undefined, which have no names for ports. */
  portsOf(destination: PodSet | undefined): Ports;
  /** Why it is not known whether it matches, or which ports, where it is not: a sentence about the rule. */
  doubt?: string;
}

/** When a policy is asked: admin policies come first, baseline policies if no other isolates. */
export type Tier = "admin" | "namespace" | "baseline";

/**
 * What a policy does to the connections of the pods that it selects, in one direction. Its rules are asked one after the
 * other, and the first that matches decides; those of a NetworkPolicy all allow, so their order does not matter.
 */
export interface DirectedPolicy {
  direction: Direction;
  tier: Tier;
  /** The lowest of a tier is asked first. Policies of the same order add up. */
  order: number;
  /** Only one of the two can be at work in a cluster. */
  engine: "any" | "calico" | "cilium";
  /** Whether it selects pods and applies to the direction. */
  selects(pods: PodSet): Certainty;
  /** A label without which it surely does not select pods; left out if it may select any. */
  needs?: NeededLabel | undefined;
  /** Whether what nothing in its tier decides is denied. */
  isolates: Certainty;
  rules: readonly ConnectionRule[];
  /** Why something about it is not known; left out if all is. */
  doubt?: string;
}
