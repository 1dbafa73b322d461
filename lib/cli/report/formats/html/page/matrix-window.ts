import type { NetworkData, Reach } from "../page-data.js";
import { searchFor } from "./words.js";

/** So many rows and columns are drawn at once: their product are the cells. */
export const WINDOW = 40;

const REACHES: Readonly<Record<string, Reach>> = { a: "all", s: "some", n: "none", u: "unknown" };

/** The rows and columns of a matrix that somebody looks at, by their indices. */
export interface MatrixWindow {
  rows: readonly number[];
  columns: readonly number[];
  /** How many there are of what is looked for. */
  allRows: number;
  allColumns: number;
}

/** @param page which part of the rows and columns, from 0 */
export function windowOf(
  { names }: NetworkData,
  { from, to, page }: { from: string; to: string; page: readonly [row: number, column: number] },
): MatrixWindow {
  const [rows, columns] = [from, to].map((text) => {
    const isFound = searchFor(text);
    return [...names.keys()].filter((index) => isFound(names[index] ?? ""));
  }) as [number[], number[]];
  const part = (all: readonly number[], at: number) => all.slice(at * WINDOW, (at + 1) * WINDOW);
  return {
    rows: part(rows, page[0]),
    columns: part(columns, page[1]),
    allRows: rows.length,
    allColumns: columns.length,
  };
}

/** What is in a cell. */
export function reachAt({ cells }: NetworkData, row: number, column: number): Reach {
  return REACHES[cells[row]?.[column] ?? ""] ?? "unknown";
}

/** A cell in a sentence. */
export function reachWords({ names }: NetworkData, row: number, column: number, reach: Reach): string {
  const [from = "", to = ""] = [names[row], names[column]];
  const words = {
    all: "everything is allowed",
    some: "something is allowed",
    none: "nothing is allowed",
    unknown: "it is not known whether something is allowed",
  };
  if (row !== column) return `from ${from} to ${to}: ${words[reach]}`;
  return row === names.length - 1
    ? "from outside to outside: policies have no say"
    : `within ${from}: ${words[reach]}`;
}
