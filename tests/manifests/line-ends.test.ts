import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withPlainLineEnds } from "../../lib/manifests/line-ends.js";

describe("a text with plain line ends", () => {
  it.each([
    ["a: 1\r\nb: 2\n", "a: 1\r\nb: 2\n"],
    ["# a\rb: 2", "# a\nb: 2"],
    ["# a\u0085b: 2\u2028c: 3\u2029", "# a\nb: 2\nc: 3\n"],
    ["a: |\n  b\u2028  c\n", "a: |\n  b\n  c\n"],
    ['a: |\n  "b\u2028c"\n', 'a: |\n  "b\nc"\n'],
    ['a: "b\u2028c"\n', 'a: "b\u2028c"\n'],
    ["a: 'b\u0085c' # d\n", "a: 'b\u0085c' # d\n"],
    ["a: 'b\u0085c' # d\u0085e: 1\n", "a: 'b\nc' # d\ne: 1\n"],
    ["a: b'\u2028'c\n", "a: b'\n'c\n"],
  ])("of %j is %j", (text, plain) => {
    expect(withPlainLineEnds(text)).toBe(plain);
  });

  it("has the same length", () => {
    const parts = fc.array(
      fc.constantFrom("\r", "\n", "\u0085", "\u2028", "\u2029", "'", '"', "a", ": ", "# "),
    );
    fc.assert(
      fc.property(parts, (some) => {
        const text = some.join("");
        expect(withPlainLineEnds(text)).toHaveLength(text.length);
      }),
    );
  });
});
