import type { Step } from "../../analysis/access/answers.js";
import type { ArgoCdAllowed, ArgoCdAnswers } from "../../analysis/access/argocd-who-can.js";
import type { Repository } from "../../repository/repository.js";
import { printable, quoteList } from "../../util/phrases.js";
import { Lines } from "../report/lines.js";
import { cannotKnowLines, columns, lineOf, placed, placeWords } from "./who-can-format.js";

/** Who may do something in Argo CD, for people: one line for each line of a policy that allows it. */
export function argoCdAsTable(answers: ArgoCdAnswers, repository: Repository): string {
  const { allowed, unknown, policies, hasAdmin } = answers;
  const lines = new Lines(repository);
  const isSeveral = policies.length > 1;
  const rows = allowed.map((one) => [
    subjectWords(one),
    ...(isSeveral ? [one.policy ?? ""] : []),
    one.except.length === 0 ? one.objects : `${one.objects} but not ${one.except.join(" and ")}`,
    one.through.map((step) => stepWords(step, lines)).join(" > "),
  ]);
  const head = ["SUBJECT", ...(isSeveral ? ["POLICY"] : []), "OBJECTS", "THROUGH"];
  return [
    ...(rows.length === 0 ? ["Nobody, as far as the repository shows."] : columns([head, ...rows])),
    "",
    ...(policies.length === 0
      ? ["The repository has no argocd-rbac-cm: the policy that every Argo CD has is assumed."]
      : []),
    ...(isSeveral
      ? [`Each policy is asked for itself: ${quoteList(policies.map((one) => placeWords(one, lines)))}.`]
      : []),
    ...(hasAdmin ? ["Not counted: account admin, which has role:admin."] : []),
    ...cannotKnowLines(unknown, lines),
  ]
    .map(printable)
    .join("\n");
}

/** The same for programs. */
export function argoCdAsJson(answers: ArgoCdAnswers, repository: Repository): string {
  const lines = new Lines(repository);
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
