import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.js";
import { COMMAND_NAMES } from "../../lib/cli/definitions/command-names.js";
import { commandsOf, listedCommandsOf, Program } from "../../lib/cli/definitions/program.js";
import { FOREIGN } from "../../lib/cli/foreign-words.js";
import { Invocation } from "../../lib/cli/invocation.js";
import { manPage } from "../../lib/cli/man-page.js";
import { homepage } from "../../lib/cli/package.js";
import { argumentsIn } from "./command-lines.js";
import { run } from "./run.js";

const names = { version: "1.2.3", rules: Object.keys(rules) };
const program = new Program(names, homepage);
const commands = listedCommandsOf(program);
const lint = commands.find((command) => command.name() === "lint");
const help = async (...argv: string[]) => (await run("/nowhere", ...argv, "--help")).out;

describe("the help of all", () => {
  it("names every command, three examples and where the documentation is", async () => {
    const text = await help();
    expect(commands.map((command) => command.name())).toEqual(COMMAND_NAMES);
    const terms = [...text.matchAll(/^ {2}([a-z][a-z, -]*?) {2}/gm)].flatMap(([, some = ""]) =>
      some.split(", "),
    );
    expect(terms).toEqual(COMMAND_NAMES);
    expect(text.match(/^ {2}gitops-lint .*$/gm)).toEqual(program.examples.map((line) => `  ${line}`));
    expect(program.examples).toHaveLength(3);
    expect(text).toContain(`Docs: ${homepage}\n`);
  });

  it("fits a screen of 80 columns and 24 lines, with the prompt", async () => {
    const lines = (await help()).split("\n");
    expect(lines.length).toBeLessThan(24);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe("the help of a command", () => {
  it.each(COMMAND_NAMES)("has an example that %s understands, and what the exit codes mean", async (name) => {
    const text = await help(name);
    const [, example = ""] = /\nExample:\n {2}(gitops-lint .*)\n/.exec(text) ?? [];
    const [typed] = example.split(" > ");
    const argv = argumentsIn({ typed: typed ?? "", code: 0 });
    expect(new Invocation(argv, names, homepage).read().name()).toBe(name);
    expect(text).toMatch(/\nExit codes: 0 .*\.$/);
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("lists every option of lint", async () => {
    const text = await help("lint");
    for (const option of lint?.optionNames.filter((one) => one.startsWith("--")) ?? [])
      expect(text).toContain(option);
    expect(text).toContain("-f, --format <name[:file]>");
    expect(text).not.toContain("(default: false)");
  });
});

describe("an answer to the option of another linter", () => {
  /** What other changes add. */
  const LATER = ["--exit-zero"];
  const known = new Set([...commandsOf(program).flatMap((command) => command.optionNames), ...LATER]);

  it("is not given where the option is one of ours", () => {
    expect(FOREIGN.options.filter(([name]) => lint?.optionNames.includes(name))).toEqual([]);
    expect(
      FOREIGN.commands.filter(([name]) => commandsOf(program).some((one) => one.name() === name)),
    ).toEqual([]);
  });

  it.each([...FOREIGN.options, ...FOREIGN.commands])("names what there is: %s", (_, answer) => {
    const options = [...answer.matchAll(/'(--?[a-z-]+)/g)].map(([, option = ""]) => option);
    expect(options.filter((option) => !known.has(option))).toEqual([]);
    const called = [...answer.matchAll(/'gitops-lint ([a-z-]+) /g)].map(([, command = ""]) => command);
    expect(
      called.filter((one) => !one.startsWith("-") && !COMMAND_NAMES.some((name) => name === one)),
    ).toEqual([]);
    expect(answer).toMatch(/\.$/);
  });
});

describe("the manual page", () => {
  const page = manPage({ version: "1.2.3", homepage });

  it("says what the help says", () => {
    const text = page.replaceAll("\\-", "-").replaceAll("\\e", "\\").replaceAll("\\&", "");
    for (const command of commands) {
      expect(text).toContain(`.SS ${command.name()} ${command.usage()}\n.PP\n${command.description()}`);
      for (const { flags, hidden } of command.options) if (!hidden) expect(text).toContain(`\n.B ${flags}\n`);
      for (const example of command.examples) expect(text).toContain(`    ${example}\n`);
    }
    expect(text).toContain('.TH GITOPS-LINT 1 "" "gitops-lint 1.2.3" "User Commands"');
    expect(text).toContain(homepage);
  });

  it("has no line that roff could take for a request", () => {
    const requests = new Set(page.split("\n").flatMap((line) => /^[.'](\S*)/.exec(line)?.[1] ?? []));
    expect([...requests].sort()).toEqual([
      "B",
      "I",
      "PP",
      "SH",
      "SS",
      "TH",
      "TP",
      "ad",
      "br",
      "fi",
      "nf",
      "nh",
    ]);
  });
});

describe("the rules as data", () => {
  it("has what there is to know of each", async () => {
    const { out, code } = await run("/nowhere", "--list-rules", "--format", "json");
    expect(code).toBe(0);
    const all = JSON.parse(out) as { rule: string }[];
    expect(all.map(({ rule }) => rule).sort()).toEqual(names.rules.map((name) => `gitops/${name}`).sort());
    expect(all.find(({ rule }) => rule === "gitops/no-wildcard-verbs")).toEqual({
      rule: "gitops/no-wildcard-verbs",
      topic: "The four to start with",
      description: "Disallow `*` as a verb in a Role or ClusterRole",
      presets: ["recommended", "strict", "all"],
      severity: "error",
      fixable: false,
      hasSuggestions: true,
      url: "https://github.com/eslint-plugin-gitops/eslint-plugin-gitops/blob/main/docs/rules/no-wildcard-verbs.md",
      controls: expect.arrayContaining(["CIS Kubernetes Benchmark 5.1.3"]) as string[],
    });
    expect((await run("/nowhere", "lint", "--list-rules", "-f", "json")).out).toBe(out);
  });
});

describe("a question", () => {
  it.each([
    [["what-can", "ada"], "'ada' is not a subject."],
    [["access-path", "ada", "get", "pods"], "'ada' is not a subject."],
    [["who-can", "get", "/metrics", "-n", "shop"], "The path '/metrics' is in no namespace"],
    [["connections", "shop/web"], "'shop/web' is one argument too many."],
  ])("is refused before anything is read, as with %j", async (argv, words) => {
    const { code, err } = await run("/nowhere", ...argv, "--root", "/nowhere/at/all");
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
