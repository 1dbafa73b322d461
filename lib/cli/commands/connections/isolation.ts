import type { Command } from "commander";
import { isolationOf } from "../../../analysis/network/isolation.js";
import { networksOf } from "../../../analysis/network/network.js";
import { nowhereNamespace } from "../../../analysis/lookup/nowhere.js";
import { printable } from "../../../util/phrases.js";
import { Mistake } from "../../command-line.js";
import type { Output } from "../../output.js";
import { Lines } from "../../report/lines.js";
import { withNotRead } from "../../report/not-read.js";
import { analysisAt, clusterAsked, exitCodeOf } from "../question-arguments.js";
import { nowhereWords } from "../who-can-format.js";
import { isolationAsJson, isolationAsText } from "./isolation-format.js";

interface Options {
  namespace?: string;
  cluster?: string;
  root?: string;
  untrusted?: true;
  format: "text" | "json";
}

/**
 * Answers `isolation`: what policies make of each namespace and workload, by direction.
 * @param command one that has read its arguments
 * @returns the exit code: 0 with answers, 1 with none, 2 with none if something could not be read
 * @throws {UsageError} for what cannot be asked
 */
export function printIsolation(command: Command, output: Output): number {
  const [unnamed] = command.args;
  if (unnamed !== undefined) {
    throw new Mistake(`'${unnamed}' is one argument too many. Write '-n' before a namespace.`);
  }
  const { namespace, root, format, untrusted, ...options } = command.opts<Options>();
  const analysis = analysisAt(root, untrusted);
  const cluster = clusterAsked([analysis], options.cluster);
  const lines = new Lines(analysis);
  const found = networksOf(analysis)
    .filter((network) => cluster === undefined || network.cluster === cluster)
    .map((network) => ({ network, all: isolationOf(network, namespace) }))
    .filter(({ all }, _, { length }) => length === 1 || all.length > 0);
  if (format === "json") output.out(isolationAsJson(found, lines), "json");
  else output.out(withNotRead(isolationAsText(found, lines), analysis));
  const isFound = found.some(({ all }) => all.length > 0);
  const nowhere = namespace === undefined || isFound ? undefined : nowhereNamespace(analysis, namespace);
  if (nowhere && format !== "json") output.out(printable(nowhereWords(nowhere, undefined)));
  return exitCodeOf(isFound, analysis, output, "Nothing was found");
}
