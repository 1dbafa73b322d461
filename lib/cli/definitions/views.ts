import { Option } from "commander";
import type { Format } from "../args.js";
import { NamedCommand } from "./named-command.js";
import { oneOf, rootOption, untrustedOption } from "./options.js";

const EXIT_CODES = "0 printed, 2 the run failed";

function view(name: string): NamedCommand {
  return new NamedCommand(name).exits(EXIT_CODES);
}

/** A view of the repository, of which the paths are a part. */
function ofRepository(name: string): NamedCommand {
  return view(name)
    .argument("[paths...]", "files and directories to look at (default: the current directory)")
    .addOption(rootOption())
    .addOption(untrustedOption());
}

const PRINTED = ["text", "json"] as const;
/** `--format` of `lint` calls text by the name that it has for findings. */
const NAMES = { text: "stylish", json: "json" } as const;

function printedAs(command: NamedCommand): NamedCommand {
  return command
    .addOption(
      new Option("-f, --format <name>", "how it is printed")
        .choices(PRINTED)
        .argParser((given): Format[] => [{ name: NAMES[oneOf(given, PRINTED)] }])
        .default([], "text"),
    )
    .option("-o, --output-file <file>", "write it to a file instead of standard output");
}

/** `rules`, also `--list-rules`. */
export function rulesCommand(): NamedCommand {
  return printedAs(view("rules"))
    .description("Prints every rule by topic, with the smallest preset that has it.")
    .example("gitops-lint rules --format json");
}

/** `explain`, also `--explain`. */
export function explainCommand(): NamedCommand {
  return view("explain")
    .description("Prints the page of a rule: what it finds, why that matters, and what to write instead.")
    .argument("<rule>", "its name, with or without 'gitops/'")
    .example("gitops-lint explain no-missing-role");
}

/** `controls`, also `--controls`. */
export function controlsCommand(): NamedCommand {
  return printedAs(view("controls"))
    .description("Prints which controls of public benchmarks the rules cover.")
    .example("gitops-lint controls --format json --output-file controls.json");
}

/** `builds`, also `--print-builds`. */
export function buildsCommand(): NamedCommand {
  return ofRepository("builds")
    .description("Prints what is applied together, and under which names.")
    .example("gitops-lint builds clusters/production");
}

/** `unknowns`, also `--unknowns`. */
export function unknownsCommand(): NamedCommand {
  return printedAs(ofRepository("unknowns"))
    .description("Prints what could not be judged, and what keeps it from being judged.")
    .example("gitops-lint unknowns --format json");
}

/** `explain-silence`, also `--explain-silence`. */
export function explainSilenceCommand(): NamedCommand {
  return view("explain-silence")
    .description(
      "Prints what was asked about the bindings and namespaces in a file, and why nothing is reported.",
    )
    .argument("<file[:line]>", "the file, and perhaps a line of the document that is meant")
    .addOption(rootOption())
    .addOption(untrustedOption())
    .example("gitops-lint explain-silence clusters/production/rbac.yaml:12");
}
