import { CHARACTER, code, LINE, picture } from "./drawing.js";

/** What the codes of a terminal switch on, and off again. */
const ON: Readonly<Record<string, string>> = { 1: "bold", 2: "dim", 4: "underline", 31: "red", 33: "yellow" };
const OFF: Readonly<Record<string, readonly string[]>> = {
  22: ["bold", "dim"],
  24: ["underline"],
  39: ["red", "yellow"],
};
const MARGIN = 12;

/** A terminal of some columns with what a program has printed to it. */
export function terminalPicture(title: string, printed: string, columns: number): string {
  const lines = printed.split("\n");
  const width = Math.ceil(columns * CHARACTER) + 2 * MARGIN;
  const elements = lines.flatMap((line, row) => lineOf(line, MARGIN + LINE * (row + 0.75)));
  return picture(title, width, lines.length * LINE + 2 * MARGIN, elements);
}

/** A line, in parts that look the same. */
function lineOf(line: string, y: number): string[] {
  const active = new Set<string>();
  const elements: string[] = [];
  let column = 0;
  // eslint-disable-next-line no-control-regex -- these are the codes of a terminal
  for (const part of line.split(/(\u001b\[\d+m)/)) {
    const number = /^\u001b\[(\d+)m$/.exec(part)?.[1];
    if (number !== undefined) {
      const on = ON[number];
      if (on !== undefined) active.add(on);
      for (const off of OFF[number] ?? []) active.delete(off);
      continue;
    }
    const text = part.trimEnd();
    const indent = text.length - text.trimStart().length;
    const classes = [...active];
    if (!classes.some((name) => name === "red" || name === "yellow" || name === "dim"))
      classes.unshift("text");
    if (text !== "")
      elements.push(code(text.trimStart(), MARGIN + (column + indent) * CHARACTER, y, classes.join(" ")));
    column += [...part].length;
  }
  return elements;
}
