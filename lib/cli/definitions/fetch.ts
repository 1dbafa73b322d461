import { Option } from "commander";
import { parsePath } from "../command-line.js";
import { NamedCommand } from "./named-command.js";
import { rootOption } from "./options.js";

/** `fetch`: brings what the repository names and what lies elsewhere. */
export function fetchCommand(): NamedCommand {
  return new NamedCommand("fetch")
    .description(
      "Fetches charts, bases and other sources that the repository names, and locks them in .gitops-lint.lock.",
    )
    .addOption(repeated("--only <name>", "only what is called so; may be repeated"))
    .addOption(
      new Option("--update", "look for newer versions of what is locked").default(false).conflicts("frozen"),
    )
    .option("--dry-run", "print what would be fetched, and open no connection", false)
    .option("--frozen", "for CI: fail where .gitops-lint.lock and the repository differ", false)
    .option("--prune", "remove from the store what was not used for 30 days", false)
    .addOption(repeated("--allow <host>", "a host to fetch from, over those of fetch.allow; may be repeated"))
    .option("--credential-helpers", "run the programs that know your passwords", false)
    .option(
      "--store <directory>",
      "where what was fetched is kept (default: GITOPS_LINT_STORE, or in your cache directory)",
      parsePath,
    )
    .addOption(rootOption())
    .note([
      "Nothing is fetched from hosts that you have not allowed, here or in fetch.allow",
      "of your own configuration. Linting itself never opens a connection.",
    ])
    .example("gitops-lint fetch --allow charts.jetstack.io")
    .exits("0 all there, 1 the lock differs (--frozen), 2 something is missing");
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((text: string, others: readonly string[]) => [...others, text])
    .default([], "none");
}
