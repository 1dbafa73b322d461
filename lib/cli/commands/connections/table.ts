import type { DecidingPolicy } from "../../../analysis/network/deciding.js";
import { setWords } from "../../../analysis/network/endpoint-set.js";
import { printable } from "../../../util/phrases.js";
import type { Lines } from "../../report/lines.js";
import { notReadLines } from "../../report/not-read.js";
import { bothPortWords } from "../../report/port-words.js";
import { type Cell, tableLines, wrapped } from "./cells.js";
import type { PrintedList } from "./printed-list.js";
import { rowsOfWays } from "./ways-in-format.js";
import { cannotKnow, clusterHeading, notListed, throughWords } from "./words.js";

const HEAD = ["TO", "FROM", "PORTS", "THROUGH"];
const WAYS_HEAD = ["TO", "PORTS", "FROM OUTSIDE THROUGH", "POLICIES"];
const NOTE = "Not listed: a pod always reaches itself, and its node always reaches it.";

/** All connections for people: what each destination is reached by. */
export function listAsText(lists: readonly PrintedList[], lines: Lines): string {
  return lists
    .map((list) =>
      [
        ...clusterHeading(list.network),
        ...(isEmpty(list) ? [noneWords(list)] : asColumns(HEAD, rowsOf(list, lines))),
        "",
        ...(list.ways.length > 0 ? [...asColumns(WAYS_HEAD, waysOf(list, lines)), ""] : []),
        ...moreWaysWords(list),
        NOTE,
        ...notListed(list.network),
        ...cannotKnow(list.groups.flatMap(({ doubts }) => doubts)),
      ]
        .map(printable)
        .join("\n"),
    )
    .join("\n\n");
}

function moreWaysWords({ moreWays }: PrintedList): string[] {
  return moreWays === 0 ? [] : [`Not listed: ${moreWays} more ways from outside. Ask for fewer with '--to'.`];
}

/** Why a list is empty. */
function noneWords({ network }: PrintedList): string {
  return network.workloads.length === 0
    ? "No workload is applied, as far as the repository shows."
    : "No such connection is allowed, as far as the repository shows.";
}

/** The same as a table of Markdown. */
export function listAsMarkdown(lists: readonly PrintedList[], lines: Lines): string {
  return lists
    .map((list) => {
      const ways = waysOf(list, lines);
      return [
        ...clusterHeading(list.network).flatMap((heading) => [`## ${cell(heading)}`, ""]),
        ...(isEmpty(list) ? [noneWords(list)] : asMarkdownTable(HEAD, rowsOf(list, lines))),
        "",
        ...(ways.length > 0 ? [...asMarkdownTable(WAYS_HEAD, ways), ""] : []),
        ...[
          ...moreWaysWords(list),
          NOTE,
          ...notListed(list.network),
          ...cannotKnow(list.groups.flatMap(({ doubts }) => doubts)),
        ].map((line) => `- ${cell(line)}`),
      ].join("\n");
    })
    .concat(markdownList(notReadLines(lines.builds)))
    .join("\n\n");
}

/** Lines as one list, if there are any. */
function markdownList(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${cell(line)}`).join("\n")];
}

function asColumns(head: readonly string[], rows: readonly Cell[][]): string[] {
  return tableLines([head.map((word) => [word]), ...rows]);
}

function asMarkdownTable(head: readonly string[], rows: readonly Cell[][]): string[] {
  const names = head.map((word) => word.slice(0, 1) + word.slice(1).toLowerCase());
  const cells = rows.map((row) => row.map((one) => cell(one.join(" "))));
  return [names, head.map(() => ":---"), ...cells].map((row) => `| ${row.join(" | ")} |`);
}

function waysOf({ network, ways }: PrintedList, lines: Lines): Cell[][] {
  return rowsOfWays(network, ways, lines);
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

function rowsOf({ network, groups, unreachable }: PrintedList, lines: Lines): Cell[][] {
  const through = (policies: readonly DecidingPolicy[]): Cell => {
    const words = throughWords(policies, lines);
    return words.length === 0 ? ["not known"] : words;
  };
  return [
    ...groups.map((group) => [
      wrapped(setWords(network, group.to)),
      wrapped(setWords(network, group.from)),
      wrapped(bothPortWords(group)),
      group.isRestricted ? through(group.policies) : ["no policy"],
    ]),
    ...unreachable.map(({ to, policies, isDenied }) => [
      wrapped(setWords(network, to)),
      [isDenied ? "nothing" : "nothing that is listed"],
      ["no port"],
      through(policies),
    ]),
  ];
}
