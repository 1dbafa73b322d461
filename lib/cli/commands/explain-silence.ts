import type { Analysis } from "../../analysis/analysis.js";
import { type Answer, type Question, questionsIn } from "../../analysis/questions.js";
import { unrenderedTemplates } from "../../analysis/charts-not-seen.js";
import { lintableFiles } from "../../repository/chart-files.js";
import { WORKLOADS } from "../../kubernetes/kinds.js";
import type { KindName } from "../../kubernetes/objects.js";
import { printable, quoteList } from "../../util/phrases.js";
import { UsageError } from "../command-line.js";
import { Lines } from "../report/lines.js";

/**
 * Says for the bindings and namespaces of a file what was asked about each, where it was looked for, and what follows.
 * @param path the file, relative to the root
 * @param line one of its lines, to ask only about the document there
 * @throws {UsageError} if there is no such file among those that were read
 */
export function explainSilence(analysis: Analysis, path: string, line?: number): string {
  if (!lintableFiles(analysis.repository).includes(path)) {
    throw new UsageError(`'${path}' is not a file of this repository that can hold manifests.`);
  }
  const lines = new Lines(analysis);
  const all = questionsIn(analysis, [path], "Ingress").filter(({ place }) => {
    return line === undefined || lines.isAt(place, { file: path, line });
  });
  const told = all.flatMap((question) => explain(question, analysis, lines));
  const where = line === undefined ? path : `${path}:${line}`;
  if (told.length === 0) return printable(nothingIn(analysis, path, where));
  return told.map(printable).join("\n");
}

/** Why there is nothing to ask about a file. */
function nothingIn(analysis: Analysis, path: string, where: string): string {
  const isNamed = (kind: KindName) => kind.endsWith("Binding") || kind === "Namespace" || WORKLOADS.has(kind);
  const objects = analysis.repository.files.get(path)?.objects.filter(({ kind }) => isNamed(kind)) ?? [];
  if (unrenderedTemplates(analysis).includes(path))
    return `${where} is a template of a chart that cannot be rendered here, so that nothing is known of what it says.`;
  const fileClass = analysis.classOf(path);
  if (fileClass === "patch")
    return `${where} is a patch: what it writes is judged in the objects that it is for.`;
  if (fileClass === "data")
    return `${where} is data of a chart: its templates make objects of it, which are judged instead.`;
  if (objects.length > 0 && fileClass === "unlisted")
    return `${where} is in no build: the kustomization next to it or above it does not list it, so nothing in it is applied.`;
  return `${where} names no role, ServiceAccount or admission policy, and no namespace is reported there: it may be reported where another file declares it.`;
}

function explain(question: Question, analysis: Analysis, lines: Lines): string[] {
  const { topic, what, by, place, state, answers } = question;
  const asked =
    topic === "namespace"
      ? `Is ${what} isolated from other namespaces?`
      : `${by} names ${what}. Is it there?`;
  const { line, column } = lines.at(place);
  if (topic === "contract") {
    const isKnown = state !== "unknown";
    return [
      `${place.file}:${line}:${column} Is it known whether ${what} is kept?`,
      ...(isKnown ? ["  Yes: all is seen that could break it."] : ["  Not wholly:"]),
      ...answers.map(({ why = "" }) => `    ${why}.`),
      `  So what is known to break it is reported${isKnown ? "" : ", and nothing else"}.`,
    ];
  }
  return [
    `${place.file}:${line}:${column} ${asked}`,
    ...answers.flatMap((answer) => answered(question, answer, analysis)),
    `  So ${CONCLUSIONS[topic === "namespace" ? "namespace" : "reference"][state] ?? ""}.`,
  ];
}

const CONCLUSIONS: Record<"namespace" | "reference", Partial<Record<Question["state"], string>>> = {
  reference: {
    found: "there is nothing to report",
    missing: "it is reported, if the rule is on",
    unknown: "nothing is reported, except with the option 'strict'",
  },
  namespace: {
    isolated: "there is nothing to report",
    open: "it is reported, if the rule is on",
    unknown: "nothing is reported",
  },
};

function answered({ topic }: Question, answer: Answer, analysis: Analysis): string[] {
  const { state, found = [], why = "", part, applied } = answer;
  const build = applied && (applied.build.directory || ".");
  const as = build === undefined ? "" : `As '${build}' applies it: `;
  const others = analysis.all.filter((other) => other !== applied?.build).length;
  if (state === "found") {
    return [
      `  ${as}yes, ${found.length > 0 ? `in ${quoteList(found)}` : "it is in every cluster, or declared as known"}.`,
    ];
  }
  if (state === "isolated") return ["  Yes, by its policies."];
  if (topic === "namespace") {
    if (state === "open") return ["  No: no policy that selects all of its pods restricts who reaches them."];
    return ["  No policy here does it, but one may:", ...doubt(why, part)];
  }
  const looked = `not in that build, in none of ${others} others, in no cluster by itself, and not declared as known`;
  if (state === "missing") return [`  ${as}no: ${looked}.`];
  return [`  ${as}${looked}, but:`, ...doubt(why, part)];
}

function doubt(why: string, part: Answer["part"]): string[] {
  const names = part && part.names.length > 0 ? ` It goes by ${quoteList(part.names)}.` : "";
  return [`    ${why}.${names}`];
}
