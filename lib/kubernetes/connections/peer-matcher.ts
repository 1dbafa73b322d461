import { any, type Certainty } from "../labels/label-selector.js";
import type { AddressSet } from "./address-set.js";
import type { ConnectionRule } from "./directed-policy.js";
import type { Endpoint } from "./endpoint.js";
import { unionOf } from "./intervals.js";

/** What a rule of an engine says about the other end of a connection. */
export interface PeerMatcher {
  matches(peer: Endpoint): Certainty;
  /** The addresses that it tells apart; left out if it speaks of none. */
  block?: AddressSet;
  /** What it depends on that is not known. */
  doubts?: readonly string[];
}

export const EVERYONE: PeerMatcher = { matches: () => true };
export const NOBODY: PeerMatcher = { matches: () => false };

/** A peer of which nothing is known. */
export function anyone(doubt: string): PeerMatcher {
  return { matches: () => undefined, doubts: [doubt] };
}

/** Addresses outside of the cluster that are not known, and no pods. */
export function someAddresses(doubt: string): PeerMatcher {
  return { matches: (peer) => (peer.is === "addresses" ? undefined : false), doubts: [doubt] };
}

/** Whether any of several peers is at the other end. */
export function anyOf(peers: readonly PeerMatcher[]): PeerMatcher {
  const [first] = peers;
  if (first && peers.length === 1) return first;
  const blocks = peers.flatMap(({ block }) => (block ? [block] : []));
  return {
    matches: (peer) => any(peers.map((one) => one.matches(peer))),
    ...(blocks.length > 0 && { block: unionOf(blocks) }),
    doubts: peers.flatMap(({ doubts = [] }) => doubts),
  };
}

/** The blocks that a rule with this peer tells apart. */
export function blocksOf({ block }: PeerMatcher): Pick<ConnectionRule, "blocks"> {
  return { blocks: block && block.length > 0 ? [block] : [] };
}
