import { cidrText } from "../network-policy/cidr.js";
import {
  addresses,
  type AddressSet,
  EVERY_ADDRESS,
  EVERY_IPV4,
  EVERY_IPV6,
  IPV6_FROM,
  withoutAddresses,
} from "./address-set.js";
import { intersection, isWithin } from "./intervals.js";

/** The addresses of the internet: all but those that RFC 1918, RFC 6598, RFC 4193 and others keep for own networks. */
export const INTERNET: AddressSet = withoutAddresses(
  EVERY_ADDRESS,
  addresses([
    ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"],
    ...["fc00::/7", "fe80::/10", "::1/128"],
  ]),
);

/** A set of addresses as the fewest blocks, those of IPv4 first. */
export function blocksOf(set: AddressSet): string[] {
  return [...blocksIn(intersection(set, EVERY_IPV4), 32), ...blocksIn(intersection(set, EVERY_IPV6), 128)];
}

function blocksIn(set: AddressSet, bits: 32 | 128): string[] {
  const offset = bits === 32 ? 0n : IPV6_FROM;
  return set.flatMap(([from, end]) => {
    const blocks: string[] = [];
    for (let at = from - offset; at < end - offset;) {
      let free = 0;
      // The largest block that begins here and does not reach beyond the end.
      while (free < bits && at % (2n << BigInt(free)) === 0n && at + (2n << BigInt(free)) <= end - offset) {
        free++;
      }
      blocks.push(cidrText({ address: at, bits, length: bits - free }));
      at += 1n << BigInt(free);
    }
    return blocks;
  });
}

/** More blocks than this are not named in words. */
const MOST_BLOCKS = 6;

/** A set of addresses in words: `10.0.0.0/8`, `0.0.0.0/0 except 10.0.0.0/8, ::/0`; empty if it holds all. */
export function addressWords(set: AddressSet): string {
  if (isWithin(EVERY_ADDRESS, set)) return "";
  const families = [EVERY_IPV4, EVERY_IPV6].map((every) => {
    const own = blocksOf(intersection(set, every));
    const others = own.length < 2 ? [] : blocksOf(withoutAddresses(every, set));
    const isShorter = others.length > 0 && others.length < own.length;
    return isShorter ? `${blocksOf(every).join("")} except ${named(others)}` : named(own);
  });
  return families.filter((words) => words !== "").join(", ");
}

function named(blocks: readonly string[]): string {
  const more = blocks.length - MOST_BLOCKS;
  return blocks.slice(0, MOST_BLOCKS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
