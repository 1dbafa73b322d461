import type { Step } from "../../analysis/access/answers.js";
import type { ArgoCdAllowed, ArgoCdAnswers } from "../../analysis/access/argocd-who-can.js";
import type { BuildSet } from "../../builds/build-set.js";
import { printable, quoteList } from "../../util/phrases.js";
import { Lines } from "../report/lines.js";
import { markdownPage, type Page } from "../report/markdown-page.js";
import { cannotKnowLines, columns, lineOf, placed, placeWords } from "./who-can-format.js";

const NONE = "Nobody, as far as the repository shows.";

/** Who may do something in Argo CD, for people: one line for each line of a policy that allows it. */
export function argoCdAsTable(answers: ArgoCdAnswers, builds: BuildSet): string {
  const lines = new Lines(builds);
  const { head, rows } = tableOf(answers, lines);
  const table = [head, ...rows].map((row) =>
    row.map((cell) => (typeof cell === "string" ? cell : cell.join(" > "))),
  );
  return [...(rows.length === 0 ? [NONE] : columns(table)), "", ...noteLines(answers, lines)]
    .map(printable)
    .join("\n");
}

/** The same in Markdown. */
export function argoCdAsMarkdown(answers: ArgoCdAnswers, builds: BuildSet): string {
  const lines = new Lines(builds);
  return markdownPage({ ...tableOf(answers, lines), none: NONE, notes: noteLines(answers, lines) });
}

function tableOf({ allowed, policies }: ArgoCdAnswers, lines: Lines): Pick<Page, "head" | "rows"> {
  const isSeveral = policies.length > 1;
  const rows = allowed.map((one) => [
    subjectWords(one),
    ...(isSeveral ? [one.policy ?? ""] : []),
    one.except.length === 0 ? one.objects : `${one.objects} but not ${one.except.join(" and ")}`,
    one.through.map((step) => stepWords(step, lines)),
  ]);
  return { head: ["SUBJECT", ...(isSeveral ? ["POLICY"] : []), "OBJECTS", "THROUGH"], rows };
}

function noteLines({ unknown, policies, hasAdmin }: ArgoCdAnswers, lines: Lines): string[] {
  return [
    ...(policies.length === 0
      ? ["The repository has no argocd-rbac-cm: the policy that every Argo CD has is assumed."]
      : []),
    ...(policies.length > 1
      ? [`Each policy is asked for itself: ${quoteList(policies.map((one) => placeWords(one, lines)))}.`]
      : []),
    ...(hasAdmin ? ["Not counted: account admin, which has role:admin."] : []),
    ...cannotKnowLines(unknown, lines),
  ];
}

/** The same for programs. */
export function argoCdAsJson(answers: ArgoCdAnswers, builds: BuildSet): string {
  const lines = new Lines(builds);
  const { allowed, unknown, policies } = answers;
  return JSON.stringify(
    {
      answers: allowed.map(({ through, ...rest }) => ({
        ...rest,
        through: through.map((step) => placed(step, lines)),
      })),
      cannotKnow: unknown.map((one) => placed(one, lines)),
      policies: policies.map((one) => lineOf(one, lines)),
    },
    null,
    2,
  );
}

function subjectWords({ kind, name = "" }: ArgoCdAllowed): string {
  if (kind === "everyone") return "everyone who logs in";
  if (kind === "anyone") return "anyone, without login";
  return kind === "token" ? `tokens of ${name}` : name;
}

function stepWords({ kind, name, place }: Step, lines: Lines): string {
  const words = name === undefined ? kind : kind.length === 1 ? `${kind}, ${name}` : `${kind} ${name}`;
  return `${words} (${place ? placeWords(place, lines) : "of every Argo CD"})`;
}
