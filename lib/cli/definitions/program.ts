import { Command, Option } from "commander";
import { widest } from "../../util/widest.js";
import { lintCommand, type Names } from "../args.js";
import { PrintAndExit } from "../command-line.js";
import { diffCommand } from "./diff.js";
import { fetchCommand } from "./fetch.js";
import { initCommand } from "./init.js";
import { NamedCommand } from "./named-command.js";
import { lspCommand } from "./lsp.js";
import { connectionsCommand, isolationCommand } from "./network.js";
import { pathsCommand } from "./paths.js";
import { accessPathCommand, whatCanCommand, whoCanCommand } from "./questions.js";
import { renderCommand } from "./render.js";
import { completionCommand, helpCommand, versionCommand } from "./shell.js";
import {
  buildsCommand,
  controlsCommand,
  explainCommand,
  explainSilenceCommand,
  rulesCommand,
  unknownsCommand,
} from "./views.js";

/** Commands that the help lists in one line, and what they do. */
type Row = readonly [commands: readonly NamedCommand[], summary: string];

/** Every command, as the help lists them. A new one goes into the row of its kind, or into one of its own. */
function rows(names: Names): Row[] {
  return [
    [[lintCommand(names)], "report what is wrong, here or in paths (the default)"],
    [[initCommand(), fetchCommand()], "begin: a configuration; bring charts and bases"],
    [[whoCanCommand(), whatCanCommand()], "who may do something, what somebody may do"],
    [[accessPathCommand(), pathsCommand()], "how a request passes, who can become whom"],
    [[diffCommand()], "what a change gives away or takes from whom"],
    [[isolationCommand(), connectionsCommand()], "what network policies isolate and let through"],
    [[rulesCommand(), explainCommand(), controlsCommand()], "the rules, one of them, benchmarks they cover"],
    [[buildsCommand(), unknownsCommand(), renderCommand()], "what is applied together, not known, rendered"],
    [[explainSilenceCommand(), lspCommand()], "why nothing is reported in a file; serve an editor"],
    [[completionCommand(), helpCommand()], "for shells; print this, or the help of a command"],
  ];
}

const EXAMPLES = [
  "gitops-lint clusters/production --preset strict",
  "gitops-lint --changed-since origin/main --format github",
  "gitops-lint who-can get secrets -n shop",
];

/** The program with all of its commands. What names none is for `lint`. */
export class Program extends NamedCommand {
  readonly #rows: readonly Row[];

  /** @param homepage where the documentation is */
  constructor(
    names: Names,
    readonly homepage: string,
  ) {
    super("gitops-lint");
    this.#rows = rows(names);
    this.description("Lints the access control of the Kubernetes manifests in a repository.")
      .usage("[command] [options] [paths...]")
      .enablePositionalOptions()
      .version(names.version, "-v, --version", "print the version")
      .addOption(new Option("-V").hideHelp())
      .on("option:V", () => {
        throw new PrintAndExit(names.version);
      })
      .example(...EXAMPLES)
      .exits("0 nothing found, 1 findings, 2 the run failed");
    for (const command of this.#rows.flatMap(([commands]) => commands))
      this.addCommand(command, { isDefault: command.name() === "lint" });
    this.addCommand(versionCommand(), { hidden: true });
  }

  /** The help of all, which fits a screen: that of each command has the rest. */
  override helpInformation(): string {
    const lines = this.#rows.map(
      ([commands, summary]) => [commands.map((one) => one.name()).join(", "), summary] as const,
    );
    const width = widest(lines.map(([terms]) => terms));
    return [
      `Usage: ${this.name()} ${this.usage()}`,
      this.description(),
      "",
      "Commands:",
      ...lines.map(([terms, summary]) => `  ${terms.padEnd(width)}  ${summary}`),
      "",
      "Examples:",
      ...this.examples.map((line) => `  ${line}`),
      "",
      "Options: gitops-lint lint --help, and COMMAND --help for those of a command",
      `Docs: ${this.homepage}`,
      `Exit codes: ${this.exitCodes}.`,
    ].join("\n");
  }
}

/** The commands of a program, also those that its help does not list. */
export function commandsOf(program: Command): NamedCommand[] {
  return program.commands.filter((one) => one instanceof NamedCommand);
}

/** The commands of a program that its help lists, in that order. */
export function listedCommandsOf(program: Command): NamedCommand[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .filter((one) => one instanceof NamedCommand);
}
