import type { ESLint } from "eslint";
import { describe, expect, it } from "vitest";
import type { Silence } from "../../../lib/cli/lint/silence.js";
import type { Looked } from "../../../lib/cli/report/looked.js";
import { linesOf, summary } from "../../../lib/cli/report/summary.js";

const LOOKED: Looked = {
  files: 1200,
  objects: 1,
  ignored: [],
  chartTemplates: [],
  templated: [],
  brokenOthers: [],
  nested: [],
  namedInNested: [],
  outside: [],
  unreadable: [],
};
const RUN = {
  milliseconds: 50,
  nestedToo: true,
  notes: [],
  isQuiet: false,
  unknowns: "gitops-lint --unknowns x",
};

function result(errors: number, warnings: number, more: Partial<ESLint.LintResult> = {}): ESLint.LintResult {
  const message = { line: 1, column: 1, message: "", ruleId: "gitops/x" };
  return {
    filePath: "/a.yaml",
    messages: [
      ...Array.from({ length: errors }, () => ({ ...message, severity: 2 as const })),
      ...Array.from({ length: warnings }, () => ({ ...message, severity: 1 as const })),
    ],
    suppressedMessages: [],
    errorCount: errors,
    warningCount: warnings,
    fatalErrorCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
    ...more,
  };
}

const sentenceOf = (results: ESLint.LintResult[], run = {}) =>
  summary([LOOKED], results, { ...RUN, ...run }).sentence;
const IN = "in 1 object of 1,200 files (0.1 s)";

describe("the sentence of a run", () => {
  it.each([
    [[], `Nothing found ${IN}.`],
    [[result(1, 0)], `1 finding ${IN}.`],
    [[result(1000, 0), result(1, 0)], `1,001 findings ${IN}.`],
    [[result(2, 1)], `3 findings ${IN}: 2 errors, 1 warning.`],
    [[result(0, 2)], `2 findings ${IN}: 2 warnings.`],
    [[result(2, 0, { fixableErrorCount: 1 })], `2 findings ${IN}: --fix mends 1.`],
    [
      [result(1, 1, { fixableErrorCount: 1, fixableWarningCount: 1 })],
      `2 findings ${IN}: 1 error, 1 warning, --fix mends all.`,
    ],
  ])("has every number once", (results, sentence) => {
    expect(sentenceOf(results)).toBe(sentence);
  });

  it("says what is not shown", () => {
    expect(sentenceOf([result(1, 2)], { isQuiet: true })).toBe(`1 finding ${IN}; 2 warnings not shown.`);
    expect(sentenceOf([result(0, 2)], { isQuiet: true })).toBe(`No error ${IN}; 2 warnings not shown.`);
    expect(sentenceOf([result(2, 1)], { unlisted: { findings: 4, files: 1 } })).toBe(
      `3 findings ${IN}: 2 errors, 1 warning; 4 more in 1 generated or vendored file (--vendored all).`,
    );
  });

  it("says when nothing was looked at", () => {
    expect(summary([{ ...LOOKED, files: 0 }], [], RUN).sentence).toBe(
      "Nothing was looked at: there are no YAML or JSON files here, or .gitignore names them (0.1 s).",
    );
  });
});

describe("what was not known", () => {
  const silence: Silence = {
    rendered: [],
    unrendered: [],
    partlyRendered: [],
    namespaces: [
      ["a", "open"],
      ["b", "isolated"],
      ["c", "unknown"],
    ],
    unanswered: [
      ["role", "a", "x"],
      ["account", "a", "x"],
      ["identity", "a", "x"],
      ["policy", "a", "x"],
      ["policy", "b", "x"],
      ["namespace", "c", "x"],
    ],
  };
  const looked: Looked = {
    ...LOOKED,
    silence,
    ignored: ["i"],
    chartTemplates: ["t", "u"],
    templated: ["v"],
    nested: ["n"],
    outside: ["o"],
    brokenOthers: ["p:1"],
  };

  it("is one line, after what seldom happens", () => {
    const lines = linesOf(summary([looked], [], { ...RUN, nestedToo: false, notes: ["A note."] }), false);
    expect(lines).toEqual([
      `Nothing found ${IN}.`,
      "A note.",
      "1 document of kinds that no rule reads cannot be parsed, which stops the sync: p:1.",
      "1 path of kustomizations refused for leading out of the repository: o.",
      "3 namespaces: 1 without default deny, 1 isolated. Not known: whether 1 role, 2 ServiceAccounts and 2 admission policies exist and whether 1 namespace is isolated. Not read: 1 file that 'ignores' names, 2 Helm templates, 1 file with templates and 1 directory with a separate .gitops-lint.yaml. Why: gitops-lint --unknowns x",
    ]);
  });

  it("is in the first line if nothing was found", () => {
    expect(linesOf(summary([LOOKED], [], RUN), true)).toEqual([`Nothing found ${IN}.`]);
    const [first = "", ...others] = linesOf(summary([looked], [], RUN), true);
    expect(first).toMatch(/^Nothing found .* 3 namespaces: .* Not known: .* Not read: .*--unknowns x$/);
    expect(others).toContain("1 directory linted with a separate .gitops-lint.yaml: n.");
  });

  it("is what was not read alone if everything else is known", () => {
    expect(linesOf(summary([{ ...LOOKED, chartTemplates: ["t"] }], [], RUN), true)).toEqual([
      `Nothing found ${IN}. Not read: 1 Helm template.`,
    ]);
  });
});
