import { plural } from "../../util/phrases.js";
import { escaped, MAX_COMMENT } from "./formats/markdown.js";
import { codeInTable } from "../../util/markdown-code.js";

/** What is in a cell: several parts where it names several things, each of which leads to the next one. */
export type Cell = string | readonly string[];

/** An answer to a question: a table, and sentences below it. */
export interface Page {
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** What stands in place of a table without rows. */
  none: string;
  notes: readonly string[];
}

/** An answer in Markdown. Whatever is in a cell is code, so that no name in it is a link, a picture or a mention. */
export function markdownPage({ head, rows, none, notes }: Page): string {
  const below = notes.map((note) => `- ${escaped(note)}`).join("\n");
  const names = head.map((name) => name.slice(0, 1) + name.slice(1).toLowerCase());
  const table = [line(names), line(head.map(() => ":---"))];
  let room = MAX_COMMENT - below.length;
  for (const row of rows) {
    const text = line(row.map(cell));
    if (text.length > room) break;
    room -= text.length;
    table.push(text);
  }
  const left = rows.length - (table.length - 2);
  return [
    rows.length === 0 ? escaped(none) : table.join("\n"),
    ...(left > 0 ? [`There is no room here for ${plural(left, "more answer")}.`] : []),
    below,
  ].join("\n\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cell(parts: Cell): string {
  return typeof parts === "string" ? codeInTable(parts) : parts.map(codeInTable).join(" → ");
}
