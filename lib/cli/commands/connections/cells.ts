import { columns } from "../who-can-format.js";

/** A cell of a table in lines, which read as one text with spaces between them. */
export type Cell = readonly string[];

/** Longer lines of a cell are broken where they can be. */
const WIDEST = 50;

/** A list of names or ports in a cell: it goes on in the next line behind a comma, or before what it leaves out. */
export function wrapped(text: string): Cell {
  const lines: string[] = [];
  for (const part of text.split(/(?<=[,;]) | (?=except |\(not known)/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + part.length > WIDEST) lines.push(part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines;
}

/** Rows of cells in columns, each row as high as its highest cell. What goes on in the first column is indented. */
export function tableLines(rows: readonly (readonly Cell[])[]): string[] {
  return columns(
    rows.flatMap((row) => {
      const height = row.reduce((highest, { length }) => Math.max(highest, length), 1);
      return Array.from({ length: height }, (_, line) =>
        row.map((cell, column) => `${line > 0 && column === 0 ? "  " : ""}${cell[line] ?? ""}`),
      );
    }),
  );
}
