import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressWords, blocksOf } from "../../../lib/kubernetes/connections/address-blocks.js";
import {
  addresses,
  EVERY_ADDRESS,
  withoutAddresses,
} from "../../../lib/kubernetes/connections/address-set.js";

describe("addresses in blocks", () => {
  it.each([
    [["10.0.0.0/8"], "10.0.0.0/8"],
    [["10.0.0.0/9", "10.128.0.0/9"], "10.0.0.0/8"],
    [["10.0.0.1/32", "10.0.0.2/31"], "10.0.0.1/32, 10.0.0.2/31"],
    [["0.0.0.0/0", "::/0"], ""],
    [["0.0.0.0/0"], "0.0.0.0/0"],
    [["2001:db8::/32", "192.0.2.0/24"], "192.0.2.0/24, 2001:db8::/32"],
  ])("of %j are '%s'", (cidrs, words) => {
    expect(addressWords(addresses(cidrs))).toBe(words);
  });

  it("are said by what is left out, if that is shorter", () => {
    expect(addressWords(withoutAddresses(EVERY_ADDRESS, addresses(["10.0.0.0/8"])))).toBe(
      "0.0.0.0/0 except 10.0.0.0/8, ::/0",
    );
  });

  it("hold the same addresses", () => {
    const block = fc
      .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
      .map(([address, length]) => `${address}/${length}`);
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), fc.array(block, { maxLength: 3 }), (cidrs, others) => {
        const set = withoutAddresses(addresses(cidrs), addresses(others));
        const blocks = blocksOf(set);
        expect(addresses(blocks)).toEqual(set);
        expect(new Set(blocks).size).toBe(blocks.length);
      }),
    );
  });
});
