import { Argument } from "commander";
import { NamedCommand } from "./named-command.js";
import { oneOf } from "./options.js";

/** The shells that can complete command lines. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** `completion`: what a shell needs to complete command lines. */
export function completionCommand(): NamedCommand {
  return new NamedCommand("completion")
    .description("Prints a script with which a shell completes commands, options, formats, rules and files.")
    .addArgument(
      new Argument("<shell>", "which shell").choices(SHELLS).argParser((given) => oneOf(given, SHELLS)),
    )
    .note([
      "bash  source <(gitops-lint completion bash)     in ~/.bashrc",
      "zsh   source <(gitops-lint completion zsh)      in ~/.zshrc, after compinit",
      "fish  gitops-lint completion fish | source      in ~/.config/fish/config.fish",
    ])
    .example("gitops-lint completion fish > ~/.config/fish/completions/gitops-lint.fish");
}

/** `help`: the help of all, or of a command. */
export function helpCommand(): NamedCommand {
  return new NamedCommand("help")
    .description("Prints the help of a command, or of all.")
    .argument("[command]", "its name")
    .example("gitops-lint help who-can");
}

/** `version`, which people type as they do for other programs. */
export function versionCommand(): NamedCommand {
  return new NamedCommand("version")
    .description("Prints the version, as '--version' does.")
    .example("gitops-lint version");
}
