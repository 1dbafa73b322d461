import { textWidth } from "../../lib/cli/commands/connections/text-size.js";
import { picture, prose, wrapped } from "./drawing.js";

const WIDTH = 860;
const MARGIN = 20;
const LINE = 19;
/** Where the columns of a table begin, and how wide what they hold may be. */
const COLUMNS = [
  { x: 0, width: 40 },
  { x: 60, width: 40 },
  { x: 115, width: 455 },
  { x: 600, width: 220 },
];

/** A report in Markdown, as a page shows it. */
export function markdownPicture(title: string, markdown: string): string {
  const elements: string[] = [];
  let y = MARGIN + 4;
  for (const line of markdown.trim().split("\n")) {
    if (line === "" || /^\|[\s:|-]+\|$/.test(line)) continue;
    const [, level = "", heading = ""] = /^(#+) (.*)$/.exec(line) ?? [];
    if (level !== "") {
      y += level.length === 2 ? 6 : 16;
      elements.push(prose(plain(heading), MARGIN, y, "text bold"));
      y += 24;
    } else if (line.startsWith("|")) {
      y = tableRow(elements, line, y);
    } else {
      elements.push(prose(plain(line), MARGIN, y));
      y += LINE;
    }
  }
  return picture(title, WIDTH, Math.ceil(y + 4), elements);
}

/** Adds a row of a table, and says where what follows begins. */
function tableRow(elements: string[], row: string, y: number): number {
  const cells = row.slice(1, -1).split(/(?<!\\)\|/);
  const isHead = row.startsWith("| Line");
  const drawn = cells.map((cell, index) => {
    const { x = 0, width = 0 } = COLUMNS[index] ?? {};
    const classes = isHead ? "text bold" : cell.includes("](") ? "link" : "text";
    const lines = wrapped(plain(cell.trim()), width, (text) => textWidth(text, 13));
    return lines.map((text, at) => prose(text, MARGIN + x, y + at * LINE, classes));
  });
  elements.push(...drawn.flat().filter((element) => !element.endsWith("></text>")));
  const end = y + Math.max(...drawn.map((lines) => lines.length)) * LINE;
  elements.push(`<path class="rule" d="M${MARGIN} ${end - 12}H${WIDTH - MARGIN}"/>`);
  return end + 6;
}

/** A text of Markdown without its marks. */
function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("`", "")
    .replaceAll(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}
