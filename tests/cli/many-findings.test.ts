import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FORMATS } from "../../lib/cli/args.js";
import { stylish } from "../../lib/cli/report/formats/stylish.js";
import { PLAIN } from "../../lib/cli/report/paint.js";
import { resultOf } from "../../lib/cli/lint/lint-repository.js";
import { put } from "../repository/temporary.js";
import { manifest } from "../rules/manifests.js";
import { repository } from "../rules/lint.js";
import { wildcard } from "./report/formats/repository.js";
import { run } from "./run.js";

const PIPED = { paint: PLAIN, screen: undefined, hasExcerpts: false, isWhole: false };
const MANY = 130_000;
const DIRECTIVE = "# eslint-disable-line gitops/no-wildcard-verbs\n";
const harmless = manifest("Role", "y", "shop", "rules: []\n");
const TOO_MANY =
  "The comments in this file name more than 1,000 rules for ESLint, so all of them are ignored. Write fewer comments, each for more lines.";

/** A Role with a list of verbs that are all wrong, a line for each. */
function verbs(count: number, comment = "") {
  return manifest(
    "Role",
    "x",
    "shop",
    `rules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs:\n${`      - "*"${comment}\n`.repeat(count)}`,
  );
}

const ONE_RULE = ["--preset", "none", "--rule", "no-wildcard-verbs: error"];

async function found(files: Record<string, string>, ...argv: string[]) {
  const root = repository({ ".git/HEAD": "", ...files });
  return run(root, ...ONE_RULE, ...argv, root);
}

/** What each format reports, from one run. */
async function inEveryFormat(files: Record<string, string>): Promise<Partial<Record<string, string>>> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), "gitops-"));
  try {
    for (const [path, text] of Object.entries(files)) put(root, `repository/${path}`, text);
    const formats = FORMATS.flatMap((format) => ["--format", `${format}:${join(root, format)}`]);
    const scope = ["--root", join(root, "repository"), join(root, "repository")];
    const { code } = await run(root, ...ONE_RULE, ...formats, ...scope);
    expect(code).toBe(1);
    return Object.fromEntries(FORMATS.map((format) => [format, readFileSync(join(root, format), "utf8")]));
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe("a file that is made to hide what is found elsewhere", () => {
  const HIDERS = [
    ["comments that do nothing", () => harmless + DIRECTIVE.repeat(MANY), "all of them are ignored"],
    ["findings", () => verbs(MANY), "no-wildcard-verbs"],
  ] as const;
  describe.each(HIDERS)("by %s", (_, text, words) => {
    let reports: Partial<Record<string, string>>;
    beforeAll(async () => {
      reports = await inEveryFormat({ "a.yaml": text(), "b.yaml": wildcard("z") });
    });

    it.each(FORMATS)("does not hide it in %s", (format) => {
      // Some reports have more characters than an assertion can print.
      expect(reports[format]?.includes("b.yaml")).toBe(true);
      expect(reports[format]?.includes(words)).toBe(true);
    });
  });

  it.each([
    ["a line each", { "a.yaml": verbs(10_000, ` ${DIRECTIVE.trim()}`) }],
    ["the file each", { "a.yaml": `${DIRECTIVE.replace("-line", "").repeat(5000)}${verbs(5000)}` }],
    [
      "many at once",
      { "a.yaml": `# eslint-disable ${"gitops/no-wildcard-verbs,".repeat(390)}x\n`.repeat(5) + verbs(5000) },
    ],
  ])("does not switch it off by more comments than anybody needs, for %s", async (_, files) => {
    const { code, out } = await found({ ...files, "b.yaml": wildcard("z") }, "--format", "github");
    expect(code).toBe(1);
    const lines = out.split("\n");
    expect(lines.filter((line) => line.endsWith(TOO_MANY))).toHaveLength(1);
    expect(lines.at(-1)).toContain("file=b.yaml");
    expect(lines.length).toBeGreaterThan(5000);
  });

  it("can have a thousand of them", async () => {
    const { code, out } = await found(
      { "a.yaml": verbs(1000, ` ${DIRECTIVE.trim()}`) },
      "--format",
      "github",
    );
    expect({ code, out }).toEqual({ code: 0, out: "" });
  });

  it("is told at a terminal, however many there are", () => {
    const [result] = resultOf("/", "a.yaml", "clean");
    const message = { line: 1, column: 1, severity: 2, ruleId: "gitops/x", message: "No" } as const;
    const messages = Array.from({ length: 2 * MANY }, () => message);
    const lines = stylish([{ ...(result ?? expect.fail()), messages }], PIPED).split("\n");
    expect(lines[2 * MANY]).toBe("  1:1  error  No  gitops/x");
  });

  it("makes no other line long by a message that is", () => {
    const [result] = resultOf("/", "a.yaml", "clean");
    const message = { line: 1, column: 1, severity: 2, ruleId: null } as const;
    const messages = [
      { ...message, message: "x".repeat(10_000) },
      { ...message, message: "No", ruleId: "gitops/x" },
    ];
    const [, long = "", short = ""] = stylish([{ ...(result ?? expect.fail()), messages }], PIPED).split(
      "\n",
    );
    expect(long.length).toBeGreaterThan(10_000);
    expect(short.length).toBeLessThan(1100);
    expect(short).toMatch(/No +gitops\/x$/);
  });
});
