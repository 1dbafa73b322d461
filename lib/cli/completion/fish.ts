import type { CompletedCommand, CompletedOption, Values } from "./model.js";

/**
 * The script that completes command lines in fish.
 * @param rules the names of all rules
 */
export function fishScript(commands: readonly CompletedCommand[], rules: readonly string[]): string {
  const words: Words = { rules, commands: commands.map(({ name }) => name) };
  return [
    "# Completes command lines of gitops-lint: gitops-lint completion fish | source",
    "function __gitops_lint_is",
    "    set -l words (commandline -opc)",
    "    set -l command lint",
    `    if set -q words[2]; and contains -- $words[2] ${words.commands.join(" ")}`,
    "        set command $words[2]",
    "    end",
    "    test $command = $argv[1]",
    "end",
    "function __gitops_lint_has_none",
    "    set -l words (commandline -opc)",
    "    not set -q words[2]",
    "end",
    "complete -c gitops-lint -e",
    ...commands.map(({ name, summary }) => {
      return `complete -c gitops-lint -n __gitops_lint_has_none -a ${name} -d ${quoted(summary)}`;
    }),
    ...commands.flatMap((command) => [
      ...command.options.map((option) => optionLine(command.name, option, words)),
      ...argumentLines(command, words),
    ]),
  ].join("\n");
}

interface Words {
  rules: readonly string[];
  commands: readonly string[];
}

function optionLine(command: string, option: CompletedOption, words: Words): string {
  const { short, long, description, value } = option;
  return [
    `complete -c gitops-lint -n '__gitops_lint_is ${command}'`,
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...(long === undefined ? [] : [`-l ${long}`]),
    ...(value === undefined ? [] : [following(value, words)]),
    `-d ${quoted(description)}`,
  ].join(" ");
}

/** Files are offered unless something says that there are none. */
function argumentLines({ name, arguments: [first = "anything"] }: CompletedCommand, words: Words): string[] {
  if (first === "file") return [];
  const line = `complete -c gitops-lint -n '__gitops_lint_is ${name}' -f`;
  return [first === "anything" ? line : `${line} -a ${quoted(listOf(first, words))}`];
}

function following(value: Values, words: Words): string {
  if (value === "file") return "-r -F";
  if (value === "anything") return "-x";
  return `-x -a ${quoted(listOf(value, words))}`;
}

function listOf(values: Values, words: Words): string {
  if (values === "directory") return "(__fish_complete_directories)";
  if (values === "rule") return words.rules.join(" ");
  if (values === "command") return words.commands.join(" ");
  return typeof values === "string" ? "" : values.join(" ");
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
