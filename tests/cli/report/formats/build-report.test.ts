import type { ESLint, Linter } from "eslint";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { baseOf } from "../../../../lib/cli/report/formats/base-path.js";
import { buildReport } from "../../../../lib/cli/report/formats/build-report.js";
import { sarif } from "../../../../lib/cli/report/formats/sarif.js";
import { temporary } from "../../../repository/temporary.js";
import { wildcard } from "./repository.js";
import type { RootResult } from "../../../../lib/cli/lint/outcome.js";

const looked: RootResult["looked"] = {
  files: 1,
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

function resultOf(root: string, messages: Linter.SuppressedLintMessage[]): ESLint.LintResult {
  return {
    filePath: join(root, "a.yaml"),
    messages: [],
    suppressedMessages: messages,
    errorCount: 0,
    fatalErrorCount: 0,
    warningCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
  };
}

describe("a report", () => {
  it("tells what a file of suppressions has switched off from what a comment has", () => {
    const root = temporary({ ".git/HEAD": "", "a.yaml": wildcard("x") });
    const message: Linter.SuppressedLintMessage = {
      ruleId: "gitops/no-wildcard-verbs",
      messageId: "wildcardVerb",
      message: "Verb '*'.",
      severity: 2,
      line: 9,
      column: 13,
      suppressions: [{ kind: "file", justification: "" }],
    };
    const leavesOut = () => false;
    const done = [{ root, config: undefined, linted: [], results: [], crashes: [], looked, leavesOut }];
    const report = buildReport(done, [resultOf(root, [message])], {}, {});
    expect(report.files[0]?.suppressed[0]).toMatchObject({
      object: "Role shop/x",
      endLine: 9,
      endColumn: 13,
      suppressions: [{ by: "file", reason: "" }],
    });
    const log = JSON.parse(sarif(report)) as { runs: [{ results: object[] }] };
    expect(log.runs[0].results).toMatchObject([{ suppressions: [{ kind: "external" }] }]);
  });
});

describe("the base of paths", () => {
  it.each<[string, string[], string[], string, string]>([
    ["the checkout of the current directory", ["a/.git/HEAD"], ["a/b/c", "a/b"], "a/b", "a"],
    ["it also for a submodule", ["a/.git/HEAD", "a/b/.git"], ["a/b"], "a", "a"],
    ["the checkout of what is linted", ["a/.git/HEAD"], ["a/b/c", "a/b/d"], "x", "a"],
    ["the directory above two checkouts", ["a/b/.git", "a/c/.git"], ["a/b", "a/c"], "a/b", "a"],
    ["the current directory without git", [], ["a/b"], "a", "a"],
    ["what holds all without git", [], ["a/bb", "a/b"], "x", "a"],
  ])("is %s", (_, files, roots, directory, base) => {
    const top = temporary(Object.fromEntries(files.map((file) => [file, ""])));
    const at = (path: string): string => join(top, path);
    expect(baseOf(roots.map(at), at(directory))).toBe(at(base));
  });
});
