import { parsePath } from "../command-line.js";
import { PRESETS } from "../../repository/configuration/config-file.js";
import { NamedCommand } from "./named-command.js";
import { choice } from "./options.js";

/** `init`: a configuration for a repository, and what to write so that it is linted. */
export function initCommand(): NamedCommand {
  return new NamedCommand("init")
    .description(
      "Writes a commented .gitops-lint.yaml for a repository, and prints what to write so that commits and pull requests are linted. It writes over nothing.",
    )
    .argument("[directory]", "the root of the repository (default: the nearest .git)", parsePath)
    .addOption(choice("--preset <name>", "which rules are on", PRESETS).default("recommended"))
    .option("--accept", "accept what is found now, so that only what is new is reported")
    .example("gitops-lint init --accept");
}
