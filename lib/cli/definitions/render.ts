import { InvalidArgumentError, Option } from "commander";
import { parsePath } from "../command-line.js";
import { NamedCommand } from "./named-command.js";
import { namespaceOption, rootOption, untrustedOption } from "./options.js";

/** `render`: what a chart of the repository is made of once it is installed. */
export function renderCommand(): NamedCommand {
  return new NamedCommand("render")
    .description("Prints the objects that a chart of the repository renders, as the linter sees them.")
    .argument("<path>", "the directory of a chart, or what installs one, as in HelmRelease/namespace/name")
    .option("--origins", "with comments that say from which file and line each part comes", false)
    .addOption(namespaceOption("the namespace of the release (default: that of what installs it)"))
    .addOption(
      new Option("--release-name <name>", "the name of the release (default: as it is installed)").argParser(
        parseReleaseName,
      ),
    )
    .addOption(
      repeated("--values <file>", "a file with values, over those that it has; may be repeated", parsePath),
    )
    .addOption(repeated("--set <values>", "values over all others, as in image.tag=1.2; may be repeated"))
    .addOption(rootOption())
    .addOption(untrustedOption())
    .note([
      "What installs a chart is a HelmRelease of Flux or an Application of Argo CD, by",
      "name, as in HelmRelease/podinfo, or with its namespace before that. Values of",
      "Secrets are not shown, and '<not known>' is what cannot be known here.",
    ])
    .example("gitops-lint render charts/podinfo --origins")
    .exits("0 rendered, 1 Helm refuses it or it is not here, 2 the run failed");
}

function repeated(flags: string, description: string, parse = (text: string) => text): Option {
  return new Option(flags, description)
    .argParser((text: string, others: readonly string[]) => [...others, parse(text)])
    .default([], "none");
}

/** Helm allows no longer names: pkg/chartutil/validate_name.go. */
const LONGEST = 53;

/** @throws {InvalidArgumentError} if no release can have that name */
function parseReleaseName(name: string): string {
  if (
    name.length > LONGEST ||
    !/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(name)
  )
    throw new InvalidArgumentError("No release can have that name.");
  return name;
}
