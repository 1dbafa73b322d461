import type { Command } from "commander";
import { resolveBindings } from "../../../analysis/access/bound-rules.js";
import { unnamed, unresolved } from "../../../analysis/access/binding-unknowns.js";
import type { Unknown } from "../../../analysis/access/answers.js";
import { unread, unseen } from "../../../analysis/access/unknown-parts.js";
import type { Analysis } from "../../../analysis/analysis.js";
import { clustersOf, eachCluster, mayBeIn } from "../../../analysis/clusters.js";
import { cutsOf } from "../../../analysis/escalation/cuts.js";
import { escalations } from "../../../analysis/escalation/escalations.js";
import { nowhereSubject } from "../../../analysis/lookup/nowhere.js";
import { once } from "../../../util/once.js";
import { Mistake } from "../../command-line.js";
import type { Output } from "../../output.js";
import { analysisAt, clusterAsked, exitCodeOf, type Options } from "../question-arguments.js";
import { parseSubject } from "../subject-argument.js";
import type { ClusterPaths, PathsAnswer } from "./answer.js";
import { pathsAsJson } from "./paths-json.js";
import { pathsAsMarkdown } from "./paths-markdown.js";
import { pathsAsText } from "./paths-text.js";
import { parseTarget } from "./target-argument.js";

interface PathsOptions extends Options {
  from?: string;
  to?: string;
}

const PRINTS = { table: pathsAsText, json: pathsAsJson, markdown: pathsAsMarkdown };
const ENCODINGS = { table: "text", json: "json", markdown: "text" } as const;

/**
 * Answers `paths`: by which steps somebody can become somebody else.
 * @param command one that has read its arguments
 * @returns the exit code: 0 with a path that is sure, or for a subject that has the target already; 1 with none; 2 with
 * none if something could not be read
 * @throws {UsageError} for what cannot be asked
 */
export function printPaths(command: Command, output: Output): number {
  const [unnamed] = command.args;
  if (unnamed !== undefined)
    throw new Mistake(`'${unnamed}' is one argument too many. Write '--from' before a subject.`);
  const {
    from,
    to: target = "cluster-admin",
    format,
    root,
    untrusted,
    ...options
  } = command.opts<PathsOptions>();
  const [subject, to] = [from === undefined ? undefined : parseSubject(from), parseTarget(target)];
  const analysis = analysisAt(root, untrusted);
  const cluster = clusterAsked([analysis], options.cluster);
  const nowhere = subject && nowhereSubject(analysis, subject);
  const answer: PathsAnswer = {
    to,
    ...(from !== undefined && { from }),
    clusters: (cluster === undefined ? eachCluster(analysis) : [cluster]).map((one) =>
      pathsIn(analysis, one, { subject, to }),
    ),
    nowhere: nowhere ? [nowhere] : [],
    unknown: unknownOf(analysis, cluster),
  };
  output.out(PRINTS[format](answer, analysis), ENCODINGS[format]);
  const isFound = answer.clusters.some(({ paths, held }) => held || paths.some(({ isSure }) => isSure));
  return exitCodeOf(isFound, analysis, output, "No sure path was found");
}

function pathsIn(
  analysis: Analysis,
  cluster: string | undefined,
  { subject, to }: { subject: ReturnType<typeof parseSubject> | undefined; to: PathsAnswer["to"] },
): ClusterPaths {
  const all = escalations(analysis, { cluster });
  const from = subject && all.subject(subject);
  const { paths, stopped } = all.paths({ to, ...(from && { from }) });
  const held = from && all.held(from, to);
  const isNamed = clustersOf(analysis).length > 1;
  return {
    ...(isNamed && cluster !== undefined && { cluster }),
    paths,
    ...(held && { held }),
    cuts: cutsOf(paths),
    stopped,
  };
}

/** What may make more paths, and cannot be known. */
function unknownOf(analysis: Analysis, cluster: string | undefined): Unknown[] {
  const bindings = resolveBindings(analysis).filter(({ applied }) => mayBeIn(applied.build, cluster));
  return once([
    ...bindings.flatMap(unnamed),
    ...bindings.flatMap(unresolved),
    ...unread(analysis),
    ...unseen(analysis, () => true, cluster),
  ]);
}
