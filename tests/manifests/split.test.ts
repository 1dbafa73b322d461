import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { splitDocuments } from "../../lib/manifests/split.js";
import { documentText } from "./yaml-texts.js";

function slices(text: string): string[] {
  return splitDocuments(text).map(({ start, end }) => text.slice(start, end));
}

const pieces = fc.constantFrom(
  ...[
    "---",
    "...",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "#",
    "%YAML 1.2",
    "%TAG ! !a",
    "a: b",
    "- c",
    "|",
    '"',
    "'",
  ],
  ...[
    "[",
    "]",
    "{",
    "}",
    "--- ",
    "----",
    "....",
    "\u2028",
    "\u0085",
    "\0",
    "\ud800",
    "\ufeff",
    "\u00a0",
    "\f",
    "\v",
  ],
);

describe("splitDocuments", () => {
  it.each<[name: string, text: string, expected: string[]]>([
    ["nothing", "", [""]],
    ["one without a marker", "a: b\n", ["a: b\n"]],
    ["one with a marker", "---\na: b\n", ["---\na: b\n"]],
    ["two", "a: b\n---\nc: d\n", ["a: b\n", "---\nc: d\n"]],
    ["CRLF", "a: b\r\n---\r\nc: d\r\n", ["a: b\r\n", "---\r\nc: d\r\n"]],
    ["a comment at the marker", "a: b\n--- # c\nc: d", ["a: b\n", "--- # c\nc: d"]],
    ["content at the marker", "--- {a: b}\n--- c", ["--- {a: b}\n", "--- c"]],
    ["a tab at the marker", "a\n---\tb", ["a\n", "---\tb"]],
    ["a marker at the end of the text", "a\n---", ["a\n", "---"]],
    ["four dashes", "a\n----\nb", ["a\n----\nb"]],
    ["dashes with content", "---a: b\n---foo\n", ["---a: b\n---foo\n"]],
    ["an indented marker", "a\n ---\nb", ["a\n ---\nb"]],
    ["an indented marker in a block scalar", "a: |\n  ---\n  b", ["a: |\n  ---\n  b"]],
    ["a marker that ends a block scalar", "a: |\n  b\n---\nc", ["a: |\n  b\n", "---\nc"]],
    ["a marker in a quoted text", 'a: "\n---\nb"', ['a: "\n', '---\nb"']],
    ["comments before the first marker", "# a\n\n---\nb", ["# a\n\n---\nb"]],
    ["indented comments before the first marker", "  # a\n---\nb", ["  # a\n---\nb"]],
    ["comments before another marker", "a\n# b\n---\nc", ["a\n# b\n", "---\nc"]],
    ["directives", "%YAML 1.2\n%TAG ! !a\n---\nb", ["%YAML 1.2\n%TAG ! !a\n---\nb"]],
    ["directives after an end", "a\n...\n%YAML 1.2\n---\nb", ["a\n...\n", "%YAML 1.2\n---\nb"]],
    ["what looks like a directive", "a: b\n%c\n---\nd", ["a: b\n%c\n", "---\nd"]],
    ["an end", "a\n...\nb", ["a\n...\n", "b"]],
    ["an end and a comment", "a\n... # c\n---\nb", ["a\n... # c\n", "---\nb"]],
    ["an end at the end", "a\n...", ["a\n..."]],
    ["an end that is none", "a\n...b\n", ["a\n...b\n"]],
    ["empty documents", "---\n---\n---", ["---\n", "---\n", "---"]],
    ["a no-break space is content", "\u00a0\n---\nb", ["\u00a0\n", "---\nb"]],
    ["a byte order mark is content", "a\n...\n\ufeff\n---\nb", ["a\n...\n", "\ufeff\n", "---\nb"]],
    ["two ends", "a\n...\n...\nb", ["a\n...\n", "...\n", "b"]],
    ["a byte order mark behind ---", "---\n\uFEFFa\n---\r\n\uFEFFb\n", ["a\n", "b\n"]],
    [
      "a byte order mark elsewhere",
      "a\n--- \uFEFFb\n---\n \uFEFFc",
      ["a\n", "--- \uFEFFb\n", "---\n \uFEFFc"],
    ],
  ])("%s", (_, text, expected) => {
    expect(slices(text)).toEqual(expected);
  });

  it("leaves no gap and takes nothing twice, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        const documents = splitDocuments(text);
        // A byte order mark behind `---` and what is before it belong to no document.
        const gaps = documents.map(({ start }, index) => text.slice(documents[index - 1]?.end ?? 0, start));
        expect(gaps.filter((gap) => !/^(?:---[ \t]*(?:[ \t]#[^\n]*)?\r?\n\uFEFF)?$/.test(gap))).toEqual([]);
        expect(documents.at(-1)?.end).toBe(text.length);
        expect(documents.map(({ index }) => index)).toEqual(documents.map((_, index) => index));
        expect(documents.every(({ start, end }) => start <= end)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("starts documents where yaml does", () => {
    const document = fc
      .tuple(
        fc.constantFrom("", "# c\n", "\n", "# c\n\n# d\n", "  # c\n"),
        fc.constantFrom("---\n", "--- # c\n", "---\t\n", "---  \n"),
        documentText.filter((text) => !text.startsWith("---")),
        fc.constantFrom("", "# end\n"),
        fc.constantFrom("", "", "...\n", "... # c\n", "...\n%YAML 1.2\n", "...\n%TAG !e! a:b\n# c\n"),
      )
      .map((parts) =>
        parts.map((part) => (part === "" || part.endsWith("\n") ? part : `${part}\n`)).join(""),
      );
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("\n", "\r\n"),
        (parts, lineEnd) => {
          const all = parts.join("").replace(/(?:\.\.\.\n)?(?:%.*\n(?:#.*\n)*)$/, "");
          const text = all.replace(/\r?\n/g, lineEnd);
          const yaml = parseAllDocuments(text, { uniqueKeys: false, merge: true });
          if (!Array.isArray(yaml)) return;
          const found = slices(text).filter((slice) => /^[^#\s%.]/m.test(slice));
          expect(found.length).toBe(yaml.length);
          // Each slice alone holds exactly one document, which says what it says in the whole text.
          for (const [index, slice] of found.entries()) {
            const alone = parseAllDocuments(slice, { uniqueKeys: false, merge: true });
            expect(alone).toHaveLength(1);
            expect(alone[0]?.toJS({ maxAliasCount: -1 })).toEqual(yaml[index]?.toJS({ maxAliasCount: -1 }));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ["markers", "---\n"],
    ["ends", "...\n"],
    ["both", "...\n---\n"],
    ["directives", "%a\n"],
    ["blank lines", "\n"],
    ["spaces", " "],
    ["dashes", "-"],
  ])("bears a megabyte of %s", (_, part) => {
    const text = part.repeat(1_000_000 / part.length);
    expect(splitDocuments(text).at(-1)?.end).toBe(text.length);
  });
});
