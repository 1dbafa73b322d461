import type { NamedCommand } from "./definitions/named-command.js";
import { listedCommandsOf, Program } from "./definitions/program.js";

/**
 * The manual page of the program, as man reads it, made of what the help of each command says.
 * @param version of the program, and where its documentation is
 */
export function manPage({ version, homepage }: { version: string; homepage: string }): string {
  const program = new Program({ version, rules: [] }, homepage);
  const commands = listedCommandsOf(program);
  return [
    `.TH GITOPS-LINT 1 "" "gitops-lint ${version}" "User Commands"`,
    ".nh",
    ".ad l",
    ".SH NAME",
    `gitops-lint \\- ${roff(lowered(program.description()))}`,
    ".SH SYNOPSIS",
    ...commands.flatMap((command, index) => [
      ...(index > 0 ? [".br"] : []),
      `.B ${roff(command.typed)}`,
      roff(command.usage()),
    ]),
    ".SH DESCRIPTION",
    paragraph(program.description()),
    paragraph("Without the name of a command, the arguments are those of lint."),
    ".SH COMMANDS",
    ...commands.flatMap(commandSection),
    ".SH FILES",
    ...tagged(".gitops-lint.yaml", "marks the root of a repository, and says how it is linted"),
    ...tagged("eslint-suppressions.json", "the findings that are accepted"),
    ".SH EXAMPLES",
    ...verbatim(program.examples),
    ".SH EXIT STATUS",
    paragraph(`${program.exitCodes}.`),
    ".SH SEE ALSO",
    paragraph(homepage),
    "",
  ].join("\n");
}

function commandSection(command: NamedCommand): string[] {
  const help = command.createHelp();
  // What the settings of commander would do to `createHelp` itself.
  const { optionDescription } = command.configureHelp();
  const groups = new Map<string, string[]>();
  for (const option of help.visibleOptions(command)) {
    const group = option.helpGroupHeading ?? "Options:";
    const lines = tagged(option.flags, optionDescription?.(option) ?? option.description);
    groups.set(group, [...(groups.get(group) ?? []), ...lines]);
  }
  return [
    `.SS ${roff(`${command.name()} ${command.usage()}`)}`,
    paragraph(command.description()),
    ...command.registeredArguments.flatMap((argument) => tagged(argument.name(), argument.description)),
    ...[...groups].flatMap(([group, lines]) => [".PP", `.I ${roff(group)}`, ...lines]),
    ...(command.notes.length > 0 ? verbatim(command.notes) : []),
    paragraph("Example:"),
    ...verbatim(command.examples),
    paragraph(`Exit codes: ${command.exitCodes}.`),
  ];
}

function tagged(tag: string, text: string): string[] {
  return [".TP", `.B ${roff(tag)}`, roff(text)];
}

function paragraph(text: string): string {
  return `.PP\n${roff(text)}`;
}

function verbatim(lines: readonly string[]): string[] {
  return [".PP", ".nf", ...lines.map((line) => `    ${roff(line)}`), ".fi"];
}

/** A text that roff prints as it is. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/, "\\&$&");
}

function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;
}
