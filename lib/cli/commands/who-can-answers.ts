import type { Answers, Authorization } from "../../analysis/access/answers.js";
import type { ApiServer } from "../../analysis/access/api-servers.js";
import { areDifferent } from "../../analysis/access/other-authorizers.js";
import { targetWords } from "../../kubernetes/rbac/describe-targets.js";
import type { BuildSet } from "../../builds/build-set.js";
import { plural, printable, quoteList } from "../../util/phrases.js";
import { Lines } from "../report/lines.js";
import { type Cell, markdownPage, type Page } from "../report/markdown-page.js";
import {
  cannotKnowLines,
  columns,
  nowhereWords,
  placed,
  serverAsJson,
  serverWords,
  stepWords,
  whereWords,
} from "./who-can-format.js";

const MASTERS = "group system:masters, which may do everything.";
const NOTE = `Not counted: the bindings that every cluster has, and ${MASTERS}`;
const NOTE_WITHOUT_RBAC = `Not counted: ${MASTERS}`;

/** What the question names: a permission, or a subject. */
export type About = "permission" | "subject";

/** The answers for people: one line each, then what cannot be known. */
export function answersAsTable(answers: Answers, builds: BuildSet, about: About): string {
  const lines = new Lines(builds);
  const { head, rows } = tableOf(answers, lines, about);
  return [
    ...(rows.length === 0 ? [noneWords(about)] : columns([[...head], ...rows.map(joined)])),
    "",
    ...noteLines(answers, lines),
  ]
    .map(printable)
    .join("\n");
}

/** The same in Markdown. */
export function answersAsMarkdown(answers: Answers, builds: BuildSet, about: About): string {
  const lines = new Lines(builds);
  const { head, rows } = tableOf(answers, lines, about);
  return markdownPage({ head, rows, none: noneWords(about), notes: noteLines(answers, lines) });
}

function noneWords(about: About): string {
  return `${about === "permission" ? "Nobody" : "Nothing"}, as far as the repository shows.`;
}

function joined(row: readonly Cell[]): string[] {
  return row.map((cell) => (typeof cell === "string" ? cell : cell.join(" > ")));
}

function tableOf(
  { allowed, clusters = [] }: Answers,
  lines: Lines,
  about: About,
): Pick<Page, "head" | "rows"> {
  const hasClusters = clusters.length > 0 || allowed.some(({ cluster }) => cluster !== undefined);
  const isPaths = about === "permission" && allowed.every(({ rule }) => rule.nonResourceURLs !== undefined);
  const rows = allowed.map((one) => {
    const { verbs = [], resourceNames = [] } = one.rule;
    const names = resourceNames.join(",") || "all";
    const targets = targetWords(one.rule).join(", ");
    return [
      one.subject,
      ...(hasClusters ? [one.cluster ?? "not known"] : []),
      whereWords(one),
      ...(about === "subject" ? [verbs.join(","), targets] : []),
      isPaths ? targets : names,
      one.through.map((step) => stepWords(step, lines)),
    ];
  });
  const head = [
    "SUBJECT",
    ...(hasClusters ? ["CLUSTER"] : []),
    "WHERE",
    ...(about === "subject" ? ["VERBS", "ON"] : []),
    isPaths ? "PATHS" : "NAMES",
    "THROUGH",
  ];
  return { head, rows };
}

/** What stands below the answers. */
function noteLines(
  { unknown, nowhere = [], clusters = [], authorization, withoutRbac = 0 }: Answers,
  lines: Lines,
): string[] {
  return [
    ...nowhere.map((one) => nowhereWords(one, authorization)),
    ...(clusters.length > 0
      ? [`Asked of ${clusters.length === 1 ? "cluster" : "clusters"} ${quoteList(clusters)}.`]
      : []),
    ...(authorization ? serverLines(authorization, lines) : []),
    ...(withoutRbac > 0
      ? [`Not given: ${plural(withoutRbac, "answer")} of RBAC, which no API server asks.`]
      : []),
    authorization?.hasRbac === false ? NOTE_WITHOUT_RBAC : NOTE,
    ...cannotKnowLines(unknown, lines),
  ];
}

/** Which authorizers the API servers ask, where that is more than RBAC alone, and that they differ. */
function serverLines({ servers }: Authorization, lines: Lines): string[] {
  const known = servers.filter(({ authorizers }) => authorizers);
  const isUsual = ({ authorizers = [] }: ApiServer) => {
    return authorizers.every(({ mode }) => mode === "RBAC" || mode === "Node");
  };
  const shown = known.length > 0 && known.every(isUsual) ? [] : known;
  const differ = areDifferent(known) ? ["The API servers differ in whom they ask."] : [];
  return shown.length === 0 && differ.length === 0
    ? []
    : [...differ, ...known.map((one) => `${serverWords(one, lines)}.`)];
}

/** The answers for programs. */
export function answersAsJson(
  { allowed, unknown, nowhere = [], clusters = [], authorization, withoutRbac }: Answers,
  builds: BuildSet,
): string {
  const lines = new Lines(builds);
  return JSON.stringify(
    {
      answers: allowed.map(({ through, ...rest }) => ({
        ...rest,
        through: through.map((step) => placed(step, lines)),
      })),
      cannotKnow: unknown.map((one) => placed(one, lines)),
      ...(authorization && {
        apiServers: authorization.servers.map((server) => serverAsJson(server, lines)),
      }),
      ...(withoutRbac !== undefined && { withoutRbac }),
      ...(nowhere.length > 0 && { nowhere }),
      ...(clusters.length > 0 && { clusters }),
    },
    null,
    2,
  );
}
