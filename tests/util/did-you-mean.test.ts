import { describe, expect, it } from "vitest";
import { didYouMean, meant } from "../../lib/util/did-you-mean.js";

const FORMATS = ["stylish", "json", "sarif", "github", "gitlab", "junit", "markdown"];

describe("what a mistyped word was meant to be", () => {
  it.each([
    ["jsn", "json"],
    ["jsno", "json"],
    ["JSON", "json"],
    ["Sarif", "sarif"],
    ["sarfi", "sarif"],
    ["gitub", "github"],
    ["mark", "markdown"],
    // Two begin like this.
    ["gith", "github"],
    ["git", undefined],
    ["js", undefined],
    ["", undefined],
    ["xml", undefined],
    ["json", undefined],
    ["__proto__", undefined],
    ["a".repeat(1_000_000), undefined],
  ])("is found: %#", (word, expected) => {
    expect(meant(word, FORMATS)).toBe(expected);
  });

  it("is asked behind a sentence", () => {
    expect(didYouMean("jsn", FORMATS)).toBe(" Did you mean 'json'?");
    expect(didYouMean("xml", FORMATS)).toBe("");
  });
});
