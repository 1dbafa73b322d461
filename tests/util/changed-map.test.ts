import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedMap } from "../../lib/util/changed-map.js";

const entries = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.option(fc.integer(), { nil: undefined })),
);

describe("a map with changes", () => {
  it("is what a copy of it would be, whatever is set how often", () => {
    fc.assert(
      fc.property(entries, fc.array(entries), (start, rounds) => {
        const copy = new Map(start);
        let map: ReadonlyMap<number, number | undefined> = new Map(start);
        const before: [typeof map, string][] = [];
        for (const round of rounds) {
          before.push([map, JSON.stringify([...map])]);
          map = changedMap(map, round);
          for (const [key, value] of round) copy.set(key, value);
          expect([...map]).toEqual([...copy]);
          expect([[...map.entries()], [...map.keys()], [...map.values()], map.size]).toEqual([
            ...[[...copy.entries()], [...copy.keys()], [...copy.values()]],
            copy.size,
          ]);
          for (let key = 0; key <= 61; key++) {
            expect(map.has(key)).toBe(copy.has(key));
            expect(map.get(key)).toBe(copy.get(key));
          }
          const each: unknown[] = [];
          map.forEach((value, key, whole) => each.push([key, value, whole === map]));
          expect(each).toEqual([...copy].map(([key, value]) => [key, value, true]));
        }
        // The earlier ones are as they were.
        for (const [earlier, json] of before) expect(JSON.stringify([...earlier])).toBe(json);
      }),
    );
  });
});
