import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** IPv4 addresses that are not hosts of the internet: RFC 6890 and its registry, multicast, and what is reserved. */
const PRIVATE_IPV4: readonly [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // What Azure tells a machine about itself, secrets among it: "What is IP address 168.63.129.16?", learn.microsoft.com.
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Within 2000::/3, all that is given out of IPv6: what holds an IPv4 address, and what is for documents. */
const PRIVATE_IPV6: readonly [string, number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const notPublic = new BlockList();
for (const [address, bits] of PRIVATE_IPV4) notPublic.addSubnet(address, bits, "ipv4");
for (const [address, bits] of PRIVATE_IPV6) notPublic.addSubnet(address, bits, "ipv6");
const givenOut = new BlockList();
givenOut.addSubnet("2000::", 3, "ipv6");

/**
 * Whether an IP address is one of the public internet: not private, loopback, link-local, carrier-grade NAT, multicast,
 * unspecified or reserved, nor an IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic.check(address, "ipv4");
  return (
    family === 6 &&
    !address.includes("%") &&
    givenOut.check(address, "ipv6") &&
    !notPublic.check(address, "ipv6")
  );
}

/** A name that leads to an address that must not be reached. */
export class PrivateAddressError extends Error {
  readonly code = "EPRIVATE";
  constructor(readonly address: string) {
    super(`it is at ${address}, a private address`);
  }
}

/** What asks for the addresses of a name: the system, or a test. */
export type Resolve = (
  hostname: string,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const fromSystem: Resolve = (hostname, answer) => systemLookup(hostname, { all: true }, answer);

/**
 * Looks names up as Node does, and refuses a name with any address that is not public. What is connected to is one of the
 * addresses that were looked at, so a name cannot lead elsewhere in between.
 */
export function publicLookup(resolve: Resolve = fromSystem): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, (error, addresses) => {
      if (error) return answer(error, []);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused) return answer(new PrivateAddressError(refused.address), []);
      const [first] = addresses;
      if (options.all) return answer(null, addresses);
      if (first) return answer(null, first.address, first.family);
      answer(Object.assign(new Error("it has no address"), { code: "ENOTFOUND" }), []);
    });
  };
}

/** The address that a host of a URL is written as; undefined if it is a name. */
export function literalAddress(hostname: string): string | undefined {
  const plain = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(plain) === 0 ? undefined : plain;
}

/**
 * The addresses of a host, all public ones, for a program that connects by itself and can be told where.
 * @throws {PrivateAddressError} if any of them is not public
 */
export async function publicAddresses(hostname: string, resolve: Resolve = fromSystem): Promise<string[]> {
  const literal = literalAddress(hostname);
  const addresses = literal === undefined ? await resolved(hostname, resolve) : [literal];
  const refused = addresses.find((address) => !isPublicAddress(address));
  if (refused !== undefined) throw new PrivateAddressError(refused);
  return addresses;
}

function resolved(hostname: string, resolve: Resolve): Promise<string[]> {
  return new Promise((done, fail) => {
    resolve(hostname, (error, addresses) => {
      if (error) fail(error);
      else done(addresses.map(({ address }) => address));
    });
  });
}
