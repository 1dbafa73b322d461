import fc from "fast-check";
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
});
