import type { Analysis } from "../../analysis/analysis.js";
import { partlyRendered, unrenderedTemplates } from "../../analysis/charts-not-seen.js";
import { filesWithQuestions, type Question, questionsIn, type Topic } from "../../analysis/questions.js";

/** What could be judged of a repository, and what could not: plain data, which is kept between runs. */
export interface Silence {
  /** The templates of charts of which something is rendered, and how many objects each begins. */
  rendered: readonly (readonly [file: string, objects: number])[];
  /** The templates that cannot be rendered. */
  unrendered: readonly string[];
  /** Those of which not all that they render is known. */
  partlyRendered: readonly string[];
  /** The state of each namespace, with the file in which it is reported. */
  namespaces: readonly (readonly [file: string, state: Question["state"]])[];
  /** The questions without an answer: what about, where, and what keeps it from being answered. */
  unanswered: readonly (readonly [topic: Topic, file: string, why: string])[];
}

/** What could be judged of a repository, and what could not. */
export function silenceOf(analysis: Analysis): Silence {
  const all = questionsIn(analysis, filesWithQuestions(analysis), "Ingress");
  const templates = [...analysis.chartTemplates].filter((path) => !analysis.repository.files.has(path));
  return {
    rendered: templates.map((path) => {
      const objects = analysis.chartTemplate(path)?.objects ?? [];
      return [path, objects.filter(({ file }) => file === path).length];
    }),
    unrendered: unrenderedTemplates(analysis),
    partlyRendered: [...partlyRendered(analysis).keys()],
    namespaces: all.flatMap(({ topic, place, state }) =>
      topic === "namespace" ? [[place.file, state]] : [],
    ),
    unanswered: all.flatMap(({ topic, place, state, answers }) => {
      const answer = answers.find((one) => one.state === "unknown");
      return state === "unknown" && answer ? [[topic, place.file, answer.why ?? ""] as const] : [];
    }),
  };
}

/** The same, only for some files. */
export function silenceIn(
  { rendered, unrendered, partlyRendered: inPart, namespaces, unanswered }: Silence,
  inScope: (path: string) => boolean,
): Silence {
  return {
    rendered: rendered.filter(([file]) => inScope(file)),
    unrendered: unrendered.filter(inScope),
    partlyRendered: inPart.filter(inScope),
    namespaces: namespaces.filter(([file]) => inScope(file)),
    unanswered: unanswered.filter(([, file]) => inScope(file)),
  };
}
