import type { EscalationNode, EscalationPath } from "../../../analysis/escalation/escalation.js";
import type { BuildSet } from "../../../builds/build-set.js";
import { Lines } from "../../report/lines.js";
import { placed } from "../who-can-format.js";
import type { Step } from "../../../analysis/access/answers.js";
import type { PathsAnswer } from "./answer.js";

/** The paths for programs. */
export function pathsAsJson({ to, from, clusters, nowhere, unknown }: PathsAnswer, builds: BuildSet): string {
  const lines = new Lines(builds);
  const found = clusters.map(({ cluster, paths, held, cuts, stopped }) => ({
    ...(cluster !== undefined && { cluster }),
    paths: paths.map((path) => pathAsJson(path, lines)),
    ...(held && { held: held.map((through) => chainAsJson(through, lines)) }),
    cuts: cuts.map(({ step, paths: cut }) => ({ ...placed(step, lines), paths: cut })),
    stopped,
  }));
  return JSON.stringify(
    {
      ...(from !== undefined && { from }),
      to: nodeAsJson(to),
      clusters: found,
      cannotKnow: unknown.map((one) => placed(one, lines)),
      ...(nowhere.length > 0 && { nowhere }),
    },
    null,
    2,
  );
}

function pathAsJson({ from, to, steps, holds, isSure }: EscalationPath, lines: Lines) {
  return {
    from: nodeAsJson(from),
    to: nodeAsJson(to),
    isSure,
    steps: steps.map((step) => ({
      technique: step.technique,
      from: nodeAsJson(step.from),
      to: nodeAsJson(step.to),
      words: step.words,
      ...(step.needs !== undefined && { needs: step.needs }),
      isSure: step.isSure,
      through: step.through.map((through) => chainAsJson(through, lines)),
    })),
    holds: holds.map((through) => chainAsJson(through, lines)),
  };
}

function chainAsJson(through: readonly Step[], lines: Lines) {
  return through.map((step) => placed(step, lines));
}

/** A node in the words of the command line, with what it has gained on the way. */
function nodeAsJson(node: EscalationNode) {
  switch (node.kind) {
    case "subject":
      return { kind: node.kind, name: node.subject, ...(node.gained && { gained: node.gained.words }) };
    case "workload":
      return { kind: node.kind, name: node.workload, namespace: node.namespace };
    case "node":
      return { kind: node.kind, ...(node.name !== undefined && { name: node.name }) };
    case "secrets":
      return { kind: node.kind, ...(node.namespace !== undefined && { namespace: node.namespace }) };
    case "cluster-admin":
      return { kind: node.kind };
  }
}
