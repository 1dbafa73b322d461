import { characterWidth } from "../../../util/display-width.js";
import type { Part } from "./shown-text.js";

/** What is drawn for a part of a line: one character, or the stand-in for what is hidden. */
interface Cell {
  /** The offsets in the text that it stands for. */
  start: number;
  end: number;
  drawn: string;
  width: number;
}

const HIDDEN = "***";
const TAB = 4;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** A line as it is drawn, and the place in it. */
export interface Drawn {
  line: string;
  /** In columns of the terminal. */
  from: number;
  to: number;
}

/**
 * Draws a line in at most so many columns, cut around a place in it if it is longer.
 * @param parts that of the text which are shown and hidden, without gaps
 * @param isCutBefore whether there is more of the line before the parts, as after them
 * @returns undefined if nothing can be seen but what stands for hidden values
 */
export function draw(
  text: string,
  parts: readonly Part[],
  place: { start: number; end: number },
  { columns, isCutBefore, isCutAfter }: { columns: number; isCutBefore: boolean; isCutAfter: boolean },
): Drawn | undefined {
  const cells = cellsOf(text, parts);
  const total = cells.reduce((sum, { width }) => sum + width, 0);
  const [from, to] = [columnOf(cells, place.start, "start"), columnOf(cells, place.end, "end")];
  let first = 0;
  let left = 0;
  if (total > columns && to > columns - 1) {
    // A third of what is there before the place, to see what it is in.
    const start = Math.max(0, Math.min(from - Math.floor(columns / 3), total - columns + 2));
    while (first < cells.length && (left < start || cells[first]?.width === 0)) {
      left += cells[first]?.width ?? 0;
      first += 1;
    }
  }
  const before = first > 0 || isCutBefore ? "…" : "";
  let room = columns - before.length - 1;
  let last = first;
  while (last < cells.length && (cells[last]?.width ?? 0) <= room) room -= cells[last++]?.width ?? 0;
  // The character for what is cut off needs no more room than the last one.
  if (last === cells.length - 1 && cells[last]?.width === 1 && !isCutAfter) last += 1;
  const shown = cells.slice(first, last);
  const drawn = shown.map((cell) => cell.drawn).join("");
  const seen = drawn.replaceAll(HIDDEN, "").trim();
  if (seen === "" || (drawn.includes(HIDDEN) && !/[\p{L}\p{N}]/u.test(seen))) return undefined;
  const line = `${before}${drawn}${last < cells.length || isCutAfter ? "…" : ""}`.trimEnd();
  const end = before.length + shown.reduce((sum, { width }) => sum + width, 0);
  const shift = before.length - left;
  const begin = Math.min(Math.max(from + shift, before.length), Math.max(end - 1, 0));
  return { line, from: begin, to: Math.min(Math.max(to + shift, begin + 1), Math.max(end, begin + 1)) };
}

function cellsOf(text: string, parts: readonly Part[]): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  const add = (start: number, end: number, drawn: string, width: number) => {
    cells.push({ start, end, drawn, width });
    column += width;
  };
  for (const { start, end, isShown } of parts) {
    if (!isShown) {
      const isSame = cells.at(-1)?.drawn === HIDDEN;
      if (isSame) cells[cells.length - 1] = { ...(cells.at(-1) as Cell), end };
      else add(start, end, HIDDEN, HIDDEN.length);
      continue;
    }
    let at = start;
    for (const character of text.slice(start, end)) {
      const width = character === "\t" ? TAB - (column % TAB) : characterWidth(character);
      if (character === "\t") add(at, at + 1, " ".repeat(width), width);
      else if (UNPRINTABLE.test(character)) add(at, at + character.length, "\uFFFD", 1);
      else add(at, at + character.length, character, width);
      at += character.length;
    }
  }
  return cells;
}

/** The column at which an offset is: the start or the end of what stands for it. */
function columnOf(cells: readonly Cell[], offset: number, edge: "start" | "end"): number {
  let column = 0;
  for (const cell of cells) {
    if (edge === "start" ? cell.end > offset : cell.start >= offset) break;
    column += cell.width;
  }
  return column;
}
