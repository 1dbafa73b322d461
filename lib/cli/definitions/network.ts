import { Option } from "commander";
import { NamedCommand } from "./named-command.js";
import { clusterOption, formatOption, namespaceOption, rootOption, untrustedOption } from "./options.js";

/** How connections can be printed; the first is the default. */
export const CONNECTION_FORMATS = ["text", "json", "markdown", "svg", "dot"] as const;

/** `isolation`: what network policies isolate. */
export function isolationCommand(): NamedCommand {
  return new NamedCommand("isolation")
    .description(
      "Prints which namespaces and workloads the network policies of the repository isolate, in each direction, and through which of them.",
    )
    .allowExcessArguments()
    .addOption(namespaceOption("only this namespace (default: all)"))
    .addOption(clusterOption())
    .addOption(rootOption())
    .addOption(untrustedOption())
    .addOption(formatOption(["text", "json"]))
    .example("gitops-lint isolation -n shop")
    .exits("0 something is listed, 1 nothing is, 2 the run failed");
}

/** `connections`: what may reach what. */
export function connectionsCommand(): NamedCommand {
  return new NamedCommand("connections")
    .description(
      "Prints what may reach what, on which ports, and through which network policies of the repository.",
    )
    .argument("[ends...]", "with --explain-connection, the two ends")
    .option("--from <end>", "only connections from there")
    .option("--to <end>", "only connections to there")
    .addOption(
      new Option(
        "--explain-connection",
        "say why connections between the two ends that follow are allowed or denied, policy by policy",
      ).conflicts(["from", "to"]),
    )
    .addOption(clusterOption())
    .addOption(rootOption())
    .addOption(untrustedOption())
    .addOption(formatOption(CONNECTION_FORMATS))
    .note([
      "An end is",
      "  shop/checkout             the workloads of a namespace with that name",
      "  Deployment/shop/checkout  the one of that kind",
      "  shop/                     all workloads of a namespace",
      "  */*-db                    names with * for any text and ? for one character",
      "  10.0.0.0/8                a block of addresses outside of the cluster, or one",
      "  outside                   every address outside of the cluster",
      "  internet                  every address that is not private",
    ])
    .example("gitops-lint connections --to shop/checkout")
    .exits("0 something is allowed, 1 nothing or not known, 2 the run failed");
}
