import type { PrintedList } from "./printed-list.js";
import { setWords } from "../../../analysis/network/endpoint-set.js";
import { printable } from "../../../util/phrases.js";
import type { Lines } from "../../report/lines.js";
import { columns } from "../who-can-format.js";
import { rowsOfWays, WAYS_HEAD } from "./ways-in-format.js";
import { bothPortWords, cannotKnow, clusterHeading, notListed, throughWords } from "./words.js";

const HEAD = ["TO", "FROM", "PORTS", "THROUGH"];
const NOTE = "Not listed: a pod always reaches itself, and its node always reaches it.";

/** All connections for people: what each destination is reached by. */
export function listAsText(lists: readonly PrintedList[], lines: Lines): string {
  return lists
    .map((list) =>
      [
        ...clusterHeading(list.network),
        ...(isEmpty(list) ? [NOTHING] : columns([HEAD, ...rowsOf(list, lines)])),
        "",
        ...(list.ways.length > 0
          ? [...columns([WAYS_HEAD, ...rowsOfWays(list.network, list.ways, lines)]), ""]
          : []),
        NOTE,
        ...notListed(list.network),
        ...cannotKnow(list.groups.flatMap(({ doubts }) => doubts)),
      ]
        .map(printable)
        .join("\n"),
    )
    .join("\n\n");
}

const NOTHING = "Nothing, as far as the repository shows.";

/** The same as a table of Markdown. */
export function listAsMarkdown(lists: readonly PrintedList[], lines: Lines): string {
  return lists
    .map((list) => {
      const rows = rowsOf(list, lines).map((row) => row.map(cell));
      const table = [["To", "From", "Ports", "Through"], HEAD.map(() => ":---"), ...rows];
      const ways = rowsOfWays(list.network, list.ways, lines).map((row) => row.map(cell));
      const waysTable = [
        ["To", "Ports", "From outside through", "Policies"],
        WAYS_HEAD.map(() => ":---"),
        ...ways,
      ];
      return [
        ...clusterHeading(list.network).flatMap((heading) => [`## ${cell(heading)}`, ""]),
        ...(isEmpty(list) ? [NOTHING] : asTable(table)),
        "",
        ...(ways.length > 0 ? [...asTable(waysTable), ""] : []),
        ...[NOTE, ...notListed(list.network), ...cannotKnow(list.groups.flatMap(({ doubts }) => doubts))].map(
          (line) => `- ${cell(line)}`,
        ),
      ].join("\n");
    })
    .join("\n\n");
}

function asTable(rows: readonly string[][]): string[] {
  return rows.map((row) => `| ${row.join(" | ")} |`);
}

/** Names are text in a cell, whatever Markdown or HTML they hold. */
function cell(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]<>()#!|~&@$]/g, "\\$&")
    .replace(/\\([()])/g, "$1");
}

function isEmpty({ groups, unreachable }: PrintedList): boolean {
  return groups.length + unreachable.length === 0;
}

function rowsOf({ network, groups, unreachable }: PrintedList, lines: Lines): string[][] {
  return [
    ...groups.map((group) => [
      setWords(network, group.to),
      setWords(network, group.from),
      bothPortWords(group),
      group.isRestricted ? throughWords(group.policies, lines) || "not known" : "no policy",
    ]),
    ...unreachable.map(({ to, policies, isDenied }) => [
      setWords(network, to),
      isDenied ? "nothing" : "nothing that is listed",
      "no port",
      throughWords(policies, lines) || "not known",
    ]),
  ];
}
