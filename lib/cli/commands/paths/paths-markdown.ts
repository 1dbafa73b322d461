import { nodeWords } from "../../../analysis/escalation/nodes.js";
import type { EscalationPath } from "../../../analysis/escalation/escalation.js";
import type { BuildSet } from "../../../builds/build-set.js";
import { Lines } from "../../report/lines.js";
import { type Cell, markdownPage } from "../../report/markdown-page.js";
import { stepWords } from "../who-can-format.js";
import type { PathsAnswer } from "./answer.js";
import { cutLines, headWords, heldLines, noneWords, noteLines } from "./paths-text.js";

/** The paths in Markdown: a row for each, with its steps and what they go through. */
export function pathsAsMarkdown(answer: PathsAnswer, builds: BuildSet): string {
  const lines = new Lines(builds);
  const found = answer.clusters.filter(({ paths }) => paths.length > 0);
  const hasClusters = found.some(({ cluster }) => cluster !== undefined);
  const rows = found.flatMap(({ cluster, paths }) =>
    paths.map((path): Cell[] => [
      ...(hasClusters ? [cluster ?? "not known"] : []),
      nodeWords(path.from),
      path.steps.map(({ words }) => words),
      throughOf(path, lines),
      needsOf(path),
    ]),
  );
  const held = heldLines(answer, lines);
  return markdownPage({
    head: [...(hasClusters ? ["CLUSTER"] : []), "FROM", "STEPS", "THROUGH", "ONLY IF"],
    rows,
    none: held.length > 0 ? held.join(" ") : noneWords(answer),
    notes: [
      ...(rows.length > 0 ? held : []),
      ...found.flatMap((one) => [`${headWords(one, answer)}.`, ...cutLines(one, lines)]),
      ...noteLines(answer, lines),
    ],
  });
}

/** The bindings and roles of all steps, each once. */
function throughOf({ steps, holds }: EscalationPath, lines: Lines): string[] {
  const chains = [...steps.flatMap(({ through }) => through), ...holds];
  return [...new Set(chains.flat().map((step) => stepWords(step, lines)))];
}

function needsOf({ steps }: EscalationPath): string {
  return [...new Set(steps.flatMap(({ needs }) => needs ?? []))].join("; ");
}
