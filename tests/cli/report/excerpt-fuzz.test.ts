import type { ESLint, Linter } from "eslint";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify, type ToStringOptions } from "yaml";
import { Excerpts } from "../../../lib/cli/report/excerpt/excerpts.js";
import { PLAIN } from "../../../lib/cli/report/paint.js";
import { displayWidth } from "../../../lib/util/display-width.js";

const CANARY = "kQ9vX2wZ7";

const leaf = fc.constantFrom(
  CANARY,
  `${CANARY}: ${CANARY}`,
  `a\n${CANARY}\n`,
  `# ${CANARY}`,
  `--token=${CANARY}`,
  `"${CANARY}"`,
  `{"a":"${CANARY}"}`,
  `日本 ${CANARY}`,
);
/** What somebody may write where secrets are: with the names of harmless fields, too. */
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom("name", "metadata", "labels", "password", "items", "args", "kind", "values", "spec"),
      tie("tree"),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
}));
const SECRET = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, type: "Opaque" };
const ROLE = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: "r" }, rules: [] };
const CONFIG = { apiVersion: "v1", kind: "Config", clusters: [] };
const HELM = { apiVersion: "helm.toolkit.fluxcd.io/v2", kind: "HelmRelease", metadata: { name: "h" } };
const CUSTOM = { apiVersion: "example.com/v1", kind: "Role", metadata: { name: "c" } };

const object = fc.oneof(
  tree.map((data) => ({ ...SECRET, stringData: data })),
  tree.map((data) => ({ data, ...SECRET })),
  tree.map((data) => ({ ...ROLE, metadata: { ...ROLE.metadata, annotations: data } })),
  tree.map((data) => ({ unknownField: data, ...ROLE })),
  tree.map((users) => ({ users, ...CONFIG })),
  tree.map((values) => ({ ...HELM, spec: { interval: "1m", values } })),
  tree.map((spec) => ({ ...CUSTOM, spec })),
  tree.map((data) => ({ apiVersion: "v1", kind: "List", items: [ROLE, { ...SECRET, stringData: data }] })),
);
const style: fc.Arbitrary<ToStringOptions> = fc.record({
  collectionStyle: fc.constantFrom<"any" | "block" | "flow">("any", "block", "flow"),
  defaultStringType: fc.constantFrom<ToStringOptions["defaultStringType"]>(
    "PLAIN",
    "QUOTE_DOUBLE",
    "QUOTE_SINGLE",
    "BLOCK_LITERAL",
  ),
  lineWidth: fc.constantFrom(0, 30, 80),
  indentSeq: fc.boolean(),
});
const written = fc.oneof(
  fc.tuple(object, style).map(([value, options]) => stringify(value, options)),
  object.map((value) => JSON.stringify(value)),
  object.map((value) => JSON.stringify(value, undefined, "\t")),
);

function messages(source: string): Linter.LintMessage[] {
  const lines = source.split("\n");
  return lines.flatMap((text, index) => {
    const line = index + 1;
    const columns = [1, Math.ceil(text.length / 2), text.length, text.search(/\S/) + 1];
    return [...new Set(columns)].flatMap((column) =>
      [line, lines.length].map((endLine): Linter.LintMessage => {
        return { line, column, endLine, endColumn: column + 7, severity: 2, message: "", ruleId: null };
      }),
    );
  });
}

describe("the excerpts of any text", () => {
  it("fit the terminal, and tell no secret", () => {
    fc.assert(
      fc.property(
        fc.array(written, { minLength: 1, maxLength: 2 }),
        fc.constantFrom(40, 80, 1000),
        (texts, columns) => {
          const source = texts.join("\n---\n");
          const excerpts = new Excerpts({ filePath: "/a.yaml", source } as ESLint.LintResult);
          for (const message of messages(source)) {
            for (const line of excerpts.of(message, columns, PLAIN)) {
              expect(line).not.toContain(CANARY);
              expect(displayWidth(line)).toBeLessThanOrEqual(columns);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("are none, or some, whatever the text and the place", () => {
    const place = fc.record({
      line: fc.integer({ min: -1, max: 9 }),
      column: fc.integer({ min: -1, max: 30 }),
      endLine: fc.integer({ min: -1, max: 9 }),
      endColumn: fc.integer({ min: -1, max: 30 }),
    });
    const text = fc.array(
      fc.constantFrom(
        "a",
        ": ",
        "- ",
        "\n",
        "\t",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "|",
        "#",
        "&x ",
        "*x",
        "\r",
        "日",
        "\u0301",
        "---\n",
        "🎉",
        "kind",
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(text, place, (parts, at) => {
        const excerpts = new Excerpts({ filePath: "/a.yaml", source: parts.join("") } as ESLint.LintResult);
        const lines = excerpts.of({ ...at, severity: 2, message: "", ruleId: null }, 40, PLAIN);
        expect(lines.filter((line) => displayWidth(line) > 40)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
