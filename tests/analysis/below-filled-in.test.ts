import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areBelow } from "../../lib/analysis/searched-texts.js";

describe("what is below a path in which parts are filled in later", () => {
  it.each([
    ["apps/${NAME}", "apps/a/role.yaml", true],
    ["apps/${NAME}", "apps", false],
    ["apps/{{ .name }}/prod", "apps/a/prod/role.yaml", true],
    ["apps/{{ .name }}/prod", "apps/a/b/prod/role.yaml", false],
    ["apps/team-$(NAME)-x", "apps/team-a-x/role.yaml", true],
    ["apps/team-$(NAME)-x", "apps/team-x/role.yaml", false],
    ["apps/a.b", "apps/a.b/role.yaml", true],
    ["apps/a.b", "apps/a-b/role.yaml", false],
    ["{{ a/b }}", "apps/role.yaml", true],
  ])("%s has %s: %j", (path, file, expected) => {
    expect(areBelow([path], [file])).toBe(expected);
  });

  it("is what a regular expression finds", () => {
    const piece = fc.constantFrom("a", "b", "/", "${X}", "a/");
    const path = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(""));
    const file = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 6 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(path, file, (one, other) => {
        const pattern = new RegExp(`^${one.replaceAll("${X}", "[^/]*")}(?:/|$)`);
        expect(areBelow([one], [other])).toBe(pattern.test(other));
      }),
      { numRuns: 2000 },
    );
  });

  it("is asked of paths of a hundred such parts", () => {
    expect(areBelow([`${"${X}a".repeat(100)}b`], [`${"a".repeat(250)}/role.yaml`])).toBe(false);
  });

  it.each(["${", "{{", "$("])("is everything for a path of nothing but '%s'", (mark) => {
    expect(areBelow([mark.repeat(20_000)], ["role.yaml"])).toBe(true);
  });
});
