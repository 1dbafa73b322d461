import type { Analysis } from "../../../../analysis/analysis.js";
import { groupBy } from "../../../../util/group-by.js";
import { printable } from "../../../../util/phrases.js";
import { notRead } from "../../not-read.js";
import { unanswered, wordsOf } from "../../unanswered.js";
import type { UnknownData } from "./page-data.js";
import type { Placer } from "./placer.js";

/** What of a repository was not known, by what keeps it from being known, most first. */
export function unknownData(analysis: Analysis, place: Placer): Omit<UnknownData, "sentences"> {
  const all = unanswered(analysis, () => true);
  const groups = [...groupBy(all, ({ why }) => why)].sort(([, a], [, b]) => b.length - a.length);
  return {
    groups: groups.map(([why, questions]) => ({
      why: printable(why),
      questions: questions.map((question) => ({
        what: printable(wordsOf(question)),
        place: place(question.place),
      })),
    })),
    notRead: notRead(analysis).map(printable),
  };
}
