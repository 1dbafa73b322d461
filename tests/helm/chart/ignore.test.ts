import { describe, expect, test } from "vitest";
import { filePattern } from "../../../lib/helm/chart/file-pattern.js";
import { type IgnoreProblem, parseIgnore } from "../../../lib/helm/chart/ignore.js";

describe("patterns of paths, as Go's filepath.Match", () => {
  test.each([
    ["abc", "abc", true],
    ["*", "abc", true],
    ["*c", "abc", true],
    ["a*", "ab/c", false],
    ["a*/b", "abc/b", true],
    ["a*/b", "a/c/b", false],
    ["a*b*c*d*e*/f", "axbxcxdxe/f", true],
    ["a*b*c*d*e*/f", "axbxcxdxexxx/fff", false],
    ["a*b?c*x", "abxbbxdbxebxczzx", true],
    ["ab[c]", "abc", true],
    ["ab[b-d]", "abc", true],
    ["ab[^e-g]", "abc", true],
    ["ab[^b-d]", "abc", false],
    ["a\\*b", "a*b", true],
    ["a\\*b", "ab", false],
    ["a?b", "a☺b", true],
    ["a[^a]b", "a☺b", true],
    ["[a-ζ]*", "α", true],
    ["*[a-ζ]", "A", false],
    ["a?b", "a/b", false],
    ["a*b", "a/b", false],
    ["[\\]a]", "]", true],
    ["[\\-x]", "-", true],
    ["", "", true],
    ["*x", "xxx", true],
  ])("%s and %s: %s", (pattern, path, matches) => {
    expect(filePattern(pattern)?.([...path])).toBe(matches);
  });

  test.each(["[]a]", "[-]", "[x-]", "[-x]", "[a-b-c]", "[", "[^", "a[", "a\\", "[^bc"])(
    "%s is none",
    (pattern) => {
      expect(filePattern(pattern)).toBeUndefined();
    },
  );

  test("a pattern of many stars takes no time", () => {
    expect(filePattern("*a".repeat(500))?.([..."a".repeat(400)])).toBe(false);
  });
});

describe("what a .helmignore leaves out", () => {
  test.each<[string, string, boolean, boolean]>([
    ["helm.txt", "helm.txt", false, true],
    ["helm.*", "helm.txt", false, true],
    ["helm.*", "rudder.txt", false, false],
    ["*.txt", "tiller.txt", false, true],
    ["*.txt", "cargo/a.txt", false, true],
    ["cargo/*.txt", "cargo/a.txt", false, true],
    ["cargo/*.*", "cargo/a.txt", false, true],
    ["cargo/*.txt", "mast/a.txt", false, false],
    ["ru[c-e]?er.txt", "rudder.txt", false, true],
    ["templates/.?*", "templates/.dotfile", false, true],
    ["cargo/", "cargo", true, true],
    ["cargo/", "mast", true, false],
    ["helm.txt/", "helm.txt", false, false],
    ["/a.txt", "a.txt", false, true],
    ["/a.txt", "cargo/a.txt", false, false],
    ["/cargo/a.txt", "cargo/a.txt", false, true],
    ["!helm.txt", "helm.txt", false, false],
    // All that a negated rule does not name is left out.
    ["!helm.txt", "tiller.txt", false, true],
    ["!*.txt", "cargo", false, true],
    ["!cargo/", "mast/", true, true],
    ["a.txt\n!*.txt", "a.txt", false, true],
    ["# helm.txt\n\n  \n", "helm.txt", false, false],
    ["", "templates/.dotfile", false, true],
    ["", "templates/a/.dotfile", false, false],
  ])("%j and %s (folder: %s): %s", (text, path, isDirectory, isIgnored) => {
    const ignore = parseIgnore(text);
    expect("ignores" in ignore && ignore.ignores(path, isDirectory)).toBe(isIgnored);
  });

  test.each<[string, IgnoreProblem]>([
    ["a\nb/**/c", { problem: "'**' is not supported in .helmignore", start: 2, end: 8 }],
    ["[a", { problem: "'[a' is not a pattern", start: 0, end: 2 }],
  ])("%j is refused", (text, problem) => {
    expect(parseIgnore(text)).toEqual(problem);
  });
});
