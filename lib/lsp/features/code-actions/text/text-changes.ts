import type { TextChange } from "../../../judge.js";

/** A text with some changes, which do not overlap. */
export function textAfter(text: string, changes: readonly TextChange[]): string {
  return [...changes]
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce((after, { range: [start, end], text: added }) => {
      return `${after.slice(0, start)}${added}${after.slice(end)}`;
    }, text);
}

/** What makes one text of another: the lines between the first and the last one that differ. */
export function changeBetween(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const [old, now] = [linesOf(before), linesOf(after)];
  let first = 0;
  while (first < old.length && first < now.length && old[first] === now[first]) first++;
  let last = 0;
  const most = Math.min(old.length, now.length) - first;
  while (last < most && old.at(-1 - last) === now.at(-1 - last)) last++;
  const start = lengthOf(old.slice(0, first));
  const end = before.length - lengthOf(old.slice(old.length - last));
  return { range: [start, end], text: now.slice(first, now.length - last).join("") };
}

/** The lines of a text with their ends. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}

/** How the lines of a text end. */
export function lineEndOf(text: string): "\r\n" | "\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** A text as a snippet that inserts just that. */
export function asSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
