import type { ESLint, Linter } from "eslint";
import { describe, expect, it, vi } from "vitest";
import { byDirectory, byRule, countTable } from "../../../lib/cli/report/counts.js";

function result(filePath: string, ...ruleIds: (string | null)[]): ESLint.LintResult {
  const messages = ruleIds.map((ruleId): Linter.LintMessage => {
    return { ruleId, line: 1, column: 1, severity: 2, message: "No." };
  });
  return { filePath, messages } as ESLint.LintResult;
}

describe("counts", () => {
  it("are by rule, most first, and then by name", () => {
    const results = [
      result("/r/a.yaml", "gitops/no-a", "gitops/no-b", null),
      result("/r/b.yaml", "gitops/no-b", "gitops/no-b"),
      result("/r/c.yaml", "__proto__"),
      result("/r/d.yaml"),
    ];
    expect(byRule(results)).toEqual([
      { name: "no-b", findings: 3, files: 2 },
      { name: "__proto__", findings: 1, files: 1 },
      { name: "comments for ESLint", findings: 1, files: 1 },
      { name: "no-a", findings: 1, files: 1 },
    ]);
  });

  it("are by the directories in which the files first differ", () => {
    vi.spyOn(process, "cwd").mockReturnValue("/r");
    const names = (...paths: string[]) =>
      byDirectory(paths.map((path) => result(path, "x"))).map(({ name }) => name);
    expect(names("/r/apps/a/1.yaml", "/r/apps/b/c/2.yaml", "/r/apps/b/d/3.yaml")).toEqual([
      "apps/b",
      "apps/a",
    ]);
    expect(names("/r/apps/1.yaml", "/r/apps/b/2.yaml")).toEqual(["apps", "apps/b"]);
    expect(names("/r/1.yaml")).toEqual(["."]);
    expect(names("/r/a/1.yaml", "/s/1.yaml")).toEqual([".", "/s"]);
    expect(names("/1.yaml", "/s/1.yaml")).toEqual(["/", "/s"]);
    expect(byDirectory([result("/r/a/1.yaml")])).toEqual([]);
    vi.restoreAllMocks();
  });

  it("are a table, with what has no room in its last row", () => {
    const all = [
      { name: "no-missing-role", findings: 1200, files: 30 },
      { name: "b", findings: 7, files: 1 },
      { name: "c", findings: 2, files: 2 },
    ];
    expect(countTable("By rule", all, { rows: 3, columns: 80 })).toEqual([
      "By rule:",
      "  1,200  no-missing-role  in 30 files",
      "      7  b                in 1 file",
      "      2  c                in 2 files",
    ]);
    expect(countTable("By rule", all, { rows: 2, columns: 200 })).toEqual([
      "By rule:",
      expect.stringMatching(
        /^ {2}1,200 {2}no-missing-role {2}in 30 files {2}https:\S+\/no-missing-role\.md$/,
      ),
      "      9  in 2 more",
    ]);
    const deep = [{ name: `clusters/${"x".repeat(100)}/end`, findings: 1, files: 1 }];
    const [, row = ""] = countTable("By directory", deep, { rows: 2, columns: 60 });
    expect(row).toMatch(/^ {2}1 {2}…x+\/end {2}in 1 file$/);
    expect(row.length).toBeLessThanOrEqual(60);
  });
});
