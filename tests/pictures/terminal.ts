import { CHARACTER, code, LINE, picture } from "./drawing.js";

/** What begins a code of a terminal. */
const ESCAPE = "\u001b[";
/** What these codes switch on, and off again. */
const ON: Readonly<Record<string, string>> = { 1: "bold", 2: "dim", 4: "underline", 31: "red", 33: "yellow" };
const OFF: Readonly<Record<string, readonly string[]>> = {
  22: ["bold", "dim"],
  24: ["underline"],
  39: ["red", "yellow"],
};
const COLORS = ["dim", "red", "yellow"];
const MARGIN = 12;

/** A part of a line that looks the same. */
interface Part {
  text: string;
  classes: readonly string[];
}

/** A terminal of some columns with what a program has printed to it. */
export function terminalPicture(title: string, printed: string, columns: number): string {
  const rows = printed.split("\n").flatMap((line) => rowsOf(partsOf(line), columns));
  const width = Math.ceil(columns * CHARACTER) + 2 * MARGIN;
  const elements = rows.flatMap((parts, row) => drawn(parts, MARGIN + LINE * (row + 0.75)));
  return picture(title, width, rows.length * LINE + 2 * MARGIN, elements);
}

function partsOf(line: string): Part[] {
  const active = new Set<string>();
  const [first = "", ...others] = line.split(ESCAPE);
  const styled = others.map((part): Part => {
    const [, number = "", text = ""] = /^(\d+)m(.*)$/.exec(part) ?? [];
    const on = ON[number];
    if (on !== undefined) active.add(on);
    for (const off of OFF[number] ?? []) active.delete(off);
    return { text, classes: [...active] };
  });
  return [{ text: first, classes: [] }, ...styled];
}

/** A line as a terminal breaks it: where it is full, be it within a word. */
function rowsOf(parts: readonly Part[], columns: number): Part[][] {
  const rows: Part[][] = [[]];
  let column = 0;
  for (const { text, classes } of parts) {
    let left = [...text];
    while (left.length > 0) {
      if (column === columns) {
        rows.push([]);
        column = 0;
      }
      const here = left.slice(0, columns - column);
      rows.at(-1)?.push({ text: here.join(""), classes });
      column += here.length;
      left = left.slice(here.length);
    }
  }
  return rows;
}

function drawn(parts: readonly Part[], y: number): string[] {
  let column = 0;
  return parts.flatMap(({ text, classes }) => {
    const visible = text.trim();
    const x = MARGIN + (column + text.length - text.trimStart().length) * CHARACTER;
    column += [...text].length;
    if (visible === "") return [];
    const isColored = classes.some((name) => COLORS.includes(name));
    return [code(visible, x, y, [...(isColored ? [] : ["text"]), ...classes].join(" "))];
  });
}
