import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { documentText } from "./yaml-texts.js";

function problem(text: string) {
  const result = parseDocument(text);
  return isProblem(result) ? result : undefined;
}

describe("parseDocument", () => {
  it.each<[name: string, text: string, message: string, start: number, end: number]>([
    [
      "an open bracket",
      "a: [",
      "Flow sequence in block collection must be sufficiently indented and end with a ]",
      4,
      4,
    ],
    ["an open quote", 'a: "b', 'Missing closing "quote', 5, 5],
    ["a bad indentation", "a:\n  b: c\n d: e", "All mapping items must start at the same column", 10, 11],
    ["a template", "a: {{ .Values.b }}", "A key of a manifest must be a string", 4, 17],
    ["a reserved mark", "a: @b", "Plain value cannot start with reserved character @", 3, 4],
    ["a map on a key's line", "a: b: c", "Nested mappings are not allowed in compact mappings", 3, 4],
    ["a text after a map", "a: b\nc\n", "Implicit map keys need to be followed by map values", 5, 6],
    ["a tab before a key", "a:\n\tb: c", "Tabs are not allowed as indentation", 3, 4],
  ])("tells of %s", (_, text, message, start, end) => {
    expect(problem(text)).toEqual({ message, start, end });
  });

  it("bears nesting as deep as no manifest has it", () => {
    expect(problem(`${"[".repeat(200)}${"]".repeat(200)}`)).toBeUndefined();
    expect(problem("- ".repeat(200) + "a")).toBeUndefined();
  });

  it.each<[name: string, open: string, start: number]>([
    ["lists", "[", 201],
    ["maps", "{a: ", 804],
    ["keys", "{", 201],
    ["block lists", "- ", 402],
    ["explicit keys", "? ", 402],
  ])("refuses deeper nesting of %s before it costs anything", (_, open, start) => {
    const message = "Nested more than 200 levels deep";
    for (const depth of [300, 200_000])
      expect(problem(open.repeat(depth))).toEqual({ message, start, end: start + 1, isOurs: true });
  });

  it("refuses a document that is too large for one object", () => {
    const message = "More than 1.5 MB of YAML must be in plain block style or JSON, which ends here";
    expect(problem(`a: &b c${"\n".repeat(1_600_000)}`)).toEqual({ message, start: 3, end: 4, isOurs: true });
    expect(problem(`a: &b c${"\n".repeat(1_400_000)}`)).toBeUndefined();
  });

  it.each<[name: string, part: string]>([
    ["closing brackets", "]"],
    ["closing braces", "}"],
    ["empty collections", "{}[]"],
    ["reserved marks", "@\n"],
    ["open quotes", '"\n'],
    ["maps on a line", "a: b: c\n"],
    ["anchors", "&a "],
    ["tags", "!a "],
    ["dashes", "-"],
    ["colons", ": "],
    ["NULs", "\0"],
    ["lone surrogates", "\ud800"],
    ["carriage returns", "\r"],
    ["control tokens", "\x02\x18\x1f"],
  ])("bears many %s", (_, part) => {
    const text = part.repeat(100_000 / part.length);
    const { start, end } = problem(text) ?? { start: 0, end: 0 };
    expect(start).toBeLessThanOrEqual(end);
    expect(end).toBeLessThanOrEqual(text.length);
  });

  it("bears many keys, anchors and aliases", () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `k${index}: &a${index} v\nl${index}: *a${index}\n`,
    );
    const result = parseDocument(lines.join(""));
    expect(isProblem(result) ? result : Object.keys(result.value as object).length).toBe(40_000);
  });

  it("leaves stack traces as they were", () => {
    const { stackTraceLimit } = Error;
    parseDocument("]".repeat(10));
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  it("never throws and never points out of the text", () => {
    const piece = fc.constantFrom(
      ...[
        "a",
        "b: ",
        ":",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "|\n",
        ">\n",
        "&a ",
        "*a",
        "!t ",
        "!<",
        "%a\n",
      ],
      ...[
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "#",
        " # ",
        "---\n",
        "...\n",
        "<<: ",
        "\\",
        "\0",
        "\ud800",
        "\u2028",
        "\u0085",
      ],
      ...[
        "\ufeff",
        "__proto__: ",
        "@",
        "`",
        "%YAML 1.1\n---\n",
        "!!set ",
        "!!omap ",
        "!!binary ",
        "1e999",
        "0x",
      ],
    );
    const hostile = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""));
    const broken = fc
      .tuple(documentText, fc.nat(), piece)
      .map(
        ([text, at, part]) =>
          text.slice(0, at % (text.length + 1)) + part + text.slice(at % (text.length + 1)),
      );
    fc.assert(
      fc.property(fc.oneof(hostile, broken), (text) => {
        const found = problem(text);
        if (!found) return;
        expect(found.message).not.toMatch(/[\n\r]|^$/);
        expect(found.start).toBeGreaterThanOrEqual(0);
        expect(found.end).toBeGreaterThanOrEqual(found.start);
        expect(found.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 10_000 },
    );
  });
});
