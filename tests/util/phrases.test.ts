import { describe, expect, it } from "vitest";
import { quoteList } from "../../lib/util/phrases.js";

describe("quoteList", () => {
  it.each<[names: string[], expected: string]>([
    [[], "nothing"],
    [["a"], "'a'"],
    [["a", "b"], "'a' and 'b'"],
    [["a", "b", "c"], "'a', 'b' and 'c'"],
    [["a", "b", "c", "d"], "'a', 'b', 'c' and 1 more"],
    [["a", "b", "c", "d", "e", "f"], "'a', 'b', 'c' and 3 more"],
    [[""], "''"],
  ])("says %j as %s", (names, expected) => {
    expect(quoteList(names)).toBe(expected);
  });

  it("says of an empty list what it is told to", () => {
    expect(quoteList([], "no verbs")).toBe("no verbs");
    expect(quoteList(["a"], "no verbs")).toBe("'a'");
  });

  it("leaves the list as it is", () => {
    const names = ["a", "b", "c", "d"];
    quoteList(names);
    expect(names).toEqual(["a", "b", "c", "d"]);
  });
});
