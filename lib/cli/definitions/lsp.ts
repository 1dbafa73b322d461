import { Option } from "commander";
import { NamedCommand } from "./named-command.js";

/** `lsp`: the language server. */
export function lspCommand(): NamedCommand {
  return (
    new NamedCommand("lsp")
      .description("Serves an editor as a language server, on standard input and output.")
      // Clients add it by themselves; there is no other way.
      .addOption(new Option("--stdio", "talk on standard input and output, which it always does"))
      .addOption(new Option("--clientProcessId <id>").hideHelp())
      .note(["Editors start it. See docs/editors.md for how to set them up."])
      .example("gitops-lint lsp")
      .exits("0 the editor has said goodbye, 1 it has not")
  );
}
