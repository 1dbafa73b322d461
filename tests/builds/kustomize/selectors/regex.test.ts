import { describe, expect, test } from "vitest";
import { partMatcher, wholeMatcher } from "../../../../lib/builds/kustomize/selectors/regex.js";

describe("wholeMatcher", () => {
  test.each([
    ["a", ["a"], ["ab", "ba", ""]],
    ["a|b", ["a", "b"], ["c", "ab"]],
    [".*", ["", "anything"], []],
    [".*-reader", ["a-reader", "-reader"], ["reader", "a-reader-b"]],
    ["a.+", ["ab"], ["a"]],
    ["^a$", ["a"], ["ab"]],
    ["a.b", ["a.b", "axb"], ["ab"]],
    ["a\\.b", ["a.b"], ["axb"]],
    ["(a|b)-role", ["a-role", "b-role"], ["c-role", "a"]],
    ["x-(?:a|b.*)", ["x-a", "x-bcd"], ["x-ac"]],
    [".*?a", ["bca"], ["b"]],
  ])("%s", (pattern, fits, differs) => {
    const matches = wholeMatcher(pattern);
    expect(fits.filter((text) => !matches?.(text))).toEqual([]);
    expect(differs.filter((text) => matches?.(text))).toEqual([]);
  });

  test.each([
    "[ab]",
    "a?",
    "a*",
    "a{2}",
    "\\d",
    "(a)(b)",
    "((a))",
    "a\\",
    "\\*",
    "a(b",
    "(a|b)+",
    "x".repeat(2000),
  ])("does not understand %s", (pattern) => {
    expect(wholeMatcher(pattern)).toBeUndefined();
  });

  test("ends where a backtracking engine would take ages", () => {
    const matches = wholeMatcher(".*.*.*.*.*.*.*.*.*.*.*.*a");
    expect(matches?.("b".repeat(10_000))).toBe(false);
  });
});

describe("partMatcher", () => {
  test.each([
    ["a", ["a", "xay"], ["x"]],
    ["^a", ["ab"], ["ba"]],
    ["a$", ["ba"], ["ab"]],
    ["^a$", ["a"], ["ab", "ba"]],
  ])("%s", (pattern, fits, differs) => {
    const matches = partMatcher(pattern);
    expect(fits.filter((text) => !matches?.(text))).toEqual([]);
    expect(differs.filter((text) => matches?.(text))).toEqual([]);
  });
});
