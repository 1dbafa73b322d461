import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { isPlainYaml } from "../../lib/manifests/plain-yaml.js";
import { splitDocuments } from "../../lib/manifests/split.js";
import { documentText } from "./yaml-texts.js";

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
spec:
  template:
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.2
        args: [--port, "8080"]
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
status: >-
  folded
  text
`;

describe("plain YAML", () => {
  it("is what most manifests are", () => {
    expect(isPlainYaml(manifest)).toBe(true);
    expect(isPlainYaml(manifest.replaceAll("\n", "\r\n"))).toBe(true);
    expect(isProblem(parseDocument(manifest))).toBe(false);
    expect(isPlainYaml("")).toBe(true);
  });

  it.each([
    ["a key twice", "a: 1\nb: 2\na: 3\n"],
    ["a key twice, with and without quotes", "a: 1\n'a': 3\n"],
    ["a key twice in an item", "- a: 1\n  a: 2\n"],
    ["a line indented by a space less", "a:\n   b: 1\n  c: 2\n"],
    ["a line indented by a space more", "a:\n  b: 1\n   c: 2\n"],
    ["an item that belongs to nothing", "a: 1\n- b\n"],
    ["a key after the items of the root", "- a\nb: 1\n"],
    ["a second root", "  a: 1\nb: 2\n"],
    ["a list that is not closed", "a: [b, c\nd: 1\n"],
    ["a quote that is not closed", "a: 'b\nc: 1\n"],
    ["text after a quote", 'a: "b" c\n'],
    ["a colon in a value", "a: b: c\n"],
    ["a value that ends with a colon", "a: b c:\n"],
    ["a tab", "a:\n\tb: 1\n"],
    ["a key without a space", "a:1\nb: 2\n"],
    ["a block scalar with a line indented less", "a: |\n    b\n  c\n"],
    ["spaces above a block scalar", "a: |\n     \n  b\n"],
    ["a reserved character", "a: @b\n"],
    ["a template", "a: {{ b }}\n"],
    ["a control character", "a: b\u0001\n"],
    ["keys that are the same number", "10: a\n0xa: b\n"],
    ["deep nesting", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
    ["a long key", `${"a".repeat(2000)}: b\n`],
  ])("is not %s", (_, text) => {
    expect(isPlainYaml(text)).toBe(false);
  });

  const lines = fc.constantFrom(
    ...[
      "a: b",
      "  a: b",
      "b:",
      "  b:",
      "- a",
      "  - a",
      "- a: b",
      "  c: d",
      "-",
      "- - x",
      "c: |",
      "    text",
      "#x",
    ],
    ...[
      "",
      "   ",
      "'q': \"r\"",
      "d: [a, b]",
      "e: {}",
      "---",
      "f: >- # x",
      " g: h",
      "- |",
      "a: 'it''s' # x",
      "x y",
    ],
  );

  it("always parses, however lines are put together", () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 8 }), (written) => {
        const text = `${written.join("\n")}\n`;
        if (splitDocuments(text).length > 1 || !isPlainYaml(text)) return;
        plain++;
        expect(isProblem(parseDocument(text))).toBe(false);
      }),
      { numRuns: 5000 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it("always parses, whatever the style, and whatever is changed in it", () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom("", " ", "\n", ":", "- ", "'", "#", "|"),
    );
    fc.assert(
      fc.property(
        fc.oneof(documentText, fc.constant(manifest)),
        fc.array(change, { maxLength: 3 }),
        (text, changes) => {
          const changed = changes.reduce((before, [at, length, more]) => {
            const start = at % (before.length + 1);
            return before.slice(0, start) + more + before.slice(start + length);
          }, text);
          if (splitDocuments(changed).length > 1 || !isPlainYaml(changed)) return;
          expect(isProblem(parseDocument(changed))).toBe(false);
        },
      ),
      { numRuns: 5000 },
    );
  });
});
