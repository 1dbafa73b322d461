import { isIP } from "node:net";

/** A block of addresses, as Kubernetes reads one. */
export interface Cidr {
  /** The address as it is written, as a number. */
  address: bigint;
  /** The number of bits of an address: an IPv4 address written as IPv6 has 128. */
  bits: 32 | 128;
  length: number;
  /** Whether an octet, a group or the length has zeros in front that strict parsers refuse. */
  hasLeadingZeros: boolean;
}

/** Why Kubernetes refuses a block that it once accepted, and how to write it. */
export interface StrictDefect {
  id: "leadingZeros" | "mappedAddress" | "hostBits";
  /** The same block as it must be written; empty if there is no such form. */
  instead: string;
  /** The block that is only the address. */
  single: string;
}

/** The minor version from which Kubernetes refuses such blocks: its feature gate StrictIPCIDRValidation is on by default. */
export const STRICT_SINCE = 36;

const MAPPED = 0xffffn;
/** Longer texts are no block that anybody writes. Looking for zeros in front takes the square of their length. */
const LONGEST = 100;

/** Reads a block leniently, ignoring leading zeros: k8s.io/utils, net/parse.go, ParseCIDRSloppy. */
export function parseCidr(text: string): Cidr | undefined {
  if (text.length > LONGEST) return undefined;
  const [written = "", mask = "", ...others] = text.split("/");
  if (others.length > 0 || !/^\d{1,20}$/.test(mask)) return undefined;
  const length = Number(mask);
  const isV6 = written.includes(":");
  const address = isV6 ? withoutZeros(written, /(^|:)0+(?=[\da-f]{1,4}(?:$|:))/gi) : written;
  const plain = withoutZeros(address, /(^|[.:])0+(?=\d+(?:\.|$))/g);
  const version = plain.includes("%") ? 0 : isIP(plain);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || length > bits) return undefined;
  const hasLongGroup = isV6 && written.split(":").some((group) => !group.includes(".") && group.length > 4);
  const hasLeadingZeros = plain !== address || hasLongGroup || /^0\d/.test(mask);
  return { address: version === 4 ? ipv4(plain) : ipv6(plain), bits, length, hasLeadingZeros };
}

function withoutZeros(text: string, zeros: RegExp): string {
  return text.replace(zeros, "$1");
}

function ipv4(text: string): bigint {
  return text.split(".").reduce((sum, octet) => (sum << 8n) + BigInt(octet), 0n);
}

function ipv6(text: string): bigint {
  const hex = text.replace(/[\d.]+$/, (end) =>
    end.includes(".")
      ? [ipv4(end) >> 16n, ipv4(end) & MAPPED].map((part) => part.toString(16)).join(":")
      : end,
  );
  const [before = "", after] = hex.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [head, tail] = [groups(before), groups(after ?? "")];
  const zeros = after === undefined ? [] : new Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...zeros, ...tail].reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}

/**
 * Whether a block is smaller than another one and lies within it. It compares lengths as they are written, whatever
 * form the addresses have. Kubernetes: pkg/apis/networking/validation/validation.go, ValidateIPBlock.
 */
export function isStrictlyWithin(part: Cidr, block: Cidr): boolean {
  if (part.length <= block.length) return false;
  const [inner, outer] = [shortest(part), shortest(block)];
  if (inner.bits !== outer.bits) return false;
  return masked(inner.address, outer) === masked(outer.address, outer);
}

/** The first and the last address of a block. An IPv4 block that is written as IPv6 has 32 bits. */
export function addressRange(cidr: Cidr): { first: bigint; last: bigint; bits: 32 | 128 } {
  const block = shortest(cidr);
  const first = masked(block.address, block);
  return { first, last: first + (1n << BigInt(block.bits - block.length)) - 1n, bits: block.bits };
}

/** What Kubernetes refuses from 1.36 on: apimachinery, pkg/util/validation/ip.go, parseCIDR, strictValidation. */
export function strictDefect(cidr: Cidr): StrictDefect | undefined {
  const { address, bits, length, hasLeadingZeros } = cidr;
  const isMapped = bits === 128 && address >> 32n === MAPPED;
  const hasHostBits = masked(address, cidr) !== address;
  const id = hasLeadingZeros
    ? "leadingZeros"
    : isMapped
      ? "mappedAddress"
      : hasHostBits
        ? "hostBits"
        : undefined;
  if (id === undefined) return undefined;
  const whole = shortest(cidr);
  const isWritable = !isMapped || length >= 96;
  return {
    id,
    instead: isWritable ? cidrText({ ...whole, address: masked(whole.address, whole) }) : "",
    single: cidrText({ ...whole, length: whole.bits }),
  };
}

function masked(address: bigint, { bits, length }: Pick<Cidr, "bits" | "length">): bigint {
  const rest = BigInt(bits - length);
  return (address >> rest) << rest;
}

type Plain = Pick<Cidr, "address" | "bits" | "length">;

/** An IPv4 block in 32 bits, however it is written. */
function shortest({ address, bits, length }: Plain): Plain {
  const network = masked(address, { bits, length });
  if (bits === 32 || network >> 32n !== MAPPED) return { address, bits, length };
  return { address: address & 0xffffffffn, bits: 32, length: Math.max(0, length - 96) };
}

/** A block as Kubernetes wants it written. */
export function cidrText({ address, bits, length }: Plain): string {
  const size = bits === 32 ? 8 : 16;
  const parts = Array.from({ length: bits / size }, (_, index) => {
    return (address >> BigInt(bits - size * (index + 1))) & ((1n << BigInt(size)) - 1n);
  });
  if (bits === 32) return `${parts.join(".")}/${length}`;
  const full = parts.map((part) => part.toString(16)).join(":");
  // URLs hold IPv6 addresses in their shortest form.
  return `${new URL(`http://[${full}]`).hostname.slice(1, -1)}/${length}`;
}
