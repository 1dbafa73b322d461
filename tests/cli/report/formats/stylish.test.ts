import { stripVTControlCharacters } from "node:util";
import { ESLint, type Linter } from "eslint";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLORS, PLAIN } from "../../../../lib/cli/report/paint.js";
import { stylish } from "../../../../lib/cli/report/formats/stylish.js";

function result(filePath: string, messages: Linter.LintMessage[], fixable = 0): ESLint.LintResult {
  const errorCount = messages.filter(({ severity }) => severity === 2).length;
  return {
    filePath,
    messages,
    suppressedMessages: [],
    errorCount,
    warningCount: messages.length - errorCount,
    fatalErrorCount: 0,
    fixableErrorCount: Math.min(fixable, errorCount),
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
  };
}

const PIPED = { paint: PLAIN, screen: undefined, hasExcerpts: false, isWhole: false };

const text = fc.oneof(fc.constant("A sentence."), fc.constant("1 2 3"), fc.constant("dots ..."), fc.lorem());
const message: fc.Arbitrary<Linter.LintMessage> = fc.record({
  line: fc.integer({ min: 1, max: 2000 }),
  column: fc.integer({ min: 1, max: 300 }),
  severity: fc.constantFrom<1 | 2>(1, 2),
  message: text,
  ruleId: fc.constantFrom("gitops/no-missing-role", "gitops/valid-yaml", null),
});
const results = fc.array(
  fc
    .tuple(fc.constantFrom("/a/role.yaml", "/b.yaml"), fc.array(message, { maxLength: 4 }), fc.nat(2))
    .map((given) => result(...given)),
  { minLength: 1, maxLength: 4 },
);

describe("stylish", () => {
  it("says what ESLint's own format says, in the same columns", async () => {
    const formatter = await new ESLint({ overrideConfigFile: true }).loadFormatter("stylish");
    await fc.assert(
      fc.asyncProperty(results, async (given) => {
        fc.pre(given.some(({ messages }) => messages.length > 0));
        const expected = stripVTControlCharacters(await formatter.format(given));
        // What comes after the findings is said in the words of the summary.
        expect(stylish(given, PIPED).trim()).toBe(expected.slice(0, expected.indexOf("✖")).trim());
      }),
    );
  });

  it("has the same words in colors", () => {
    const given = [
      result("/a.yaml", [{ line: 3, column: 5, severity: 2, message: "No.", ruleId: "gitops/valid-yaml" }]),
    ];
    const colored = stylish(given, { ...PIPED, paint: COLORS });
    expect(colored).toContain("\u001B[31merror\u001B[39m");
    expect(stripVTControlCharacters(colored)).toBe(stylish(given, PIPED));
  });

  it("shows a path of a stranger on one line", () => {
    const given = [
      result("/a\n::error::b.yaml", [{ line: 1, column: 1, severity: 1, message: "No", ruleId: null }]),
    ];
    expect(stylish(given, PIPED).split("\n")[0]).toBe("/a\uFFFD::error::b.yaml");
  });
});
