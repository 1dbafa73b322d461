import type { Analysis } from "../../analysis/analysis.js";
import { type Question, questionsIn, type Topic } from "../../analysis/questions.js";

/** What could be judged of a repository, and what could not: plain data, which is kept between runs. */
export interface Silence {
  /** The state of each namespace, with the file in which it is reported. */
  namespaces: readonly (readonly [file: string, state: Question["state"]])[];
  /** The questions without an answer: what about, where, and what keeps it from being answered. */
  unanswered: readonly (readonly [topic: Topic, file: string, why: string])[];
}

/** What could be judged of a repository, and what could not. */
export function silenceOf(analysis: Analysis): Silence {
  const files = new Set([...analysis.repository.files.keys(), ...analysis.namespaceFiles]);
  const all = questionsIn(analysis, files, "Ingress");
  return {
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
export function silenceIn({ namespaces, unanswered }: Silence, inScope: (path: string) => boolean): Silence {
  return {
    namespaces: namespaces.filter(([file]) => inScope(file)),
    unanswered: unanswered.filter(([, file]) => inScope(file)),
  };
}
