import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leading } from "../../lib/util/leading.js";

describe("leading", () => {
  it("counts what a test holds for at the beginning, and asks little", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (length, most) => {
        const items = Array.from({ length }, (_, index) => index);
        let asked = 0;
        expect(leading(items, (item) => ((asked += 1), item < most))).toBe(Math.min(length, most));
        expect(asked).toBeLessThanOrEqual(10);
      }),
    );
  });
});
