import { describe, expect, it } from "vitest";
import { FORMATS } from "../../lib/cli/args.js";
import { stylish } from "../../lib/cli/report/formats/stylish.js";
import { resultOf } from "../../lib/cli/lint/lint-repository.js";
import { manifest } from "../rules/manifests.js";
import { repository } from "../rules/lint.js";
import { wildcard } from "./report/formats/repository.js";
import { run } from "./run.js";

const MANY = 130_000;
const DIRECTIVE = "# eslint-disable-line gitops/no-wildcard-verbs\n";
const harmless = manifest("Role", "y", "shop", "rules: []\n");
const TOO_MANY =
  "The comments in this file name more than 1,000 rules for ESLint, so none of them counts. Write fewer, each for more lines.";

/** A Role with a list of verbs that are all wrong, a line for each. */
function verbs(count: number, comment = "") {
  return manifest(
    "Role",
    "x",
    "shop",
    `rules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs:\n${`      - "*"${comment}\n`.repeat(count)}`,
  );
}

async function found(files: Record<string, string>, ...argv: string[]) {
  const root = repository({ ".git/HEAD": "", ...files });
  return run(root, "--preset", "none", "--rule", "no-wildcard-verbs: error", ...argv, root);
}

describe("a file that is made to hide what is found elsewhere", () => {
  it.each(FORMATS)("does not hide it in %s, by comments that do nothing", async (format) => {
    const files = { "a.yaml": `${harmless}${DIRECTIVE.repeat(MANY)}`, "b.yaml": wildcard("z") };
    const { code, out } = await found(files, "--format", format);
    expect(code).toBe(1);
    // Some reports have more characters than an assertion can print.
    expect(out.includes("b.yaml")).toBe(true);
    expect(out.includes("none of them counts")).toBe(true);
  });

  it.each(FORMATS)("does not hide it in %s, by findings", async (format) => {
    const { code, out } = await found(
      { "a.yaml": verbs(60_000), "b.yaml": wildcard("z") },
      "--format",
      format,
    );
    expect(code).toBe(1);
    expect(out.includes("b.yaml")).toBe(true);
  });

  it.each([
    ["a line each", { "a.yaml": verbs(MANY, ` ${DIRECTIVE.trim()}`) }],
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
    const lines = stylish([{ ...(result ?? expect.fail()), messages }], false).split("\n");
    expect(lines[2 * MANY]).toBe("  1:1  error  No  gitops/x");
  });

  it("makes no other line long by a message that is", () => {
    const [result] = resultOf("/", "a.yaml", "clean");
    const message = { line: 1, column: 1, severity: 2, ruleId: null } as const;
    const messages = [
      { ...message, message: "x".repeat(10_000) },
      { ...message, message: "No", ruleId: "gitops/x" },
    ];
    const [, long = "", short = ""] = stylish([{ ...(result ?? expect.fail()), messages }], false).split(
      "\n",
    );
    expect(long.length).toBeGreaterThan(10_000);
    expect(short.length).toBeLessThan(1100);
    expect(short).toMatch(/No +gitops\/x$/);
  });
});
