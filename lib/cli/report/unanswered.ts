import type { Analysis } from "../../analysis/analysis.js";
import { filesWithQuestions, type Question, questionsIn } from "../../analysis/questions.js";

/** A question without an answer, and what keeps it from being answered. */
export interface Unanswered extends Question {
  why: string;
}

/** The questions about some files that have no answer. */
export function unanswered(analysis: Analysis, isInScope: (path: string) => boolean): Unanswered[] {
  const files = filesWithQuestions(analysis);
  return questionsIn(analysis, [...files].filter(isInScope), "Ingress").flatMap((question) => {
    const answer = question.answers.find(({ state }) => state === "unknown");
    return question.state === "unknown" && answer ? [{ ...question, why: answer.why ?? "" }] : [];
  });
}

/** A question in words, without its question mark. */
export function wordsOf({ topic, what, by }: Question): string {
  if (topic === "contract") return `whether ${what} is kept`;
  return topic === "namespace"
    ? `whether ${what} is isolated`
    : `whether there is ${what}, which ${by} names`;
}
