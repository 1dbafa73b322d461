import { expect, it } from "vitest";
import { lookupIn } from "../../lib/util/lookup-in.js";

it("answers alike for the first keys and for as many as one likes", () => {
  const tables = [0, 1, 2].map((table) => {
    const keys = Array.from({ length: 100 }, (_, key) => key).filter((key) => key % (table + 1) === 0);
    return new Map(keys.map((key) => [key, [`${table}.${key}`, `${table}.${key}b`]]));
  });
  const lookUp = lookupIn(tables);
  const expected = (key: number) => tables.flatMap((table) => table.get(key) ?? []);

  expect(lookUp(6)).toEqual(["0.6", "0.6b", "1.6", "1.6b", "2.6", "2.6b"]);
  for (let key = 0; key < 120; key++) expect(lookUp(key)).toEqual(expected(key));
  expect(lookUp(6)).toEqual(expected(6));
});

it("does not go through all items for the first keys", () => {
  let walked = 0;
  class Counted extends Map<string, string[]> {
    override *[Symbol.iterator](): MapIterator<[string, string[]]> {
      walked++;
      yield* super[Symbol.iterator]();
    }
  }
  const lookUp = lookupIn([new Counted([["a", ["1"]]]), new Counted([["b", ["2"]]])]);

  expect([lookUp("a"), lookUp("b"), lookUp("c")]).toEqual([["1"], ["2"], []]);
  expect(walked).toBe(0);
});
