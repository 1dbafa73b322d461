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
    [".+?a", ["ba"], ["a"]],
    ["a.*?", ["a", "ab"], ["b"]],
    [".*a.*b.*", ["ab", "xaxbx", "aab"], ["ba", "a", "b", ""]],
    [".*ab.*b", ["abb", "xabxb"], ["ab"]],
    ["a.*a", ["aa", "aba"], ["a"]],
    ["a.+b|c", ["axb", "c"], ["ab", "cc"]],
    ["^a|b$", ["a", "b"], ["ab"]],
    ["^(a|b)$", ["a", "b"], ["c", "^a"]],
    ["a\\$", ["a$"], ["a", "a\\"]],
    ["a\\-b\\/", ["a-b/"], ["ab"]],
    ["(a)", ["a"], ["(a)"]],
    ["", [""], ["a"]],
    ["^", [""], ["^"]],
    ["$", [""], ["$"]],
    ["|a", ["", "a"], ["b"]],
    ["(|x-)a", ["a", "x-a"], ["x-"]],
    ["x".repeat(1000), ["x".repeat(1000)], ["x"]],
    ["..", ["ab"], ["a", "abc"]],
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
    "(?i)a",
    "a|[b]",
    "a^b",
    "^^a",
    "a$$",
    "a$b",
    "a)b",
    "a]",
    "a}",
    "+",
    ".{2}",
    "\\?",
    "\\a",
    "\\1",
    "(a|(b))",
    "a|(b|c)",
    "x".repeat(1001),
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
    ["", ["", "a"], []],
    ["a\\$", ["xa$y"], ["a"]],
    ["^a|b$", ["ax", "xb"], ["xax", "bx"]],
    ["a.b", ["xa-bx"], ["ab"]],
  ])("%s", (pattern, fits, differs) => {
    const matches = partMatcher(pattern);
    expect(fits.filter((text) => !matches?.(text))).toEqual([]);
    expect(differs.filter((text) => matches?.(text))).toEqual([]);
  });
});

describe("what a matcher says of itself", () => {
  test.each([
    ["a|b", ["a", "b"], 0],
    ["a|a", ["a"], 0],
    ["a.*", undefined, 1],
    ["a.*b", undefined, 1],
    [".*abc.*d", undefined, 3],
    [".*abc.*|.*de.*", undefined, 5],
    ["a.*|b", undefined, 2],
    ["a.b", undefined, 3],
  ])("%s", (pattern, texts, effort) => {
    const matcher = wholeMatcher(pattern);
    expect(matcher?.texts).toEqual(texts);
    expect(matcher?.effort).toBe(effort);
  });
});
