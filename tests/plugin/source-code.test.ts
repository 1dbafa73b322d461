import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseForESLint } from "yaml-eslint-parser";
import { refusedIn } from "../../lib/plugin/refused.js";
import { splitDocuments } from "../../lib/manifests/split.js";
import { createSourceCode } from "../../lib/plugin/source-code.js";

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

describe("what the tree leaves out", () => {
  const parses = (text: string): boolean => {
    try {
      parseForESLint(text);
      return true;
    } catch {
      return false;
    }
  };

  it("is told only once a rule asks what is there", () => {
    const source = createSourceCode("a: [\n", false, "on-demand");
    source.getText();
    source.getAllComments();
    expect(refusedIn(source)).toBeUndefined();
    expect(source.parserServices).toEqual({});
    expect(refusedIn(source)).toEqual([expect.objectContaining({ document: 0, start: 5, end: 5 })]);
  });

  it("is told of no source code of another language", () => {
    expect(refusedIn({})).toBeUndefined();
  });

  const part = fc.constantFrom(
    ...[
      "a: 1\n",
      "b: [\n",
      "c: |\n",
      "c: |\n  x\n",
      "'q\n",
      "# c\n",
      "\n",
      "   \n",
      "- 1\n",
      "k:\n",
      "\tx\n",
    ],
    ...[
      "%YAML 1.2\n",
      "%TAG !e! tag:x:\n",
      "t: !e!x 1\n",
      "e: 1\ne: 2\n",
      "text\n",
      'f: "a\n',
      "x...\n",
      "...x\n",
    ],
    ...["---\n", "---\n", "--- # x\n", "--- |\n", "...\n", "... # e\n"],
  );

  it("is each document that does not parse alone, and the tree has the others", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), fc.boolean(), (parts, windows) => {
        const text = windows ? parts.join("").replaceAll("\n", "\r\n") : parts.join("");
        const source = createSourceCode(text, false, "on-demand");
        const { isYAML } = source.parserServices as { isYAML?: boolean };
        const slices = splitDocuments(text).map(({ start, end }) => text.slice(start, end));
        const broken = parses(text) ? [] : slices.flatMap((slice, index) => (parses(slice) ? [] : index));
        expect(parses(text) || broken.length > 0).toBe(true);
        expect(refusedIn(source)?.map(({ document }) => document)).toEqual(broken);
        const rest = slices.filter((_, index) => !broken.includes(index)).join("");
        expect(isYAML ?? false).toBe(broken.length === 0 || rest.trim() !== "");
      }),
      { numRuns: 500 },
    );
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
