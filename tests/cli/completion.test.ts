import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../lib/cli/args.js";
import { COMMAND_NAMES } from "../../lib/cli/definitions/command-names.js";
import { rules } from "../../rules/index.js";
import { temporary } from "../repository/temporary.js";
import { run } from "./run.js";

const scriptFor = async (shell: string): Promise<string> =>
  `${(await run("/nowhere", "completion", shell)).out}\n`;
const has = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;
/** Runs a shell without the configuration of whoever runs the tests. */
const inShell = (shell: string, root: string, ...argv: string[]) =>
  spawnSync(shell, argv, { cwd: root, encoding: "utf8", timeout: 20_000 });

/** What each of these is completed to: the last word is the one that is being typed. */
const LINES: readonly [words: string[], completions: readonly string[]][] = [
  [["co"], ["controls", "completion", "connections"]],
  [["explain-"], ["explain-silence"]],
  [["--for"], ["--format"]],
  [
    ["--format", "s"],
    ["stylish", "sarif"],
  ],
  [["lint", "-f", ""], FORMATS],
  [["who-can", "--fo"], ["--format"]],
  [
    ["who-can", "-f", ""],
    ["table", "json", "markdown"],
  ],
  [["connections", "--format", "m"], ["markdown"]],
  [["explain", "no-missing-r"], ["no-missing-role"]],
  [["--rule", "no-missing-r"], ["no-missing-role"]],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
  [["help", "who"], ["who-can"]],
  [["--preset", "str"], ["strict"]],
];
/** The same, where there are directories `clusters` and `charts`, and a file `cluster.yaml`. */
const PATHS: typeof LINES = [
  [["cl"], ["clusters", "cluster.yaml"]],
  [["lint", "ch"], ["charts"]],
  [["--root", "cl"], ["clusters"]],
  [["explain-silence", "cluster.y"], ["cluster.yaml"]],
];
const FILES = { "clusters/a.yaml": "", "charts/a.yaml": "", "cluster.yaml": "" };
const titled = (lines: typeof LINES) =>
  lines.map(([words, expected]) => [`gitops-lint ${words.join(" ")}`, words, expected] as const);

describe.each(["bash", "zsh", "fish"])("the script for %s", (shell) => {
  it("knows every command, option, format and rule", async () => {
    const script = await scriptFor(shell);
    const known = [
      ...COMMAND_NAMES,
      ...FORMATS,
      ...Object.keys(rules),
      "changed-since",
      "explain-connection",
    ];
    expect(known.filter((word) => !script.includes(word))).toEqual([]);
    // Only what somebody could take for a command: nothing is lost to the guard of what is printed.
    expect(script).not.toMatch(/[\uFFFD\t]/);
  });

  it.skipIf(!has(shell))("is one", async () => {
    const root = temporary({ script: await scriptFor(shell) });
    const { status, stderr } = spawnSync(shell, ["-n", join(root, "script")], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe.skipIf(!has("bash"))("in bash", () => {
  /** Completes the last of the words as bash does it. */
  async function completed(words: readonly string[]): Promise<string[]> {
    const root = temporary({ ...FILES, script: await scriptFor("bash") });
    const ask =
      'source ./script; COMP_WORDS=(gitops-lint "$@"); COMP_CWORD=$#; _gitops_lint; printf "%s\\n" "${COMPREPLY[@]}"';
    const { stdout, stderr } = inShell("bash", root, "--norc", "-c", ask, "bash", ...words);
    expect(stderr).toBe("");
    return stdout.trimEnd().split("\n");
  }

  it.each(titled([...LINES, ...PATHS]))("%s is completed", async (_, words, expected) => {
    expect((await completed(words)).sort()).toEqual([...expected].sort());
  });

  it("a value behind an equals sign is completed, which is a word of its own there", async () => {
    expect(await completed(["--format", "=", "js"])).toEqual(["json"]);
    expect((await completed(["--preset", "="])).sort()).toEqual(["all", "none", "recommended", "strict"]);
  });

  it("is registered", async () => {
    const root = temporary({ script: await scriptFor("bash") });
    const { stdout } = inShell("bash", root, "--norc", "-c", "source ./script; complete -p gitops-lint");
    expect(stdout).toBe("complete -F _gitops_lint gitops-lint\n");
  });
});

describe.skipIf(!has("fish"))("in fish", () => {
  it.each(titled(LINES))("%s is completed", async (line, _, expected) => {
    const root = temporary({ script: await scriptFor("fish") });
    const ask = `source ./script; complete -C '${line}'`;
    const { stdout } = inShell("fish", root, "--no-config", "-c", ask);
    const words = stdout.split("\n").flatMap((one) => one.split("\t")[0] ?? []);
    // Files are there as well.
    expect(words).toEqual(expect.arrayContaining([...expected]));
  });
});

describe.skipIf(!has("zsh"))("in zsh", () => {
  it.each([
    ["gitops-lint explain-s", "gitops-lint explain-silence"],
    ["gitops-lint --prese", "gitops-lint --preset="],
    ["gitops-lint --format js", "gitops-lint --format json"],
    ["gitops-lint connections -f ma", "gitops-lint connections -f markdown"],
    ["gitops-lint explain no-missing-rol", "gitops-lint explain no-missing-role"],
  ])("%s is completed", async (line, expected) => {
    const root = temporary({ script: await scriptFor("zsh") });
    // Completion needs a terminal, which zsh can make: it types the line, and a key that writes down what became of it.
    const setUp = [
      "autoload -Uz compinit; compinit -u -D; source ./script",
      "finish() { zle complete-word; print -r -- $BUFFER > completed; print fin''ished }",
      "zle -N finish; bindkey '^X' finish; PS1=rea''dy",
    ];
    const ask = [
      "zmodload zsh/zpty",
      "zpty z zsh -f -i",
      `zpty -w z ${JSON.stringify(setUp.join("; ")).replaceAll("$", "\\$")}`,
      "zpty -r -m z line '*ready*'",
      `zpty -w -n z '${line}'$'\\x18'`,
      "zpty -r -m z line '*finished*'",
      "cat completed",
    ].join("\n");
    const { stdout } = inShell("zsh", root, "-f", "-c", ask);
    expect(stdout.trim()).toBe(expected);
  });
});
