import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../lib/util/nearest.js";

/** The Levenshtein distance, letter by letter. */
function distance(from: string, to: string): number {
  if (from === "" || to === "") return from.length + to.length;
  if (from[0] === to[0]) return distance(from.slice(1), to.slice(1));
  return (
    1 +
    Math.min(distance(from.slice(1), to), distance(from, to.slice(1)), distance(from.slice(1), to.slice(1)))
  );
}

describe("nearest", () => {
  it("has at most two edits, and fewer than a third of the name", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(name, fc.uniqueArray(name, { maxLength: 4 }), (written, candidates) => {
        const most = Math.min(2, Math.ceil(written.length / 3) - 1);
        const near = candidates
          .filter((one) => one !== written)
          .map((one) => ({ one, edits: distance(written, one) }))
          .filter(({ edits }) => edits <= most)
          .sort((a, b) => a.edits - b.edits || (a.one < b.one ? -1 : 1));
        expect(nearest(written, candidates)).toBe(near[0]?.one);
      }),
      { numRuns: 500 },
    );
  });
});
