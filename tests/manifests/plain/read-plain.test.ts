import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mayBeRead } from "../../../lib/manifests/kind-filter.js";
import { isProblem, parseDocument, parseWithYaml } from "../../../lib/manifests/parse.js";
import { readPlain } from "../../../lib/manifests/plain/read-plain.js";
import { splitDocuments } from "../../../lib/manifests/split.js";
import { documentText } from "../yaml-texts.js";
import { comparedWithYaml } from "./same-as-yaml.js";

const manifest = `---
# A web server
apiVersion: apps/v1
kind: Deployment
metadata:
  name: "web" # its name
  labels: {}
  annotations:
    'a.example.com/b': 'it''s'
    c: a text with several words, "quotes" and [brackets]
    d: a text of
      two lines

      and a paragraph
    e: 'so is

      this'
    f: "and \\
      this\\n \\"
      too"
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.2
        args: [--port, "8080", -v]
        command:
          - sh
          - -c
          - |
            echo a
              b: [

            # c
          - --flag=x
      - name: other
        env:
        -
          name: X
          value:
      volumes:
  matrix:
  - - a
    - b
  - - c
  resources: {limits: {cpu: 1, "memory": 64Mi}, "requests":{"cpu":1}}
  tolerations: [
    {key: a},
    {key: b}
  ]
status: >-
  folded
  text
`;
const json = `{\n  "a": [\n    1,\n    "b"\n  ],\n  "c": {}\n}\n`;

describe("the common subset of YAML", () => {
  it.each([
    ["a manifest", manifest],
    ["one with line ends of Windows", manifest.replaceAll("\n", "\r\n")],
    ["JSON", json],
    ["JSON on one line", JSON.stringify({ a: [1, { b: null }], c: "\u0001\u00e9😀\\" })],
  ])("has %s in it", (_, text) => {
    expect(comparedWithYaml(text)).toBe("same");
  });

  it.each<[text: string, value: unknown]>([
    ["", null],
    ["# a\n", null],
    ["---\n", null],
    ["--- # a\n# b\n", null],
    ["a", "a"],
    ["a: 1", { a: 1 }],
    ["  a: b\n  c: d\n", { a: "b", c: "d" }],
    ["a:\n- b\n-\n- - c\n  - d\n", { a: ["b", null, ["c", "d"]] }],
    ["a:\n\n  # b\nc: # d\n  e\nf:\n# g\n  h: i\n", { a: null, c: "e", f: { h: "i" } }],
    ["a: [b, 'c', \"d\", [1, {e: f}], ]\n", { a: ["b", "c", "d", [1, { e: "f" }]] }],
    ["a: [\n  b\n]\n", { a: ["b"] }],
    ["a: [ # b\n  c, # d\n  # e\n]\n", { a: ["c"] }],
    ['{"a":1,"b":"c"}', { a: 1, b: "c" }],
    [
      "a: 0x10\nb: 010\nc: 1_000\nd: yes\ne: ~\nf: .inf\n",
      { a: 16, b: 8, c: 1000, d: "yes", e: null, f: Infinity },
    ],
    ["1: a\ntrue: b\n~: c\n", { 1: "a", true: "b", null: "c" }],
    [
      "__proto__: a\nconstructor: b\n",
      Object.fromEntries([...Object.entries({ constructor: "b" }), ["__proto__", "a"]]),
    ],
    ['"<<": a\n', { "<<": "a" }],
    ["a: b#c\nd: e #f\ng: http://h:1\n", { a: "b#c", d: "e", g: "http://h:1" }],
    ['a: "\\x41\\u00e9\\n\\ud83d\\ude00\\/\\0"\n', { a: "Aé\n😀/\0" }],
    ["a: b\n  c\n\n  d\ne: f\n", { a: "b c\nd", e: "f" }],
    ["a: 1\n  2\n", { a: "1 2" }],
    ["a: 'b \n\n   c'\n", { a: "b\nc" }],
    ['a: "b \\\n   c  \n  d"\n', { a: "b c d" }],
    ["a: |\n  b\n   c\n\n  d\n\ne: f", { a: "b\n c\n\nd\n", e: "f" }],
    ["a: |+ # b\n  b\n\n", { a: "b\n\n" }],
    ["a: |\n  b\n     \n  c\n  \td\n   \n", { a: "b\n   \nc\n\td\n \n" }],
    ["a: |-\n\n  b", { a: "\nb" }],
    ["a: |2\n   b\n  c\n", { a: " b\nc\n" }],
    ["a:\n  b: |2-\n\n\n     c\n    d\n  e: f\n", { a: { b: "\n\n c\nd", e: "f" } }],
    ["a: >+1\n \n b\n c\n\nd: e\n", { a: "\nb c\n\n", d: "e" }],
    ["- >\n a\n b\n\n c\n", ["a b\nc\n"]],
    ["- >\n a\n  b\n c\n", ["a\n b\nc\n"]],
    ["- >\n a\n\n  b\n\n\n  c\n\n d\n e\n", ["a\n\n b\n\n\n c\n\nd e\n"]],
    ["- >\n\n\n a\n \tb\n", ["\n\na\n\tb\n"]],
    ["- >-\n a\n   \n b\n", ["a\n  \nb"]],
    ["a: -b\nc: --d\n", { a: "-b", c: "--d" }],
    ["a: :b\n", { a: ":b" }],
    ["a: b\n# \t\nc: |\n  d\te\n", { a: "b", c: "d\te\n" }],
  ])("reads %j", (text, value) => {
    expect(comparedWithYaml(text)).toBe("same");
    expect(readPlain(text)).toStrictEqual({ value });
  });

  it.each([
    ["an anchor", "a: &b c\n"],
    ["an alias", "a: *b\n"],
    ["a tag", "a: !!str b\n"],
    ["a merge key", "<<: {a: b}\n"],
    ["a merge key in flow style", "{<<: {a: b}}\n"],
    ["a directive", "%YAML 1.2\n---\na: b\n"],
    ["an explicit key", "? a\n: b\n"],
    ["the end of a document", "a: b\n...\n"],
    ["a value behind the start of a document", "--- a\n"],
    ["a key twice", "a: 1\nb: 2\na: 3\n"],
    ["a key twice, with and without quotes", "a: 1\n'a': 3\n"],
    ["a key twice in an item", "- a: 1\n  a: 2\n"],
    ["a key twice in flow style", "{a: 1, a: 2}\n"],
    ["keys that are the same number", "10: a\n0xa: b\n"],
    ["a line indented by a space less", "a:\n   b: 1\n  c: 2\n"],
    ["a line indented by a space more", "a:\n  b: 1\n   c: 2\n"],
    ["an item that belongs to nothing", "a: 1\n- b\n"],
    ["a key after the items of the root", "- a\nb: 1\n"],
    ["a second root", "  a: 1\nb: 2\n"],
    ["a list that is not closed", "a: [b, c\nd: 1\n"],
    ["a list that ends with its key's indentation left", "a:\n  b: [\n c]\n"],
    ["a comment at the start of a line in flow style", "{a: b # c\n# d\n}\n"],
    ["a comment that touches a bracket", "a: [# b\n  c]\n"],
    ["a pair in a list", "[a: b]\n"],
    ["a key without a value in flow style", "{a, b: c}\n"],
    ["a quote that is not closed", "a: 'b\nc: 1\n"],
    ["text after a quote", 'a: "b" c\n'],
    ["text after a list", "a: [b] c\n"],
    ["a collection as a key", "[a]: b\n"],
    ["a comment that touches", 'a: "b"#c\n'],
    ["an unknown escape", 'a: "\\q"\n'],
    ["half an escape", 'a: "\\u00"\n'],
    ["a colon in a value", "a: b: c\n"],
    ["a value that ends with a colon", "a: b c:\n"],
    ["an item on the line of its key", "a: - b\n"],
    ["a space before the colon", "a : b\n"],
    ["a key of two lines", "'a\n b': c\n"],
    ["a value below a comment", "a:\n# b\n  c\nd: e\n"],
    ["a root of two lines", "a\nb\n"],
    ["a comment in a text", "a: b\n  # c\n  d\n"],
    ["a tab before a text", "a: |\n  b\n\t\n"],
    ["a tab that indents", "a:\n\tb: 1\n"],
    ["a tab behind an escaped line break", 'a: "b \\\n  \tc"\n'],
    ["a tab in a value", "a: b\tc\n"],
    ["a tab before a comment", "a: b\t# c\n"],
    ["a key without a space", "a:1\nb: 2\n"],
    ["a block scalar with a line indented less", "a: |\n    b\n  c\n"],
    ["spaces above a block scalar", "a: |\n     \n  b\n"],
    ["an item of a given indentation", "- |2\n   b\n"],
    ["a block scalar indented less than it says", "a: |3\n  b\n"],
    ["a block scalar with spaces beyond what it says", "a: |1\n b\n   \n"],
    ["a block scalar of no indentation", "a: |0\n  b\n"],
    ["a block scalar that says two things twice", "a: |-2-\n   b\n"],
    ["an empty block scalar", "a: |\nb: c\n"],
    ["a reserved character", "a: @b\n"],
    ["a template", "a: {{ b }}\n"],
    ["a placeholder", "a: ##B##\n"],
    ["a control character", "a: b\u0001\n"],
    ["a byte order mark", "\uFEFFa: b\n"],
    ["another line end", "a: b\u2028\n"],
    ["a lone carriage return", "a: b\rc: d\n"],
    ["deep nesting", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
    ["deep flow style", "[".repeat(300) + "]".repeat(300)],
    ["a long key", `${"a".repeat(2000)}: b\n`],
  ])("does not have %s in it", (_, text) => {
    expect(readPlain(text)).toHaveProperty("leftAt");
  });

  it("leaves what is said of a text that does not parse to yaml", () => {
    const text = "a: [b\nc: d\n";
    expect(parseDocument(text)).toStrictEqual(parseWithYaml(text));
    expect(isProblem(parseDocument(text))).toBe(true);
  });

  it("is all that a long document may be in", () => {
    const rules = "- verbs: [get]\n".repeat(120_000);
    expect(parseDocument(`rules:\n${rules}a: b\n`)).toHaveProperty("value");
    expect(parseDocument(`rules:\n${rules}a: *b\n`)).toStrictEqual({
      message: "More than 1.5 MB of YAML must be in plain block style or JSON, which ends here",
      start: 1_800_010,
      end: 1_800_011,
      isOurs: true,
    });
    expect(isProblem(parseDocument(`a: &b c\nrules: *b\n`))).toBe(false);
  });

  it("refuses too many values", () => {
    const result = parseDocument(`[${"a,".repeat(2_000_000)}a]`);
    expect(result).toStrictEqual({
      message: "Too many values, with each alias expanded",
      start: 3_999_999,
      end: 4_000_000,
      isOurs: true,
    });
  });
});

function documentsIn(text: string): string[] {
  return splitDocuments(text).map(({ start, end }) => text.slice(start, end));
}

/** How many texts are read, each of which must be read as `yaml` reads it. */
function readAmong(texts: fc.Arbitrary<string>, numRuns: number): number {
  let read = 0;
  fc.assert(
    fc.property(texts, (text) => {
      if (splitDocuments(text).length > 1) return;
      const compared = comparedWithYaml(text);
      if (compared === "same") read++;
      else expect(compared).toBe("declined");
    }),
    { numRuns },
  );
  return read;
}

const line = fc.tuple(
  fc.constantFrom("", "", "", " ", "  ", "    "),
  fc.constantFrom("", "", "- ", "- - ", "-   "),
  fc.constantFrom("", "a: ", "b: ", "c:", "'q': ", '"r": ', "1: ", "k : ", "e:  "),
  fc.constantFrom(
    ...[
      "",
      "x",
      "x y",
      "- z",
      "-z",
      "[a, b]",
      "{a: b}",
      "{}",
      "[",
      "]",
      "|",
      ">-",
      "|+",
      "|2-",
      ">1",
      "'it''s'",
      '"\\""',
      "'",
      '"',
    ],
    ...["a: b", "#x", "1", "~", ":y", "*a", "a #b", "'open", "closed'", "[a,", "b]", "{{ x }}"],
  ),
  fc.constantFrom("", "", "", " # x", " ", "#x"),
);
const lines = fc.array(line, { maxLength: 8 }).map((all) => all.map((parts) => parts.join("")));
const lineEnd = fc.constantFrom("\n", "\n", "\r\n", "\n\n", "\n  \n");
const change = fc.tuple(
  fc.nat(),
  fc.nat({ max: 3 }),
  fc.constantFrom(
    "",
    " ",
    "\n",
    ":",
    "- ",
    "'",
    '"',
    "#",
    "|",
    "[",
    "}",
    ",",
    "\\",
    "\t",
    "\n  ",
    "&",
    "\r\n",
  ),
);
const changed = fc
  .tuple(fc.oneof(documentText, fc.constantFrom(manifest, json)), fc.array(change, { maxLength: 3 }))
  .map(([text, changes]) =>
    changes.reduce((before, [at, length, more]) => {
      const start = at % (before.length + 1);
      return before.slice(0, start) + more + before.slice(start + length);
    }, text),
  );

describe("a text that is read is read as yaml reads it", () => {
  it("however lines are put together", () => {
    const texts = fc.tuple(lines, lineEnd, fc.boolean()).map(([all, end, isEnded]) => {
      return all.join(end) + (isEnded ? end : "");
    });
    expect(readAmong(texts, 3000)).toBeGreaterThan(300);
  });

  it("whatever its style", () => {
    expect(readAmong(documentText, 500)).toBeGreaterThan(20);
  });

  it("whatever is changed in it", () => {
    expect(readAmong(changed, 1000)).toBeGreaterThan(50);
  });

  it("of any characters", () => {
    const characters = fc.string({ unit: fc.constantFrom(...` \n-:#'"[]{},|>ab\\&*!?%@1~.`), maxLength: 20 });
    expect(readAmong(characters, 3000)).toBeGreaterThan(100);
  });
});

const corpus = process.env.GITOPS_CORPUS ?? "";

describe.skipIf(corpus === "")("the documents of real repositories", () => {
  it(
    "are read as yaml reads them, and nearly all that are asked for without it",
    { timeout: 600_000 },
    () => {
      const files = readdirSync(corpus, { recursive: true, encoding: "utf8" });
      const texts = files
        .filter((path) => /\.(?:ya?ml|json)$/.test(path))
        .map((path) => readFileSync(join(corpus, path), "utf8"))
        // What is longer is a CustomResourceDefinition, and takes yaml a minute altogether.
        .filter(({ length }) => length < 300_000);
      let [asked, read] = [0, 0];
      for (const text of texts.flatMap(documentsIn)) {
        const compared = comparedWithYaml(text);
        if (compared !== "same") expect(compared).toBe("declined");
        if (!mayBeRead(text) || isProblem(parseDocument(text))) continue;
        asked++;
        if (compared === "same") read++;
      }
      expect(read / asked).toBeGreaterThan(0.98);
    },
  );
});
