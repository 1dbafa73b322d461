import { wrapped } from "../../../util/display-width.js";
import { printable } from "../../../util/phrases.js";
import type { Paint } from "../../report/paint.js";
import type { Item, Section } from "./sections.js";
import { plain } from "./words.js";

/**
 * What has changed, for people at a terminal or in a log.
 * @param sentences what changes, in short, and what else there is to know
 * @param columns the width of the terminal
 */
export function changeAsText(
  [headline = "", ...notes]: readonly string[],
  sections: readonly Section[],
  { paint, columns }: { paint: Paint; columns: number },
): string {
  const lines = [
    ...wrapped(printable(headline), columns).map((line) => paint.bold(line)),
    ...notes.flatMap((note) => wrapped(printable(note), columns)),
  ];
  for (const { title, isUrgent, count, item } of sections) {
    lines.push("", paint.bold(title));
    for (let index = 0; index < count; index++) {
      for (const line of itemLines(item(index), isUrgent, { paint, columns })) lines.push(line);
    }
  }
  return lines.join("\n");
}

function itemLines(
  { mark, words, details }: Item,
  isUrgent: boolean,
  { paint, columns }: { paint: Paint; columns: number },
): string[] {
  const loud = (line: string): string => {
    if (mark !== "+") return line;
    return isUrgent ? paint.red(line) : paint.yellow(line);
  };
  return [
    ...hanging(`  ${mark} `, plain(words), columns).map(loud),
    ...details.flatMap((one) => hanging("      ", plain(one), columns)).map((line) => paint.dim(line)),
  ];
}

/** A text in lines of a width, those after the first indented as far as the first begins. */
function hanging(begin: string, text: string, columns: number): string[] {
  const indent = " ".repeat(begin.length);
  return wrapped(text, columns - begin.length).map((line, index) => `${index === 0 ? begin : indent}${line}`);
}
