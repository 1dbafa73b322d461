import type { EscalationPath, EscalationStep } from "../../../analysis/escalation/escalation.js";
import { nodeWords } from "../../../analysis/escalation/nodes.js";
import type { BuildSet } from "../../../builds/build-set.js";
import { plural, printable } from "../../../util/phrases.js";
import { Lines } from "../../report/lines.js";
import { cannotKnowLines, nowhereWords, stepWords, throughWords } from "../who-can-format.js";
import { NOT_COUNTED } from "../../report/paths-note.js";
import { type ClusterPaths, type PathsAnswer, targetWords } from "./answer.js";

/** More paths than these are counted. */
const MOST_PATHS = 50;
/** The best places to cut. */
const MOST_CUTS = 3;

/** The paths for people: each step, what it goes through, and what it needs; then where to cut. */
export function pathsAsText(answer: PathsAnswer, builds: BuildSet): string {
  const lines = new Lines(builds);
  const found = answer.clusters.filter(({ paths }) => paths.length > 0);
  const held = heldLines(answer, lines);
  return [
    ...(held.length > 0 ? [...held, ""] : []),
    ...(found.length === 0 && held.length === 0 ? [noneWords(answer), ""] : []),
    ...found.flatMap((one) => clusterLines(one, answer, lines)),
    ...noteLines(answer, lines),
  ]
    .map(printable)
    .join("\n");
}

export function noneWords({ to, from }: PathsAnswer): string {
  const start = from === undefined ? "" : ` from ${from}`;
  return `No path${start} to ${targetWords(to)}, as far as the repository shows.`;
}

/** That the subject that is asked about has the target already, and by what. */
export function heldLines({ to, from, clusters }: PathsAnswer, lines: Lines): string[] {
  return clusters.flatMap(({ cluster, held }) => {
    if (!held) return [];
    const through = [...new Set(held.map((one) => throughWords(one, lines)))];
    const what =
      held.length === 0
        ? `is ${targetWords(to)}`
        : `has ${targetWords(to)} already, by ${through.join(" and ")}`;
    return [`${inCluster(cluster)}${from} ${what}.`];
  });
}

/** What is said below the paths in every format. */
export function noteLines({ nowhere, clusters, unknown }: PathsAnswer, lines: Lines): string[] {
  return [
    ...nowhere.map((one) => nowhereWords(one, undefined)),
    ...clusters.flatMap(({ stopped, cluster }) => stopped.map((one) => `${inCluster(cluster)}${one}`)),
    NOT_COUNTED,
    ...cannotKnowLines(unknown, lines),
  ];
}

/** "2 paths from 1 subject to cluster-admin". */
export function headWords({ cluster, paths }: ClusterPaths, { to }: PathsAnswer): string {
  const subjects = new Set(paths.map(({ from }) => nodeWords(from))).size;
  return `${inCluster(cluster)}${plural(paths.length, "path")} from ${plural(subjects, "subject")} to ${targetWords(to)}`;
}

/** Which bindings and roles most of the paths need, one sentence each. */
export function cutLines({ paths, cuts }: ClusterPaths, lines: Lines): string[] {
  return cuts.slice(0, MOST_CUTS).map(({ step, paths: cut }, index) => {
    const gone =
      paths.length === 1
        ? "the path is gone"
        : `${cut} of ${paths.length} paths ${cut === 1 ? "is" : "are"} gone`;
    return `${index === 0 ? "Cut best" : "Or"}: without ${stepWords(step, lines)}, ${gone}.`;
  });
}

function inCluster(cluster: string | undefined): string {
  return cluster === undefined ? "" : `Cluster '${cluster}': `;
}

function clusterLines(found: ClusterPaths, answer: PathsAnswer, lines: Lines): string[] {
  const { paths } = found;
  const more = paths.length - MOST_PATHS;
  return [
    `${headWords(found, answer)}.`,
    "",
    ...paths.slice(0, MOST_PATHS).flatMap((path) => [...pathLines(path, answer, lines), ""]),
    ...(more > 0 ? [`${plural(more, "more path")}, which --format json lists.`, ""] : []),
    ...cutLines(found, lines),
    ...(found.cuts.length > 0 ? [""] : []),
  ];
}

function pathLines(
  { from, steps, holds, isSure }: EscalationPath,
  { to }: PathsAnswer,
  lines: Lines,
): string[] {
  const how = isSure ? "reaches" : "may reach";
  return [
    `${nodeWords(from)} ${how} ${targetWords(to)} in ${plural(steps.length, "step")}:`,
    ...steps.flatMap((step, index) => stepLines(step, index, lines)),
    ...unique(holds.map((through) => `     and has it by ${throughWords(through, lines)}`)),
  ];
}

function stepLines(step: EscalationStep, index: number, lines: Lines): string[] {
  return [
    `  ${index + 1}. ${step.words}`,
    ...unique(step.through.map((through) => `       by ${throughWords(through, lines)}`)),
    ...(step.needs === undefined ? [] : [`       ${step.needs}${step.isSure ? "" : ", which is not known"}`]),
  ];
}

/** One rule can give several of the rights that a step takes. */
function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
