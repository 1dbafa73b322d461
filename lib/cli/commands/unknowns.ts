import type { Analysis } from "../../analysis/analysis.js";
import { partlyRendered } from "../../analysis/charts-not-seen.js";
import type { Question, Topic } from "../../analysis/questions.js";
import { groupBy } from "../../util/group-by.js";
import { plural, printable } from "../../util/phrases.js";
import { Lines } from "../report/lines.js";
import { notRead, withNotRead } from "../report/not-read.js";
import { unanswered, wordsOf } from "../report/unanswered.js";

/** What to write into the configuration for things that are there without being seen. */
const SETTINGS: Partial<Record<Topic, string>> = {
  role: "knownRoles",
  account: "knownServiceAccounts",
  identity: "knownServiceAccounts",
  policy: "known of no-missing-admission-policy",
  namespace: "ignoreNamespaces of require-default-deny",
};

/**
 * Every question that could not be answered, for people: by what keeps it from being answered, most first.
 * @param isInScope whether a file is one of those asked about
 */
export function unknownsAsText(analysis: Analysis, isInScope: (path: string) => boolean): string {
  const all = unanswered(analysis, isInScope);
  const templates = inPart(analysis, isInScope);
  if (all.length === 0 && templates.length === 0)
    return withNotRead("Every reference and every namespace could be judged.", analysis);
  const lines = new Lines(analysis);
  const groups = [...groupBy(all, ({ why }) => why)].sort(([, a], [, b]) => b.length - a.length);
  const settings = [...new Set(all.flatMap(({ topic }) => SETTINGS[topic] ?? []))];
  const text = [
    ...groups.flatMap(([why, questions]) => [
      `${plural(questions.length, "question")} because ${printable(why)}:`,
      ...questions.map((question) => `  ${placeOf(question, lines)}  ${printable(wordsOf(question))}`),
      "",
    ]),
    ...(templates.length > 0
      ? [
          `What else ${plural(templates.length, "Helm template")} ${templates.length === 1 ? "renders" : "render"}:`,
          ...templates.map(({ why }) => `  ${printable(why)}`),
          "",
        ]
      : []),
    ...(settings.length > 0 ? [`What is there all the same can be declared: ${settings.join(", ")}.`] : []),
  ].join("\n");
  return withNotRead(text, analysis);
}

/** The same as JSON. */
export function unknownsAsJson(analysis: Analysis, isInScope: (path: string) => boolean): string {
  const lines = new Lines(analysis);
  const unknowns = unanswered(analysis, isInScope).map((question) => {
    const { topic, what, by, place, why, answers } = question;
    const part = answers.find((answer) => answer.part)?.part;
    return {
      topic,
      what,
      ...(by !== "" && { by }),
      file: place.file,
      ...lines.at(place),
      why,
      ...(part && { hidden: { kind: part.kind, file: part.file, names: part.names } }),
    };
  });
  const templates = inPart(analysis, isInScope).map(({ file, why }) => `what else '${file}' renders: ${why}`);
  return JSON.stringify({ unknowns, cannotKnow: [...notRead(analysis), ...templates] }, undefined, 2);
}

/** The templates of which not all that they render is known, and why. */
function inPart(analysis: Analysis, isInScope: (path: string) => boolean): { file: string; why: string }[] {
  return [...partlyRendered(analysis)]
    .filter(([file]) => isInScope(file))
    .map(([file, why]) => ({ file, why }));
}

function placeOf({ place }: Question, lines: Lines): string {
  if (lines.builds.repository.sourceAt(place.file)) return lines.words(place);
  const { line, column } = lines.at(place);
  return `${printable(place.file)}:${line}:${column}`;
}
