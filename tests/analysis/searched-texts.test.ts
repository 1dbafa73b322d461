import { describe, expect, it } from "vitest";
import {
  areBelow,
  givesName,
  mentions,
  namesIn,
  searchedTexts,
  textOf,
} from "../../lib/analysis/searched-texts.js";
import { repositoryOf } from "../builds/repository-of.js";

const repository = (files: Record<string, string>) => repositoryOf(files);

describe("searchedTexts", () => {
  const some = repository({ "a.tf": "", "b/c.tf": "", "b/d/e.tf": "", "bc.tf": "" });

  it.each([
    [[], []],
    [[""], ["a.tf", "b/c.tf", "b/d/e.tf", "bc.tf"]],
    [["b/"], ["b/c.tf", "b/d/e.tf"]],
    [["b"], []],
    [["a.tf"], ["a.tf"]],
    [
      ["b/d/", "a.tf"],
      ["a.tf", "b/d/e.tf"],
    ],
    [["none/"], []],
    [["b/d/", "none/"], ["b/d/e.tf"]],
  ])("at %j are %j", (places, expected) => {
    expect([...searchedTexts(some, places)].sort()).toEqual(expected);
  });
});

describe("what a text says", () => {
  it.each([
    ["name: reader", ["name", "reader"]],
    ["a-b.c:d_e, -f-", ["a-b.c:d_e", "f"]],
    ["", []],
    ["x", ["x"]],
  ])("of '%s' has the names %j", (text, expected) => {
    expect([...namesIn(text)]).toEqual(expected);
  });

  it.each([
    ["name: reader", true, true],
    ['name = "reader"', true, true],
    ["'Name': 'reader'", true, true],
    ["title: reader", true, false],
    ["name: reader-b", false, false],
    ["surname: reader", true, false],
    ["oid sha256 git-lfs.github.com", true, false],
    ["", false, false],
  ])("'%s' mentions a name: %s, and gives it: %s", (text, isMentioned, isGiven) => {
    const one = repository({ "a.tf": text });
    expect([mentions(one, ["a.tf"], "reader"), givesName(one, ["a.tf"], "reader")]).toEqual([
      isMentioned,
      isGiven,
    ]);
    expect([mentions(one, ["b/"], "reader"), givesName(one, ["b/"], "reader")]).toEqual([false, false]);
  });

  it("is nothing where it cannot be read", () => {
    const one = repository({ "a.tf": "name: reader" });
    expect(textOf(one, "a.tf")).toBe("name: reader");
    const text = () => {
      throw new Error("gone");
    };
    expect(textOf(Object.assign(repositoryOf({}), { text }), "a.tf")).toBe("");
  });
});

describe("areBelow", () => {
  const roles = ["apps/dev/x+y/a.yaml"];

  it.each([
    [["apps/${ENV}"], true],
    [["apps/{{ env }}/x+y"], true],
    [["apps/$(ENV)/x+y"], true],
    [["apps/${ENV}/x"], false],
    [["apps/dev/x+y/a.yaml"], true],
    [["${A}/dev"], true],
    [["${A}"], true],
    [["app"], false],
    [["apps/dev/x.y"], false],
    [["other", "apps"], true],
    [["dev"], false],
    [[], false],
  ])("of %j is %s", (paths, expected) => {
    expect(areBelow(paths, roles)).toBe(expected);
    expect(areBelow(paths, [])).toBe(false);
  });
});
