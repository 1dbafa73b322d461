import { Command, Option } from "commander";
import type { Analysis } from "../../../analysis/analysis.js";
import { type Asked, connectionList } from "../../../analysis/network/connection-list.js";
import { askedEnd } from "../../../analysis/network/endpoint-argument.js";
import {
  endpointsAsked,
  explainConnection,
  withoutRepetition,
} from "../../../analysis/network/explain-connection.js";
import { networksOf } from "../../../analysis/network/network.js";
import { waysIn } from "../../../analysis/network/ways-in.js";
import type { Workload } from "../../../analysis/network/workloads.js";
import { ArgumentProblem } from "../../../kubernetes/api/resource-argument.js";
import { isNoPort } from "../../../kubernetes/connections/port-set.js";
import { allowedPorts } from "../../../kubernetes/connections/verdict.js";
import { readArguments, UsageError } from "../../command-line.js";
import type { Output } from "../../output.js";
import type { Encoding } from "../../report/clean.js";
import { Lines } from "../../report/lines.js";
import { notReadLines, withNotRead } from "../not-read.js";
import { analysisAt } from "../question-arguments.js";
import { pictureOf } from "./drawing.js";
import { explainedAsJson, explainedAsText } from "./explain-format.js";
import { listAsJson } from "./json.js";
import { exitCodeOf, formatOption, rootOption } from "./options.js";
import { asDot } from "./picture-dot.js";
import { asSvg } from "./picture-svg.js";
import type { PrintedList } from "./printed-list.js";
import { listAsMarkdown, listAsText } from "./table.js";

interface Options {
  from?: string;
  to?: string;
  explainConnection?: true;
  root?: string;
  format: "text" | "json" | "markdown" | "svg" | "dot";
}

type Print = (lists: readonly PrintedList[], lines: Lines) => string;

const FORMATS: Record<Options["format"], { print: Print; encoding: Encoding }> = {
  text: {
    print: (lists, lines) => withNotRead(listAsText(lists, lines), lines.repository),
    encoding: "text",
  },
  json: { print: listAsJson, encoding: "json" },
  markdown: { print: listAsMarkdown, encoding: "text" },
  svg: { print: (lists) => asSvg(lists.map(pictureOf)), encoding: "xml" },
  dot: { print: (lists) => asDot(lists.map(pictureOf)), encoding: "text" },
};

/** More ways from outside than this are only counted. */
const MOST_WAYS = 10_000;
const NO_WAYS = { ways: [], more: 0 };

/** More pairs than this are not explained at once. */
const MOST_PAIRS = 20;

/**
 * Answers `connections`: what may reach what by the network policies that the repository applies.
 * @param argv the arguments after the name of the command
 * @returns the exit code: 0 if a connection is surely allowed, 1 if not, 2 if not but something could not be read
 * @throws {UsageError} for what cannot be understood
 * @throws {PrintAndExit} for `--help`
 */
export function printConnections(argv: readonly string[], output: Output): number {
  const { args, options } = parse(argv);
  const analysis = analysisAt(options.root);
  try {
    return options.explainConnection
      ? explain(analysis, args, options, output)
      : list(analysis, options, output);
  } catch (error) {
    if (error instanceof ArgumentProblem) throw new UsageError(error.message);
    throw error;
  }
}

function parse(argv: readonly string[]): { args: readonly string[]; options: Options } {
  const command = new Command("gitops-lint connections")
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
    .addOption(rootOption())
    .addOption(formatOption(Object.keys(FORMATS)))
    .addHelpText(
      "after",
      [
        "",
        "An end is",
        "  shop/checkout             the workloads of a namespace with that name",
        "  Deployment/shop/checkout  the one of that kind",
        "  shop/                     all workloads of a namespace",
        "  */*-db                    names with * for any text and ? for one character",
        "  10.0.0.0/8                a block of addresses outside of the cluster, or one",
        "  outside                   every address outside of the cluster",
        "  internet                  every address that is not private",
      ].join("\n"),
    )
    .addHelpText("after", "\nExit codes: 0 something is allowed, 1 nothing or not known, 2 the run failed.");
  readArguments(command, argv);
  const [args, options] = [command.args, command.opts<Options>()];
  if (!options.explainConnection && args.length > 0) {
    throw new UsageError(
      `'${args[0] ?? ""}' is one argument too many. Write '--from' or '--to' before an end of connections.`,
    );
  }
  if (options.explainConnection && args.length !== 2) {
    throw new UsageError(
      "'--explain-connection' needs two ends: where connections come from, and where they go.",
    );
  }
  if (options.explainConnection && options.format !== "text" && options.format !== "json") {
    throw new UsageError(
      `'--explain-connection' has no format '${options.format}'. Use '--format text' or '--format json'.`,
    );
  }
  return { args, options };
}

function list(analysis: Analysis, { from, to, format }: Options, output: Output): number {
  const networks = networksOf(analysis);
  const end = (written: string | undefined): Asked | undefined =>
    written === undefined ? undefined : askedEnd(networks, written);
  const [source, destination] = [end(from), end(to)];
  if ([source, destination].every((asked) => asked && asked.outside.length > 0)) throw new UsageError(BOTH);
  const lists = networks
    .map((network): PrintedList => {
      // Whoever asks for connections from somewhere in the cluster does not ask for these.
      const isAsked = !source || source.outside.length > 0;
      const to = (workload: Workload) => destination?.workloads(workload) ?? true;
      const { ways, more } = isAsked ? waysIn(analysis, network, { to, most: MOST_WAYS }) : NO_WAYS;
      return { ...connectionList(network, source, destination), ways, moreWays: more };
    })
    .filter((one, _, { length }) => length === 1 || one.groups.length + one.unreachable.length > 0);
  const { print, encoding } = FORMATS[format];
  output.out(print(lists, new Lines(analysis.repository)), encoding);
  // A picture has no room for it.
  if (encoding === "xml" || format === "dot")
    for (const line of notReadLines(analysis.repository)) output.err(`gitops-lint: ${line}`);
  const isAllowed = lists.some(({ groups }) => groups.some(({ allowed }) => !isNoPort(allowed)));
  return exitCodeOf(isAllowed, analysis, output, "No connection was found");
}

const BOTH = "Both ends are outside of the cluster, where policies have no say.";

function explain(
  analysis: Analysis,
  [from = "", to = ""]: readonly string[],
  { format }: Options,
  output: Output,
): number {
  const networks = networksOf(analysis);
  const [source, destination] = [askedEnd(networks, from), askedEnd(networks, to)];
  if (source.outside.length > 0 && destination.outside.length > 0) throw new UsageError(BOTH);
  const pairs = networks.flatMap((network) => {
    const [sources, destinations] = [endpointsAsked(network, source), endpointsAsked(network, destination)];
    if (sources.length * destinations.length > MOST_PAIRS) throw new UsageError(tooMany(from, to));
    const all = sources.flatMap((one) => destinations.map((other) => ({ network, one, other })));
    const others = all.filter(({ one, other }) => one !== other);
    return others.length > 0 ? others : all;
  });
  if (pairs.length === 0) {
    throw new UsageError(`No cluster has both '${from}' and '${to}'.`);
  }
  if (pairs.length > MOST_PAIRS) throw new UsageError(tooMany(from, to));
  const explained = withoutRepetition(
    pairs.map(({ network, one, other }) => explainConnection(network, one, other)),
  );
  const lines = new Lines(analysis.repository);
  if (format === "json") output.out(explainedAsJson(explained, lines), "json");
  else output.out(withNotRead(explainedAsText(explained, lines), analysis.repository));
  const isAllowed = explained.some(({ verdict }) => !isNoPort(allowedPorts(verdict)));
  return exitCodeOf(isAllowed, analysis, output, "Nothing was found to allow it");
}

function tooMany(from: string, to: string): string {
  return `From '${from}' to '${to}' are more than ${MOST_PAIRS} connections to explain. Name fewer workloads.`;
}
