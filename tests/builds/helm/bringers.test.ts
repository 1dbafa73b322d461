import { expect, test } from "vitest";
import { Bringers } from "../../../lib/builds/helm/bringers.js";

const at = (file: string, start: number) => ({ file, start, end: start + 1 });
const [inner, outer, other] = [at("h", 1), at("t", 2), at("t", 3)];

test.each([[[]], [[outer]], [[inner, outer]], [[inner, other]], [[other, inner, outer]]])(
  "what brings a piece is kept: %j",
  (...all) => {
    const bringers = new Bringers();
    for (const through of [[inner, outer], [outer], ...all]) bringers.add(through);
    for (const through of all) expect(bringers.get(bringers.add(through))).toEqual(through);
  },
);

test("the same ones have the same number", () => {
  const bringers = new Bringers();
  const first = bringers.add([inner, outer]);
  expect(bringers.add([inner, other])).not.toBe(first);
  expect(bringers.add([{ ...inner }, { ...outer }])).toBe(first);
});
