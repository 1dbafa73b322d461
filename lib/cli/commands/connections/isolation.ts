import { Command, Option } from "commander";
import { isolationOf } from "../../../analysis/network/isolation.js";
import { networksOf } from "../../../analysis/network/network.js";
import { nowhereNamespace } from "../../../analysis/lookup/nowhere.js";
import { printable } from "../../../util/phrases.js";
import { readArguments, UsageError } from "../../command-line.js";
import type { Output } from "../../output.js";
import { Lines } from "../../report/lines.js";
import { withNotRead } from "../not-read.js";
import { analysisAt, parseNamespace } from "../question-arguments.js";
import { nowhereWords } from "../who-can-format.js";
import { exitCodeOf, formatOption, rootOption } from "./options.js";
import { isolationAsJson, isolationAsText } from "./isolation-format.js";

/**
 * Answers `isolation`: what policies make of each namespace and workload, by direction.
 * @param argv the arguments after the name of the command
 * @returns the exit code: 0 with answers, 1 with none, 2 with none if something could not be read
 * @throws {UsageError} for what cannot be understood
 * @throws {PrintAndExit} for `--help`
 */
export function printIsolation(argv: readonly string[], output: Output): number {
  const command = new Command("gitops-lint isolation")
    .description(
      "Prints which namespaces and workloads the network policies of the repository isolate, in each direction, and through which of them.",
    )
    .allowExcessArguments()
    .addOption(
      new Option("-n, --namespace <name>", "only this namespace (default: all)").argParser(parseNamespace),
    )
    .addOption(rootOption())
    .addOption(formatOption(["text", "json"]))
    .addHelpText("after", "\nExit codes: 0 something is listed, 1 nothing is, 2 the run failed.");
  readArguments(command, argv);
  const [unnamed] = command.args;
  if (unnamed !== undefined) {
    throw new UsageError(`'${unnamed}' is one argument too many. Write '-n' before a namespace.`);
  }
  const { namespace, root, format } = command.opts<{ namespace?: string; root?: string; format: string }>();
  const analysis = analysisAt(root);
  const lines = new Lines(analysis.repository);
  const found = networksOf(analysis)
    .map((network) => ({ network, all: isolationOf(network, namespace) }))
    .filter(({ all }, _, { length }) => length === 1 || all.length > 0);
  if (format === "json") output.out(isolationAsJson(found, lines), "json");
  else output.out(withNotRead(isolationAsText(found, lines), analysis.repository));
  const isFound = found.some(({ all }) => all.length > 0);
  const nowhere = namespace === undefined || isFound ? undefined : nowhereNamespace(analysis, namespace);
  if (nowhere && format !== "json") output.out(printable(nowhereWords(nowhere, undefined)));
  return exitCodeOf(isFound, analysis, output, "Nothing was found");
}
