import { isNoPort, type PortSet, portsWithout, portWords } from "../../../kubernetes/connections/port-set.js";

/** Long labels are cut in their middle, since names differ at both ends. */
export function cut(text: string, longest = 30): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const half = longest / 2;
  return `${characters.slice(0, half).join("")}…${characters.slice(1 - half).join("")}`;
}

/** How long a line of a label is, and how many there are. */
const LINE = 38;
const MOST_LINES = 3;

/** A label that may take several lines, broken between words. */
export function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of cut(text, LINE * MOST_LINES - 12).split(" ")) {
    const last = lines.at(-1);
    const isNext = last === undefined || (lines.length < MOST_LINES && `${last} ${word}`.length > LINE);
    if (isNext) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line) => cut(line, LINE));
}

/** The ports of an edge in words; behind a question mark if it is not known whether they are allowed. */
export function edgeWords({ allowed, unknown: possible }: { allowed: PortSet; unknown: PortSet }): string {
  const unknown = portsWithout(possible, allowed);
  if (isNoPort(unknown)) return cut(portWords(allowed));
  return cut(isNoPort(allowed) ? `${portWords(unknown)}?` : `${portWords(allowed)} (${portWords(unknown)}?)`);
}
