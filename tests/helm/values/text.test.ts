import fc from "fast-check";
import { expect, test } from "vitest";
import { Text } from "../../../lib/helm/values/text.js";

const gap = Text.plain("", { file: "values.yaml", start: 0, end: 2 });
const piece = fc.oneof(
  fc.constant(gap),
  fc.tuple(fc.string({ minLength: 1, maxLength: 4 }), fc.nat(100)).map(([text, start]) => {
    return Text.plain(text, { file: "values.yaml", start, end: start + text.length });
  }),
);

test("a part of a text of many pieces is the one that going through all of them finds", () => {
  const offset = fc.integer({ min: -1, max: 130 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), offset, offset, (parts, start, end) => {
      const text = Text.join(parts);
      expect(text.slice(start, end).pieces).toEqual(text.slices([[start, end]])[0]?.pieces);
      expect(text.slice(start).text).toBe(text.text.slice(Math.max(start, 0)));
    }),
    { numRuns: 1000 },
  );
});
