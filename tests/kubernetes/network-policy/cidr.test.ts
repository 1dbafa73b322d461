import { BlockList } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStrictlyWithin, parseCidr, strictDefect } from "../../../lib/kubernetes/network-policy/cidr.js";

const within = (part: string, block: string) => {
  const [inner, outer] = [parseCidr(part), parseCidr(block)];
  return inner && outer && isStrictlyWithin(inner, outer);
};

const octet = fc.constantFrom(0, 1, 10, 127, 128, 255);
const group = fc.constantFrom("0", "1", "db8", "2001", "fe80", "8000");
const ipv4 = fc.tuple(fc.array(octet, { minLength: 4, maxLength: 4 }), fc.nat(32));
const ipv6 = fc.tuple(fc.array(group, { minLength: 8, maxLength: 8 }), fc.nat(128));
const texts = fc.oneof(
  ipv4.map(([parts, length]) => [parts.join("."), length] as const),
  ipv6.map(([parts, length]) => [parts.join(":"), length] as const),
);

describe("a block of addresses", () => {
  it("lies in another one if Node.js finds its addresses there", () => {
    fc.assert(
      fc.property(texts, texts, ([inner, short], [outer, long]) => {
        const family = (address: string) => (address.includes(":") ? "ipv6" : "ipv4");
        const list = new BlockList();
        list.addSubnet(outer, long, family(outer));
        const isPart = family(inner) === family(outer) && short > long && list.check(inner, family(inner));
        expect(within(`${inner}/${short}`, `${outer}/${long}`)).toBe(isPart);
      }),
      { numRuns: 2000 },
    );
  });

  it("is accepted once it is written as the defect says, and is the same block", () => {
    fc.assert(
      fc.property(texts, ([address, length]) => {
        const block = parseCidr(`${address}/${length}`);
        const defect = block && strictDefect(block);
        if (!block || !defect) return;
        const mended = parseCidr(defect.instead);
        const rest = BigInt(block.bits - length);
        expect(mended).toEqual({ ...block, address: (block.address >> rest) << rest });
        expect(mended && strictDefect(mended)).toBeUndefined();
      }),
    );
  });

  // Kubernetes compares lengths as they are written, in whichever form.
  it.each([
    ["::ffff:10.1.0.0/112", "10.0.0.0/8", true],
    ["::ffff:10.1.0.0/112", "::ffff:10.0.0.0/104", true],
    ["10.1.0.0/16", "::ffff:10.0.0.0/104", false],
    ["::ffff:0:0/96", "0.0.0.0/0", true],
    ["::ffff:0:0/96", "::/0", false],
    ["::1/128", "::/0", true],
  ])("%s within %s: %s", (part, block, expected) => {
    expect(within(part, block)).toBe(expected);
  });

  it.each([
    ["1.2.3.0001/32", true],
    ["10.0.0.0/008", true],
    ["0.0.0.0/00", true],
    ["::00001/128", true],
    ["0.0.0.0/0", false],
    ["2001:0db8::/32", false],
  ])("%s has leading zeros: %s", (text, expected) => {
    expect(parseCidr(text)?.hasLeadingZeros).toBe(expected);
  });

  it.each(["0", "0:", "1.", "f"])("%j a million times is none, which is found at once", (part) => {
    expect(parseCidr(`${part.repeat(1_000_000)}x/8`)).toBeUndefined();
  });
});
