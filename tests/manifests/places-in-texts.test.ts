import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";

const indented = (text: string, by: string) => text.replace(/^(?=.)/gm, by);

/** A text with a marker at `a.b`, written in some style of YAML. */
const inner = fc
  .record({
    before: fc.array(
      fc.constantFrom("", "# é 😀", "x1: [1, 2]", "x2: |\n  {\n", "x3: 'a''b'", 'x4: "\\n\\t"'),
      {
        maxLength: 3,
      },
    ),
    value: fc.constantFrom("MARKER", '"MARKER"', "'MARKER'", "MARKER # c"),
    after: fc.constantFrom("", "\n", "\n\n", "\nz: 1\n", "\nz: 1\n\n\n"),
    documents: fc.boolean(),
  })
  .map(({ before, value, after, documents }) => {
    const lines = [...new Set(before)].join("\n");
    return {
      text: `${documents ? "p: q\n---\n" : ""}${lines}${lines === "" ? "" : "\n"}a:\n  b: ${value}${after}`,
      path: [documents ? 1 : 0, "a", "b"],
    };
  });

/** Ways to write a text as a value, and whether each character of it then has one place. */
const STYLES: readonly [name: string, isExact: boolean, write: (text: string) => string][] = [
  ["|", true, (text) => `|\n${indented(text, "    ")}`],
  ["|-", true, (text) => `|- # comment\n${indented(text, "   ")}`],
  ["|+", true, (text) => `|+\n${indented(text, "      ")}`],
  ["|2", true, (text) => `|2\n${indented(text, "    ")}`],
  ["&a |2-", true, (text) => `&a !!str |2-\n${indented(text, "    ")}`],
  [">", false, (text) => `>\n${indented(text.replaceAll("\n", "\n\n"), "    ")}`],
  ["quotes", true, (text) => JSON.stringify(text)],
  [
    "quotes with escapes",
    true,
    (text) => {
      return `"${[...text].map((one) => (/[\n"\\]/.test(one) ? JSON.stringify(one).slice(1, -1) : /[aé:]/.test(one) ? `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}` : one)).join("")}"`;
    },
  ],
  ["quotes over lines", false, (text) => JSON.stringify(text).replace("a:", "a:\\\n    ")],
];

describe("the place of what is in a text", () => {
  it.each(STYLES)("is that of a marker, in the style %s", (_, isExact, write) => {
    const where = fc.record({
      inner,
      ends: fc.constantFrom("\n", "\r\n"),
      more: fc.constantFrom("", "c: d\n---\n", "# 😀\n---\n"),
      depth: fc.constantFrom(1, 2, 3),
    });
    fc.assert(
      fc.property(where, ({ inner: { text, path }, ends, more, depth }) => {
        let [written, at]: [string, (string | number)[]] = [text, path];
        for (let level = 1; level <= depth; level++) {
          // Only the outermost text is in that style: in one that is folded in another, no line is left.
          const value = level === depth ? write(written) : `|\n${indented(written, "    ")}`;
          written = `data:\n  k: ${value}\n`;
          at = [...(level === depth ? [] : [0]), "data", "k", ...at];
        }
        const file = `${more}${written}`.replaceAll("\n", ends);
        const document = more.startsWith("c") ? 1 : 0;
        const { start, end } = new ManifestFile(file).locate(document, at);
        const found = file.slice(start, end);
        if (isExact) expect(found.replaceAll(/["'\\]/g, "").replaceAll("u0061", "a")).toBe("MARKER");
        else expect(found).toContain("MARKER");
      }),
      { numRuns: 300 },
    );
  });
});
