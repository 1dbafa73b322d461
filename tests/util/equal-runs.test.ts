import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalRuns } from "../../lib/util/equal-runs.js";

function common(before: readonly string[], after: readonly string[]): string[] {
  return equalRuns(before, after).flatMap((run) => before.slice(run.before, run.before + run.length));
}

/** The length of the longest common subsequence, by the textbook. */
function longest(before: readonly string[], after: readonly string[]): number {
  let row = after.map(() => 0);
  for (const item of before) {
    const above = row;
    row = [];
    for (const [index, other] of after.entries()) {
      const left = row[index - 1] ?? 0;
      row.push(item === other ? (above[index - 1] ?? 0) + 1 : Math.max(left, above[index] ?? 0));
    }
  }
  return row.at(-1) ?? 0;
}

const letters = (text: string) => text.split("");

describe("what two lists have in common", () => {
  it.each([
    ["", "", ""],
    ["abc", "abc", "abc"],
    ["abc", "", ""],
    ["", "abc", ""],
    ["abc", "xyz", ""],
    ["abcd", "abxd", "abd"],
    ["abc", "xabc", "abc"],
    ["xabc", "abc", "abc"],
    ["abc", "abcx", "abc"],
    ["aab", "ab", "ab"],
    ["axbxc", "abc", "abc"],
  ])("%j and %j: %j", (before, after, expected) => {
    expect(common(letters(before), letters(after)).join("")).toBe(expected);
  });

  it("is there in both, in order, and the most that there is", () => {
    const list = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 60 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        let [x, y, count] = [0, 0, 0];
        for (const run of equalRuns(before, after)) {
          expect(run.before).toBeGreaterThanOrEqual(x);
          expect(run.after).toBeGreaterThanOrEqual(y);
          expect(run.length).toBeGreaterThan(0);
          [x, y] = [run.before + run.length, run.after + run.length];
          count += run.length;
          expect(before.slice(run.before, x)).toEqual(after.slice(run.after, y));
        }
        expect(x).toBeLessThanOrEqual(before.length);
        expect(y).toBeLessThanOrEqual(after.length);
        expect(count).toBe(longest(before, after));
      }),
    );
  });

  it("is found in long lists with many differences", () => {
    const before = Array.from({ length: 40_000 }, (_, index) => String(index));
    const every = (count: number) => before.filter((_, index) => index % count !== 0);
    expect(common(before, every(100)).length).toBe(39_600);
    expect(common(every(100), before).length).toBe(39_600);
    const other = before.map((item) => `${item} `);
    expect(common(before, other)).toEqual([]);
    expect(common(before, [...other, ...before.slice(-10)]).length).toBeLessThanOrEqual(10);
  });
});
