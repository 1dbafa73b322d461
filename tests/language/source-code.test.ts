import { describe, expect, it } from "vitest";
import { createSourceCode } from "../../lib/language/source-code.js";

/** What a rule of another plugin sees of a text. */
function tree(text: string): { documents: number; isYAML: unknown } {
  const source = createSourceCode(text, false, "on-demand");
  const { isYAML } = source.parserServices as { isYAML?: boolean };
  return { documents: source.ast.body.length, isYAML };
}

/** What ESLint takes from the comments; its types know only JavaScript's way of it. */
interface Directives {
  getDisableDirectives(): { directives: unknown[] };
  applyInlineConfig(): { configs: unknown[] };
}

describe("the syntax tree for other plugins", () => {
  it("holds the documents", () => {
    expect(tree("a: b\n---\nc: d\n")).toEqual({ documents: 2, isYAML: true });
  });

  // The parser would not throw but end the process, so this test ends in any case.
  it.each([
    ["brackets", "[".repeat(50_000)],
    ["closed brackets", `${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["braces", "{a: ".repeat(50_000)],
    ["dashes", "- ".repeat(50_000)],
    ["question marks", "? ".repeat(50_000)],
  ])("is empty for %s that are nested without end", (_, text) => {
    expect(tree(text)).toEqual({ documents: 0, isYAML: undefined });
  });

  it("is whole but for the document that is nested without end", () => {
    const text = `a: b\n---\n${"[".repeat(50_000)}\n---\nc: d\n`;
    const source = createSourceCode(text, false, "on-demand");
    expect(source.ast.range).toEqual([0, text.length]);
    expect(tree(text).isYAML).toBe(true);
  });
});

describe("directives", () => {
  it.each([
    ["brackets", "# eslint a: ", "["],
    ["pairs", "# eslint ", "a:1,"],
    ["keys", "# eslint ", "a:"],
    ["commas", "# eslint-disable ", ","],
    ["dashes", "# eslint-disable ", " --"],
  ])("may hold very many %s", (_, start, part) => {
    const source = createSourceCode(
      `${start}${part.repeat(200_000)}\n`,
      false,
      "on-demand",
    ) as unknown as Directives;
    expect(source.getDisableDirectives().directives).toEqual([]);
    expect(source.applyInlineConfig().configs).toEqual([]);
  });
});
