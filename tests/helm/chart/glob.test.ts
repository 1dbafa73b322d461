import { describe, expect, test } from "vitest";
import { fileGlob } from "../../../lib/helm/chart/glob.js";

describe("globs of .Files.Glob", () => {
  test.each([
    ["story/**", "story/a/b.txt", true],
    ["story/**", "story", false],
    ["**", "a/b", true],
    ["*", "a/b", false],
    ["*.yaml", "a.yaml", true],
    ["*.yaml", "b/a.yaml", false],
    ["**.yaml", "b/a.yaml", true],
    ["**/*.yaml", "a.yaml", false],
    ["a/?.txt", "a/b.txt", true],
    ["a?b", "a/b", false],
    ["{a,b}.txt", "b.txt", true],
    ["{a,b/{c,d}}.txt", "b/d.txt", true],
    ["{a,b}.txt", "ab.txt", false],
    ["{,x}a", "a", true],
    ["[abc]x", "bx", true],
    ["[!abc]x", "bx", false],
    ["[a-c]x", "bx", true],
    ["[!a-c]x", "dx", true],
    ["[ab-]x", "-x", true],
    ["a\\*", "a*", true],
    ["a\\*", "ab", false],
    ["a,b", "a,b", true],
    ["*a*a*b", "aaaa", false],
  ])("%s and %s: %s", (glob, path, matches) => {
    expect(fileGlob(glob)?.(path, () => undefined)).toBe(matches);
  });

  test.each(["[", "[a", "[]", "{a", "a\\", "[a-cx]", "[c-a]"])("%s is refused", (glob) => {
    expect(fileGlob(glob)).toBeUndefined();
  });

  test("a glob of many stars takes no time", () => {
    expect(fileGlob("**a".repeat(300))?.("a".repeat(299), () => undefined)).toBe(false);
  });
});
