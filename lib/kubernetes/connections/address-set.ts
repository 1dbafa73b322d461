import { addressRange, parseCidr } from "../network-policy/cidr.js";
import { isPlain } from "../objects.js";
import { difference, intersection, type Intervals, isWithin, union, unionOf } from "./intervals.js";

/**
 * A set of IP addresses, as numbers: those of IPv4 from 0, those of IPv6 behind them. An IPv4 address in the form of an
 * IPv6 one is the IPv4 address.
 */
export type AddressSet = Intervals<bigint>;

/** Where the addresses of IPv6 begin. */
export const IPV6_FROM = 1n << 32n;
export const EVERY_IPV4: AddressSet = [[0n, IPV6_FROM]];
export const EVERY_IPV6: AddressSet = [[IPV6_FROM, IPV6_FROM + (1n << 128n)]];
export const EVERY_ADDRESS: AddressSet = union(EVERY_IPV4, EVERY_IPV6);

/** Addresses that clusters give to pods: RFC 1918, RFC 6598 and RFC 4193. */
const PRIVATE_IPV4 = addresses(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]);
const PRIVATE_IPV6 = addresses(["fc00::/7"]);

/** The addresses of a block; undefined if it is none. */
export function addressesOf(cidr: string): AddressSet | undefined {
  const block = parseCidr(cidr);
  if (!block) return undefined;
  const { first, last, bits } = addressRange(block);
  const offset = bits === 32 ? 0n : IPV6_FROM;
  return [[offset + first, offset + last + 1n]];
}

/** The addresses of a block, or a single address; undefined if it is neither. */
export function blockOrAddress(text: string): AddressSet | undefined {
  return addressesOf(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
}

/** The addresses of several blocks together. Those that are none are left out. */
export function addresses(cidrs: readonly string[]): AddressSet {
  return unionOf(cidrs.map((cidr) => addressesOf(cidr) ?? []));
}

/**
 * The addresses of blocks as they are written; undefined if any of them is not known.
 * @param read reads one of them
 */
export function writtenBlock(cidrs: readonly unknown[], read = addressesOf): AddressSet | undefined {
  const sets = cidrs.map((cidr) => (typeof cidr === "string" && isPlain(cidr) ? read(cidr) : undefined));
  const known = sets.filter((set) => set !== undefined);
  return known.length === sets.length ? unionOf(known) : undefined;
}

export function withoutAddresses(one: AddressSet, other: AddressSet): AddressSet {
  return difference(one, other);
}

/**
 * Whether the addresses of pods are among these. A block speaks of addresses outside of the cluster, since those of pods
 * come and go, unless it holds whatever addresses a cluster may give them.
 */
export function holdsPods(set: AddressSet): boolean | undefined {
  if (isWithin(PRIVATE_IPV4, set)) return true;
  return isWithin(PRIVATE_IPV6, set) ? undefined : false;
}

/** How many addresses the smallest block has that a cluster gives pods from: Calico gives each node 64 at a time. */
const FEWEST_FOR_PODS = 64n;

/**
 * Whether pods are among these addresses for a policy that is said to see the addresses of pods, too: a block of private
 * addresses may be those that the cluster gives its pods, unless it is too small for that.
 */
export function mayHoldPods(set: AddressSet): boolean | undefined {
  const inPrivate = intersection(set, union(PRIVATE_IPV4, PRIVATE_IPV6));
  const isLarge = inPrivate.some(([from, end]) => end - from >= FEWEST_FOR_PODS);
  return isLarge ? holdsPods(set) || undefined : false;
}
