import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern, type MatchMode } from "../../../lib/kubernetes/argocd/pattern.js";

function matches(pattern: string, text: string, mode: MatchMode): boolean | string {
  const compiled = compilePattern(pattern, mode);
  return typeof compiled === "function" ? compiled(text) : compiled;
}

describe("compilePattern, glob", () => {
  it.each([
    ["*", "shop/cart", true],
    ["*/*", "shop/cart", true],
    ["*/*", "cart", false],
    ["*/cart", "shop/ns/cart", true],
    ["**", "a/b/c", true],
    ["action/*", "action/apps/Deployment/restart", true],
    ["shop/c?rt", "shop/cart", true],
    ["app", "applications", false],
    ["{applications,exec}", "exec", true],
    ["{a,b{c,d}}x", "bdx", true],
    ["{a,b{c,d}}x", "bx", false],
    ["team-[a-c]/*", "team-b/x", true],
    ["team-[!a-c]/*", "team-b/x", false],
    ["team-[xyz]/*", "team-y/x", true],
    ["a,b}", "a,b}", true],
    ["a]", "a]", true],
    ["\\*", "*", true],
    ["\\*", "a", false],
    ["a\\", "a", true],
    ["", "", true],
    ["", "a", false],
  ])("%s on %s: %s", (pattern, text, expected) => {
    expect(matches(pattern, text, "glob")).toBe(expected);
  });

  it.each(["[]", "[!]", "[a", "[c-a]x", "[a-zA-Z]", "[a-"])("%s compiles to nothing", (pattern) => {
    expect(["a", "b", "x", pattern].map((text) => matches(pattern, text, "glob"))).not.toContain(true);
  });

  it.each(["{a", "{a,}", "{}", "a\0", "a".repeat(1001)])("does not claim to know %s", (pattern) => {
    expect(matches(pattern, "a", "glob")).toBe("unknown");
  });

  it("agrees with a naive matcher", () => {
    const pattern = fc.array(fc.constantFrom("*", "?", "a", "b", "/", "{a,b*}", "[ab]", "[!a]"), {
      maxLength: 7,
    });
    const text = fc.array(fc.constantFrom("a", "b", "/"), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(pattern, text, (parts, letters) => {
        const one = letters.join("");
        expect(matches(parts.join(""), one, "glob")).toBe(naive(parts, one));
      }),
    );
  });

  it("takes no longer for hostile patterns", () => {
    expect(matches("*a".repeat(400), "a".repeat(3000) + "b", "glob")).toBe(false);
    expect(matches("{".repeat(400) + "a" + "}".repeat(400), "a", "glob")).toBe(true);
  });
});

describe("compilePattern, regex", () => {
  it.each([
    ["applications", "applicationsets", true],
    ["^applications$", "applicationsets", false],
    [".*", "", true],
    [".+/.+", "shop/cart", true],
    [".+/.+", "cart", false],
    ["shop/.*", "myshop/cart", true],
    ["a?b", "xb", true],
    ["https://a\\.b", "https://a.b", true],
    ["https://a\\.b", "https://aXb", false],
    ["", "anything", true],
    ["^$", "a", false],
  ])("%s on %s: %s", (pattern, text, expected) => {
    expect(matches(pattern, text, "regex")).toBe(expected);
  });

  it.each(["*", "*/*", "+a", "?"])("%s is no regular expression", (pattern) => {
    expect(matches(pattern, "a", "regex")).toBe("broken");
  });

  it.each(["(a|b)", "[a-z]+", "a{2}", "\\d", "a**", "a\\", "a$b", "\\$"])(
    "does not claim to know %s",
    (pattern) => {
      const isPlain = pattern === "\\$";
      expect(matches(pattern, "a", "regex")).toBe(isPlain ? false : "unknown");
    },
  );

  it("agrees with regular expressions", () => {
    const pattern = fc.array(fc.constantFrom("a", "b", ".", "a*", ".*", "b+", "/?", "\\."), { maxLength: 7 });
    const text = fc.array(fc.constantFrom("a", "b", "/", "."), { maxLength: 7 }).map((all) => all.join(""));
    fc.assert(
      fc.property(fc.boolean(), pattern, fc.boolean(), text, (start, parts, end, one) => {
        const whole = `${start ? "^" : ""}${parts.join("")}${end ? "$" : ""}`;
        expect(matches(whole, one, "regex")).toBe(new RegExp(whole, "s").test(one));
      }),
    );
  });
});

/** Tries every way to split the text. */
function naive([part, ...rest]: readonly string[], text: string): boolean {
  if (part === undefined) return text === "";
  const ways = [...text, ""]
    .map((_, length) => length)
    .filter((length) => takes(part, text.slice(0, length)));
  return ways.some((length) => naive(rest, text.slice(length)));
}

function takes(part: string, text: string): boolean {
  if (part === "*") return true;
  if (part === "?") return text.length === 1;
  if (part === "{a,b*}") return text === "a" || text.startsWith("b");
  if (part === "[ab]") return text === "a" || text === "b";
  if (part === "[!a]") return text.length === 1 && text !== "a";
  return text === part;
}
