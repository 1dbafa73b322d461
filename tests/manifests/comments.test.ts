import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYAML } from "yaml-eslint-parser";
import { directiveComments, LineIndex } from "../../lib/manifests/comments.js";
import { documentText } from "./yaml-texts.js";

describe("directiveComments", () => {
  it.each<[name: string, text: string, expected: [value: string, start: number, end: number][]]>([
    ["none", "a: b # c\n", []],
    ["one on its own line", "# eslint-disable\na: b", [[" eslint-disable", 0, 16]]],
    ["one after a value", "a: b # eslint-disable-line", [[" eslint-disable-line", 5, 26]]],
    ["one with CRLF", "a: b\r\n# eslint-enable a/b\r\nc: d", [[" eslint-enable a/b", 6, 25]]],
    ["one that configures", "# eslint a/b: off\n", [[" eslint a/b: off", 0, 17]]],
    ["one without a space", "#eslint-disable", [["eslint-disable", 0, 15]]],
    ["one at the marker", "--- # eslint-disable\na", [[" eslint-disable", 4, 20]]],
    ["one in a second document", "a\n---\n# eslint-disable\nb", [[" eslint-disable", 6, 22]]],
    ["one after an end", "a\n... # eslint-disable\n", [[" eslint-disable", 6, 22]]],
    ["one after a directive", "%YAML 1.2\n# eslint-disable\n---\na", [[" eslint-disable", 10, 26]]],
    ["one in a flow list", "a: [ # eslint-disable-line\n  b]", [[" eslint-disable-line", 5, 26]]],
    ["one after a block scalar's header", "a: | # eslint-disable\n  b", [[" eslint-disable", 5, 21]]],
    ["one after a block scalar", "a: |\n  b\n# eslint-disable\nc: d", [[" eslint-disable", 9, 25]]],
    ["one in a text that does not parse", "a: [\n# eslint-disable\n", [[" eslint-disable", 5, 21]]],
    ["one in a template", "{{ if }}\n# eslint-disable\n", [[" eslint-disable", 9, 25]]],
    ["one after wide characters", "a: 😀 # eslint-disable", [[" eslint-disable", 6, 22]]],
    [
      "two",
      "# eslint-disable\n# eslint-enable\n",
      [
        [" eslint-disable", 0, 16],
        [" eslint-enable", 17, 32],
      ],
    ],
    ["a line of a block scalar", "a: |\n  # eslint-disable\nb: c", []],
    ["a line of a folded scalar", "a: >\n  # eslint-disable\nb: c", []],
    ["a text in double quotes", 'a: "\n  # eslint-disable"', []],
    ["a text in single quotes", "a: '\n  # eslint-disable'", []],
    ["a part of a plain text", "a: b# eslint-disable", []],
    ["one too long to mean anything", `# eslint a/b: off ${"x".repeat(10_000)}`, []],
    ["another word", "# eslintrc\n# eslint-foo\n# eslintdisable\n# my eslint-disable", []],
  ])("%s", (_, text, expected) => {
    expect(directiveComments(text).map(({ value, range }) => [value, ...range])).toEqual(expected);
  });

  it("knows lines and columns", () => {
    expect(directiveComments("a: b\r\nc: d # eslint-disable-line x\r\n")).toEqual([
      {
        type: "Block",
        value: " eslint-disable-line x",
        range: [11, 34],
        loc: { start: { line: 2, column: 5 }, end: { line: 2, column: 28 } },
      },
    ]);
  });

  it("finds what yaml-eslint-parser finds", () => {
    const documents = fc
      .array(documentText, { minLength: 1, maxLength: 3 })
      .map((texts) => texts.join("\n# eslint-enable\n---\n# eslint-disable x\n"))
      // The parser takes a quoted << for the same key as a plain one.
      .filter((text) => !text.includes('"<<"'));
    let seen = 0;
    fc.assert(
      fc.property(documents, (text) => {
        const { comments } = parseYAML(text);
        const expected = comments.filter(({ value }) => value.trim().startsWith("eslint"));
        seen += expected.length;
        expect(directiveComments(text)).toEqual(
          expected.map(({ value, range, loc }) => ({ type: "Block", value, range: [...range], loc })),
        );
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it("points into the text, whatever it is", () => {
    const piece = fc.constantFrom(
      ...[
        "# eslint-disable",
        "#eslint ",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "a: ",
        "|",
        ">\n",
        '"',
        "'",
        "[",
        "{",
        "]",
        "}",
      ],
      ...[
        "---",
        "...",
        "\x02",
        "\x18",
        "\x1f",
        "\ufeff",
        "\u2028",
        "%",
        "&",
        "*",
        "!",
        "? ",
        "- ",
        ",",
        "\\",
        "\ud800",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join("");
        for (const { value, range } of directiveComments(text)) {
          expect(text.slice(...range)).toBe(`#${value}`);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["comments", "# eslint-disable\n"],
    ["comments on a line", "# eslint "],
    ["documents", "--- # eslint\n"],
    ["block scalars", "- | # eslint\n # eslint\n"],
    ["brackets", "[ # eslint\n"],
    ["quotes", '" # eslint\n'],
    ["anchors", "&a # eslint\n"],
  ])("bears many %s", (_, part) => {
    const text = part.repeat(200_000 / part.length);
    expect(directiveComments(text).length).toBeLessThanOrEqual(text.length);
  });
});

describe("LineIndex", () => {
  it.each<[name: string, text: string, offset: number, line: number, column: number]>([
    ["the start", "a\nb", 0, 1, 0],
    ["an empty text", "", 0, 1, 0],
    ["a line end", "a\nb", 1, 1, 1],
    ["the next line", "a\nb", 2, 2, 0],
    ["the end", "a\nb", 3, 2, 1],
    ["the end after a line end", "a\n", 2, 2, 0],
    ["CRLF", "a\r\nb", 3, 2, 0],
    ["the middle of CRLF", "a\r\nb", 2, 1, 2],
    ["a lone CR, which ends no line", "a\rb", 2, 1, 2],
    ["a line separator, which ends no line", "a\u2028b", 2, 1, 2],
    ["wide characters", "😀b\n😀b", 6, 2, 2],
    ["blank lines", "\n\n\n", 2, 3, 0],
  ])("%s", (_, text, offset, line, column) => {
    const lines = new LineIndex(text);
    expect(lines.at(offset)).toEqual({ line, column });
    expect(lines.offset({ line, column })).toBe(offset);
  });

  it("agrees with counting", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\n", "\r\n", "\r", "😀")), (parts) => {
        const text = parts.join("");
        const lines = new LineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const before = text.slice(0, offset).split("\n");
          const place = { line: before.length, column: before.at(-1)?.length };
          expect(lines.at(offset)).toEqual(place);
        }
      }),
    );
  });
});
