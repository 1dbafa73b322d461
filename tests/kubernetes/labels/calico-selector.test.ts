import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calicoSelector } from "../../../lib/kubernetes/labels/calico-selector.js";

const labels = new Map<string, string | null>([
  ["a", "1"],
  ["b", ""],
  ["none", null],
]);
const label = (key: string): string | null | undefined => labels.get(key);

describe("calicoSelector", () => {
  it.each<[string, boolean | undefined]>([
    ["", true],
    ["  ", true],
    ["all()", true],
    ["all( )", true],
    ["!all()", false],
    ["global()", false],
    ["has(a)", true],
    ["has( none )", false],
    ["has(unknown)", undefined],
    ["!has(none)", true],
    ["a == '1'", true],
    ['a == "2"', false],
    ["a=='1'", true],
    ["none == '1'", false],
    ["none != '1'", true],
    ["a != '1'", false],
    ["a in {'1', '2'}", true],
    ["a in {}", false],
    ["a not in {'1'}", false],
    ["none not in {'1'}", true],
    ["none in {'1'}", false],
    ["a contains '1'", true],
    ["a starts with '1'", true],
    ["a ends with 'x'", false],
    ["b == ''", true],
    ["has(a) && has(none)", false],
    ["has(none) || has(a)", true],
    ["has(unknown) || has(a)", true],
    ["has(unknown) && has(none)", false],
    ["has(unknown) && has(a)", undefined],
    ["!(has(a) && has(none)) && a == '1'", true],
    ["has(a) || has(a) && has(none)", true],
  ])("%j", (text, expected) => {
    expect(calicoSelector(text)?.(label)).toBe(expected);
    expect(calicoSelector(text)).toBeTypeOf("function");
  });

  it.each([
    "a",
    "a = 'x'",
    "a == x",
    "a == 'x",
    "all(",
    "has()",
    "any()",
    "a not '1'",
    "a starts '1'",
    "a in {'1'",
    "(all()",
    "all())",
    "all() all()",
    "&&",
    "${SELECTOR}",
    "!".repeat(5_000) + "all()",
    "(".repeat(5_000),
    "a".repeat(20_000),
  ])("%j is none", (text) => {
    expect(calicoSelector(text)).toBeUndefined();
  });

  it("throws at nothing", () => {
    const pieces = [
      "a",
      "all()",
      "has(a)",
      "(",
      ")",
      "!",
      "&&",
      "||",
      "==",
      "'x'",
      "in",
      "not",
      "{",
      "}",
      ",",
      " ",
    ];
    const text = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(" "));
    fc.assert(fc.property(fc.oneof(text, fc.string()), (written) => void calicoSelector(written)?.(label)));
  });
});
