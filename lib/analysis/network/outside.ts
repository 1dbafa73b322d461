import {
  type AddressSet,
  EVERY_ADDRESS,
  withoutAddresses,
} from "../../kubernetes/connections/address-set.js";
import { intersection, isWithin } from "../../kubernetes/connections/intervals.js";
import type { OutsideAddresses } from "../../kubernetes/connections/endpoint.js";

/** More blocks than this are not told apart, so that policies of strangers cannot make work without end. */
const MAX_PARTS = 300;

/**
 * The addresses outside of the cluster, in as few parts as rules tell apart: each block of a rule holds a part wholly or
 * not at all. Without any block, all addresses are one part.
 */
export function outsideOf(blocks: readonly AddressSet[]): OutsideAddresses[] {
  let parts: AddressSet[] = [EVERY_ADDRESS];
  for (const block of distinct(blocks)) {
    if (parts.length >= MAX_PARTS) break;
    parts = parts.flatMap((part) => {
      if (isWithin(part, block)) return [part];
      const inside = intersection(part, block);
      return inside.length === 0 ? [part] : [inside, withoutAddresses(part, inside)];
    });
  }
  return parts.map((addresses) => ({ is: "addresses", addresses }));
}

function distinct(blocks: readonly AddressSet[]): AddressSet[] {
  return [...new Map(blocks.map((block) => [block.join(), block])).values()];
}
