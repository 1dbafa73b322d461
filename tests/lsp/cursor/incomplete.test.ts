import { describe, expect, it } from "vitest";
import { cursorAt } from "../../../lib/lsp/cursor/cursor.js";
import { spotAt } from "../../../lib/lsp/cursor/incomplete.js";
import { LAYOUTS } from "../layouts.js";
import { modelOf } from "../model-of.js";

const MANIFESTS = [
  ...["shop/policy.yaml", "shop/read.yaml"].map((path) => LAYOUTS.plain?.[path] ?? ""),
  `# 🙂 a comment
apiVersion: v1
kind: List
items:
  - kind: ConfigMap # "quoted" in a comment
    apiVersion: v1
    data: { "🙂 key": 'it''s', plain: two words, "a\\"b": "c: d" }
    binaryData:

  - apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: it's, labels: {}}
    rules:
    - verbs:
      - get
      - "list"
      apiGroups: ["", 'apps',
        batch]
`,
  `a: one text
  of two lines
b: |
  a: literal
  - text
c: >-
  folded

d:
  e: 80
  f: ~
  "g h": [[x, y], {z: 1}]
`,
];

describe("what is being written", () => {
  it.each(["\n", "\r\n"])("is what is there, wherever a manifest with the line ends %j parses", (end) => {
    for (const manifest of MANIFESTS) {
      const text = manifest.replaceAll("\n", end);
      const model = modelOf({ "file.yaml": text });
      const lines = text.split("\n");
      lines.forEach((line, number) => {
        for (let character = 0; character <= line.length; character++) {
          const position = { line: number, character };
          const cursor = cursorAt(model, "file.yaml", position);
          if (!cursor) continue;
          if (line[character - 1] === "\\") continue;
          const spot = spotAt(model, "file.yaml", position);
          const target = cursor.file.manifests.locate(cursor.document, cursor.at).scalar;
          // Nothing is offered in texts of several lines.
          if (target?.type?.startsWith("BLOCK") || cursor.range.start.line !== cursor.range.end.line)
            continue;
          const shown = { at: spot?.at, isKey: spot?.isKey, document: spot?.document };
          const { at, isOnKey: isKey, document } = cursor;
          expect(shown, `${number}:${character} of ${text}`).toEqual({ at, isKey, document });
        }
      });
    }
  });

  it.each([
    // What is behind a key, and in lists.
    ["name: ‸", ["name"], ""],
    ["a:\r\n  name: ‸\r\nb: c\r\n", ["a", "name"], ""],
    ["verbs: [get, ‸", ["verbs", 1], ""],
    ["rules:\n- verbs: [get, ‸\n  resources: [pods]\n- verbs: [list]\n", ["rules", 0, "verbs", 1], ""],
    ["verbs:\n  - get\n  - ‸\nb: c", ["verbs", 1], ""],
    ["verbs:\n- get\n- li‸\n", ["verbs", 1], "li"],
    ["a: { b: 1, c: ‸ }", ["a", "c"], ""],
    // Quotes that are open, or closed.
    ['a:\n  name: "re‸\n  kind: Role\nb: "c"\n', ["a", "name"], "re"],
    ["a: ['get', 'li‸]\nb: 'c'\n", ["a", 1], "li"],
    ['a: "re‸st"\n', ["a"], "re"],
    // Something else that does not parse.
    ["a: [1\nb:\n  c: ‸\n", ["b", "c"], ""],
    ["a: 'it's'\nb:\n  c: d‸\n", ["b", "c"], "d"],
    // Comments behind it, and documents before it.
    ["a: b‸ # c: d\n", ["a"], "b"],
    ["a: [\n---\nb: ‸\n", ["b"], ""],
    ['🙂: { "🙂": 🙂‸', ["🙂", "🙂"], "🙂"],
  ])("is found in %j", (marked, path, typed) => {
    const spot = spotIn(marked);
    expect(spot).toMatchObject({ at: path, typed, isKey: false });
  });

  it.each([
    ["‸", [], ""],
    ["a: b\n‸\n", [], ""],
    ["a:\n  ‸\n  b: c\n", ["a"], ""],
    ["a:\n  b: c\n  de‸\nf: g\n", ["a"], "de"],
    ["a:\n  - b: c\n    ‸\n", ["a", 0], ""],
    ["a: { b: c, d‸ }", ["a"], "d"],
    ["a:\n  b: c\n\n  ‸\n\n  d: e\n", ["a"], ""],
  ])("may be a key in %j", (marked, map, typed) => {
    expect(spotIn(marked)).toMatchObject({ mapAt: map, typed });
  });

  it.each(["# a: ‸\n", "a: b # c: ‸\n", "a: |\n  b: ‸\n", 'a: "b\n  c‸"\n', 'a: "\\‸n"\n'])(
    "is nothing in %j",
    (marked) => {
      expect(spotIn(marked)).toBeUndefined();
    },
  );

  it("is found without what is being written, in the rest of the document", () => {
    const spot = spotIn("a: { b: c, d: [1, ‸] }\nd: *e\nf: [g\n");
    expect(spot?.valueAt([])).toEqual({ a: { b: "c", d: [1] }, f: ["g"] });
    expect(spot?.valueAt(["a", "d", 0])).toBe(1);
    expect(spot?.valueAt(["a", "d", 0, "x"])).toBeUndefined();
  });

  it("is not looked for in a document that takes too long to read", () => {
    expect(spotIn(`a: &b c\n${"d: [e, f]\n".repeat(20_000)}g: ‸\n`)).toBeUndefined();
    expect(spotIn(`${"[".repeat(5000)}‸`)).toBeUndefined();
  });
});

function spotIn(marked: string) {
  const model = modelOf({ "file.yaml": marked.replace("‸", "") });
  const before = marked.slice(0, marked.indexOf("‸")).split("\n");
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return spotAt(model, "file.yaml", position);
}
