import { NamedCommand } from "./named-command.js";
import { clusterOption, formatOption, rootOption, untrustedOption } from "./options.js";

/** `paths`: who can become whom. */
export function pathsCommand(): NamedCommand {
  return new NamedCommand("paths")
    .description(
      "Prints by which steps somebody can gain more than it is given, through which bindings and roles, and where a step is cut best.",
    )
    .allowExcessArguments()
    .option(
      "--from <subject>",
      "only from there, as in ServiceAccount:namespace/name, User:name or Group:name (default: from everybody)",
    )
    .option("--to <target>", "what is reached (default: cluster-admin)")
    .addOption(clusterOption())
    .addOption(rootOption())
    .addOption(untrustedOption())
    .addOption(formatOption(["table", "json", "markdown"]))
    .note([
      "A target is",
      "  cluster-admin             everything in the cluster",
      "  secrets:shop              the Secrets of a namespace; secrets alone, of the whole cluster",
      "  node                      a node of the cluster",
      "  ServiceAccount:shop/web   a subject, also a User or a Group",
    ])
    .example("gitops-lint paths --from ServiceAccount:shop/deployer")
    .exits("0 there is a path, 1 none or not known, 2 the run failed");
}
