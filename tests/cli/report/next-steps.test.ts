import { describe, expect, it } from "vitest";
import { parseArguments } from "../../../lib/cli/args.js";
import { nextSteps } from "../../../lib/cli/report/next-steps.js";

const RULES = ["no-missing-role", "no-wildcard-verbs"];
const RUN = {
  rule: "no-missing-role",
  presets: ["recommended"],
  hasErrors: true,
  isFolded: true,
  why: [],
} as const;

function stepsOf(argv: string[], run: Partial<Parameters<typeof nextSteps>[1]> = {}, columns = 80): string[] {
  return nextSteps(parseArguments(argv, "0", RULES), { ...RUN, ...run }, columns);
}

describe("what to do next", () => {
  it("is said in commands for the same findings", () => {
    expect(stepsOf([])).toEqual([
      "  Look up a rule:      gitops-lint explain no-missing-role",
      "  Accept all of this:  gitops-lint --suppress-all",
      "  See every finding:   gitops-lint --all",
    ]);
    const argv = [
      ...["--rule", "no-missing-role: off", "--rule", "no-wildcard-verbs: [warn, { a: 1 }]"],
      ...[
        "--vendored",
        "all",
        "--no-inline-config",
        "--suppressions-location",
        "/x",
        "--root",
        "a b",
        "it's/c",
      ],
    ];
    const same = `--rule no-missing-role=off --rule 'no-wildcard-verbs: ["warn",{"a":1}]' --vendored all --no-inline-config --suppressions-location /x`;
    const target = `--root 'a b' 'it'\\''s/c'`;
    expect(stepsOf(argv, { presets: ["strict"] }, 400)).toEqual([
      "  Look up a rule:      gitops-lint explain no-missing-role",
      `  Begin with danger:   gitops-lint --preset recommended ${same} ${target}`,
      `  Accept all of this:  gitops-lint ${same} --suppress-all ${target}`,
      `  See every finding:   gitops-lint ${same} --all ${target}`,
    ]);
  });

  it("is not to accept what cannot be accepted", () => {
    const accepting = (steps: string[]) => steps.filter((line) => line.includes("--suppress-all"));
    expect(accepting(stepsOf([], { hasErrors: false }))).toEqual([]);
    expect(accepting(stepsOf(["--staged"]))).toEqual([]);
    expect(stepsOf(["--changed-since", "main", "--untrusted"]).at(-1)).toBe(
      "  See every finding:  gitops-lint --changed-since main --untrusted --all",
    );
  });

  it("is not to accept what comes from standard input, which is read again by its name", () => {
    expect(stepsOf(["-", "--stdin-filename", "a b.yaml"])).toEqual([
      "  Look up a rule:     gitops-lint explain no-missing-role",
      "  See every finding:  gitops-lint --all --stdin-filename 'a b.yaml' -",
    ]);
  });

  it("takes no name of a file for an option, nor for anything else", () => {
    expect(stepsOf(["--", "--fix", "$(id)", "-o", "`id`\n", "*"]).at(-1)).toBe(
      "  See every finding:   gitops-lint --all ./--fix '$(id)' ./-o '`id`\n' '*'",
    );
  });

  it("is a command in a line of its own where there is no room for more", () => {
    const path = "a".repeat(55);
    expect(stepsOf([path])).toEqual([
      "  Look up a rule:      gitops-lint explain no-missing-role",
      "  Accept all of this:",
      `    gitops-lint --suppress-all ${path}`,
      "  See every finding:",
      `    gitops-lint --all ${path}`,
    ]);
  });

  it("may need no rule, and may be to see what was not known", () => {
    expect(
      stepsOf([], { rule: undefined, isFolded: false, hasErrors: false, why: ["gitops-lint --unknowns"] }),
    ).toEqual(["  See what is unknown:  gitops-lint --unknowns"]);
  });
});
