import { CHARACTER, code, LINE, picture, round } from "./drawing.js";

/** How a terminal shows a part of a line. Colors are numbers: red, green and blue with 8 bits each. */
export interface Look {
  foreground?: number;
  background?: number;
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
}

/** A screen of a terminal: rows of parts, from the left to the right. */
export interface Screen {
  rows: readonly (readonly { text: string; look: Look }[])[];
  /** Counted from 0; undefined where none is to be seen. */
  cursor?: { row: number; column: number };
}

const MARGIN = 10;
/** How far above the line on which letters stand a row begins. */
const ASCENT = 12.5;

/** A cell with how it looks to readers who prefer light, and to those who prefer dark. */
interface Cell {
  text: string;
  looks: readonly [light: Look, dark: Look];
}

/**
 * Draws a screen that shows the same in light and in dark.
 * @throws Error if it does not show the same
 */
export function screenPicture(title: string, light: Screen, dark: Screen): string {
  const rows = light.rows.map((row, index) => cellsOf(row, dark.rows[index] ?? []));
  const colors = new Colors(mostFrequent(rows.flat().map(({ looks }) => pairOf(looks, "background"))));
  const elements = rows.flatMap((cells, row) => [
    ...runsOf(cells, ({ looks }) => colors.fill(pairOf(looks, "background"))).flatMap(
      ({ column, text, key }) => (key === BACK ? [] : [area(key, column, row, [...text].length)]),
    ),
    ...runsOf(cells, (cell) => textClasses(cell, colors)).flatMap(({ column, text, key }) =>
      wordsOf(text).map(({ at, words }) => code(words, xOf(column + at), yOf(row) + ASCENT, key)),
    ),
  ]);
  const { cursor } = light;
  if (cursor) elements.push(area("cursor", cursor.column, cursor.row, 1));
  const width = Math.ceil((rows[0]?.length ?? 0) * CHARACTER) + 2 * MARGIN;
  return picture(title, width, rows.length * LINE + 2 * MARGIN, elements, colors.styles());
}

function cellsOf(light: Screen["rows"][number], dark: Screen["rows"][number]): Cell[] {
  const [one, other] = [light, dark].map((parts) =>
    parts.flatMap(({ text, look }) => [...text].map((character) => ({ text: character, look }))),
  ) as [{ text: string; look: Look }[], { text: string; look: Look }[]];
  return one.map(({ text, look }, index): Cell => {
    const same = other[index];
    if (same?.text !== text) throw new Error(`The screens differ: ${JSON.stringify([light, dark])}`);
    return { text, looks: [look, same.look] };
  });
}

/** A color in light, and in dark; undefined is that of the terminal. */
type Pair = readonly [light: number | undefined, dark: number | undefined];

function pairOf([light, dark]: Cell["looks"], what: "foreground" | "background"): Pair {
  return [light[what], dark[what]];
}

function mostFrequent(pairs: readonly Pair[]): Pair {
  const counts = new Map<string, number>();
  for (const pair of pairs) counts.set(JSON.stringify(pair), (counts.get(JSON.stringify(pair)) ?? 0) + 1);
  const [most = "[]"] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
  return JSON.parse(most) as Pair;
}

/** The class of the picture's ground. */
const BACK = "back";

/** The colors of a screen, each a class of its own. */
class Colors {
  readonly #classes = new Map<string, { name: string; pair: Pair }>();

  constructor(ground: Pair) {
    this.#classes.set(JSON.stringify(ground), { name: BACK, pair: ground });
  }

  /** The class that fills with a color. */
  fill(pair: Pair): string {
    const key = JSON.stringify(pair);
    const known = this.#classes.get(key) ?? { name: `c${this.#classes.size}`, pair };
    this.#classes.set(key, known);
    return known.name;
  }

  styles(): [light: string, dark: string] {
    const style = (index: 0 | 1, cursor: string) => {
      const fills = [...this.#classes.values()].map(({ name, pair: { [index]: color } }) => {
        return color === undefined ? "" : `.${name}{fill:${hex(color)}}`;
      });
      return `.italic{font-style:italic}${fills.join("")}.cursor{fill:none;stroke:${cursor}}`;
    };
    return [style(0, "#1f2328"), style(1, "#f0f6fc")];
  }
}

function hex(color: number): string {
  return `#${color.toString(16).padStart(6, "0")}`;
}

/** The longest parts of a row of which something is the same. */
function runsOf(cells: readonly Cell[], keyOf: (cell: Cell) => string) {
  const runs: { column: number; text: string; key: string }[] = [];
  for (const [column, cell] of cells.entries()) {
    const key = keyOf(cell);
    const last = runs.at(-1);
    if (last?.key === key) last.text += cell.text;
    else runs.push({ column, text: cell.text, key });
  }
  return runs;
}

function textClasses({ looks }: Cell, colors: Colors): string {
  const [look] = looks;
  const styles = (["bold", "italic", "underline"] as const).filter((name) => look[name] === true);
  return [colors.fill(pairOf(looks, "foreground")), ...styles].join(" ");
}

/** What is to be seen of a text, and where in it: several spaces would be shown as one. */
function wordsOf(text: string): { at: number; words: string }[] {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: words, index }) => {
    return { at: [...text.slice(0, index)].length, words };
  });
}

function xOf(column: number): number {
  return MARGIN + column * CHARACTER;
}

function yOf(row: number): number {
  return MARGIN + row * LINE;
}

function area(name: string, column: number, row: number, length: number): string {
  return `<rect class="${name}" x="${round(xOf(column))}" y="${yOf(row)}" width="${round(length * CHARACTER)}" height="${LINE}"/>`;
}
