import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../../lib/cli/report/unified-diff.js";
import { ENVIRONMENT } from "../../repository/git.js";
import { put, temporary } from "../../repository/temporary.js";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`);

function apply(root: string, diff: string): void {
  execFileSync("git", ["apply", "-"], { cwd: root, input: `${diff}\n`, env: ENVIRONMENT, stdio: "pipe" });
}

describe("a unified diff", () => {
  it("shows three lines around a change", () => {
    const before = numbered(9);
    const after = before.toSpliced(4, 1, "other\n", "more\n");
    expect(unifiedDiff("a/b.yaml", before.join(""), after.join("")).text).toBe(
      [
        "diff --git a/a/b.yaml b/a/b.yaml",
        "--- a/a/b.yaml",
        "+++ b/a/b.yaml",
        "@@ -2,7 +2,8 @@",
        " line 2",
        " line 3",
        " line 4",
        "-line 5",
        "+other",
        "+more",
        " line 6",
        " line 7",
        " line 8",
      ].join("\n"),
    );
  });

  it("joins changes that are near, and not others", () => {
    const before = numbered(30);
    const hunks = (...lines: number[]) => {
      const after = before.map((line, index) => (lines.includes(index + 1) ? `x${line}` : line));
      return unifiedDiff("a", before.join(""), after.join(""))
        .text.split("\n")
        .filter((line) => line.startsWith("@@"));
    };
    expect(hunks(1)).toEqual(["@@ -1,4 +1,4 @@"]);
    expect(hunks(30)).toEqual(["@@ -27,4 +27,4 @@"]);
    expect(hunks(5, 12)).toEqual(["@@ -2,14 +2,14 @@"]);
    expect(hunks(5, 13)).toEqual(["@@ -2,7 +2,7 @@", "@@ -10,7 +10,7 @@"]);
  });

  it("shows no more of another part than its first line", () => {
    const before = numbered(30);
    const hunks = (parts: readonly number[], ...lines: number[]) => {
      const after = before.map((line, index) => (lines.includes(index + 1) ? `x${line}` : line));
      const { text, shown } = unifiedDiff("a", before.join(""), after.join(""), parts);
      return [text.split("\n").filter((line) => line.startsWith("@@")), shown];
    };
    expect(hunks([0, 13, 16], 15)).toEqual([["@@ -14,4 +14,4 @@"], [[13, 17]]]);
    expect(hunks([0, 14, 15], 15)).toEqual([["@@ -15,2 +15,2 @@"], [[14, 16]]]);
    // The first line of the next part is in both, so that they are one.
    expect(hunks([0, 13], 12, 17)).toEqual([["@@ -9,12 +9,12 @@"], [[8, 20]]]);
    expect(hunks([0, 13], 10, 17)).toEqual([["@@ -7,14 +7,14 @@"], [[6, 20]]]);
    expect(hunks([0, 13], 10, 18)).toEqual([
      ["@@ -7,7 +7,7 @@", "@@ -15,7 +15,7 @@"],
      [
        [6, 13],
        [14, 21],
      ],
    ]);
  });

  it("says where a text has no line end", () => {
    const lines = (before: string, after: string) =>
      unifiedDiff("a", before, after).text.split("\n").slice(3);
    expect(lines("a\nb", "a\nc\n")).toEqual([
      "@@ -1,2 +1,2 @@",
      " a",
      "-b",
      "\\ No newline at end of file",
      "+c",
    ]);
    expect(lines("a\nb", "b")).toEqual(["@@ -1,2 +1,1 @@", "-a", " b", "\\ No newline at end of file"]);
    expect(lines("a\n", "")).toEqual(["@@ -1,1 +0,0 @@", "-a"]);
    expect(lines("", "a")).toEqual(["@@ -0,0 +1,1 @@", "+a", "\\ No newline at end of file"]);
    expect(unifiedDiff("a", "a", "a")).toEqual({ text: "", shown: [] });
  });

  it.each([
    ["a b.yaml", "--- a/a b.yaml\t"],
    ["ä.yaml", '--- "a/\\303\\244.yaml"'],
    ['"a"\\.yaml', '--- "a/\\"a\\"\\\\.yaml"'],
    ["a\n::error::b.yaml", '--- "a/a\\012::error::b.yaml"'],
    ["-x.yaml", "--- a/-x.yaml"],
  ])("has names as git has them: %j", (name, line) => {
    const diff = unifiedDiff(name, "a\n", "b\n").text;
    expect(diff.split("\n")[1]).toBe(line);
    if (process.platform === "win32") return;
    const root = temporary({ [name]: "a\n" });
    apply(root, diff);
    expect(readFileSync(join(root, name), "utf8")).toBe("b\n");
  });

  it("is applied by git", { timeout: 120_000 }, () => {
    const text = fc
      .array(fc.constantFrom("a\n", "b\n", "c\r\n", "\n", "  d\t\n", "--- x\n", "+\n", "@@ -1 +1 @@\n"), {
        maxLength: 40,
      })
      .chain((lines) => fc.constantFrom("", "e").map((end) => lines.join("") + end));
    const root = temporary();
    fc.assert(
      fc.property(text, text, fc.uniqueArray(fc.nat(40)), (before, after, parts) => {
        put(root, "dir/a.yaml", before);
        const borders = parts.sort((a, b) => a - b).filter((line) => line < before.split("\n").length - 1);
        const diff = unifiedDiff("dir/a.yaml", before, after, borders).text;
        if (diff !== "") apply(root, diff);
        expect(readFileSync(join(root, "dir/a.yaml"), "utf8")).toBe(after);
      }),
      { numRuns: 60 },
    );
  });
});
