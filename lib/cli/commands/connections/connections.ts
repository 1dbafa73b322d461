import type { Command } from "commander";
import type { Analysis } from "../../../analysis/analysis.js";
import { type Asked, connectionList } from "../../../analysis/network/connection-list.js";
import { askedEnd } from "../../../analysis/network/endpoint-argument.js";
import {
  endpointsAsked,
  explainConnection,
  withoutRepetition,
} from "../../../analysis/network/explain-connection.js";
import { type Network, networksOf } from "../../../analysis/network/network.js";
import { waysIn } from "../../../analysis/network/ways-in.js";
import type { Workload } from "../../../analysis/network/workloads.js";
import { ArgumentProblem } from "../../../kubernetes/api/resource-argument.js";
import { isNoPort } from "../../../kubernetes/connections/port-set.js";
import { allowedPorts } from "../../../kubernetes/connections/verdict.js";
import { Mistake, UsageError } from "../../command-line.js";
import type { CONNECTION_FORMATS } from "../../definitions/network.js";
import type { Output } from "../../output.js";
import type { Encoding } from "../../report/clean.js";
import { Lines } from "../../report/lines.js";
import { notReadLines, withNotRead } from "../../report/not-read.js";
import { analysisAt, clusterAsked, exitCodeOf } from "../question-arguments.js";
import { pictureOf } from "./drawing.js";
import { explainedAsJson, explainedAsText } from "./explain-format.js";
import { listAsJson } from "./json.js";
import { asDot } from "./picture-dot.js";
import { asSvg } from "./picture-svg.js";
import type { PrintedList } from "./printed-list.js";
import { listAsMarkdown, listAsText } from "./table.js";

interface Options {
  from?: string;
  to?: string;
  explainConnection?: true;
  cluster?: string;
  root?: string;
  untrusted?: true;
  format: (typeof CONNECTION_FORMATS)[number];
}

type Print = (lists: readonly PrintedList[], lines: Lines) => string;

const FORMATS: Record<Options["format"], { print: Print; encoding: Encoding }> = {
  text: {
    print: (lists, lines) => withNotRead(listAsText(lists, lines), lines.builds),
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
 * @param command one that has read its arguments
 * @returns the exit code: 0 if a connection is surely allowed, 1 if not, 2 if not but something could not be read
 * @throws {UsageError} for what cannot be asked
 */
export function printConnections(command: Command, output: Output): number {
  const [args, options] = [command.args, command.opts<Options>()];
  refuseContradictions(args, options);
  const analysis = analysisAt(options.root, options.untrusted);
  try {
    return options.explainConnection
      ? explain(analysis, args, options, output)
      : list(analysis, options, output);
  } catch (error) {
    if (error instanceof ArgumentProblem) throw new UsageError(error.message);
    throw error;
  }
}

/** Refuses what cannot be asked, whatever the repository says. */
function refuseContradictions(args: readonly string[], options: Options): void {
  if (!options.explainConnection && args.length > 0) {
    throw new Mistake(
      `'${args[0] ?? ""}' is one argument too many. Write '--from' or '--to' before an end of connections.`,
    );
  }
  if (options.explainConnection && args.length !== 2) {
    throw new Mistake(
      "'--explain-connection' needs two ends: where connections come from, and where they go.",
    );
  }
  if (options.explainConnection && options.format !== "text" && options.format !== "json") {
    throw new Mistake(
      `'--explain-connection' has no format '${options.format}'. Use '--format text' or '--format json'.`,
    );
  }
}

/** The networks that are asked about. */
function networksAsked(analysis: Analysis, options: Options): readonly Network[] {
  const cluster = clusterAsked([analysis], options.cluster);
  return networksOf(analysis).filter((one) => cluster === undefined || one.cluster === cluster);
}

function list(analysis: Analysis, options: Options, output: Output): number {
  const { from, to, format } = options;
  const networks = networksAsked(analysis, options);
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
  output.out(print(lists, new Lines(analysis)), encoding);
  // A picture has no room for it.
  if (encoding === "xml" || format === "dot")
    for (const line of notReadLines(analysis)) output.err(`gitops-lint: ${line}`);
  const isAllowed = lists.some(({ groups }) => groups.some(({ allowed }) => !isNoPort(allowed)));
  return exitCodeOf(isAllowed, analysis, output, "No connection was found");
}

const BOTH = "Both ends are outside of the cluster, where policies have no say.";

function explain(
  analysis: Analysis,
  [from = "", to = ""]: readonly string[],
  options: Options,
  output: Output,
): number {
  const { format } = options;
  const networks = networksAsked(analysis, options);
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
  const lines = new Lines(analysis);
  if (format === "json") output.out(explainedAsJson(explained, lines), "json");
  else output.out(withNotRead(explainedAsText(explained, lines), analysis));
  const isAllowed = explained.some(({ verdict }) => !isNoPort(allowedPorts(verdict)));
  return exitCodeOf(isAllowed, analysis, output, "Nothing was found to allow it");
}

function tooMany(from: string, to: string): string {
  return `From '${from}' to '${to}' are more than ${MOST_PAIRS} connections to explain. Name fewer workloads.`;
}
