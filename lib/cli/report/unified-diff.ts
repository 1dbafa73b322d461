import { equalRuns } from "../../util/equal-runs.js";

/** How many lines around a change are shown, as git does. */
const CONTEXT = 3;

/** Lines that differ: from, to (exclusive) in the text before and after. */
interface Change {
  before: [from: number, to: number];
  after: [from: number, to: number];
}

/**
 * What has become of a text, as `git apply` reads it: the format of git's diff-generate-patch documentation.
 * @param path below the top of the working tree, with `/` between the parts
 * @returns lines without the last line end; an empty text if nothing has changed
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const [lines, linesAfter] = [linesOf(before), linesOf(after)];
  const [from, to] = [nameOf(`a/${path}`), nameOf(`b/${path}`)];
  // A name with a space ends with a tab, as git writes it for `patch`.
  const end = path.includes(" ") && !from.startsWith('"') ? "\t" : "";
  const changes = changesBetween(lines, linesAfter);
  return [
    `diff --git ${from} ${to}`,
    `--- ${from}${end}`,
    `+++ ${to}${end}`,
    ...grouped(changes).map((group) => hunk(group, lines, linesAfter)),
  ].join("\n");
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changesBetween(lines: readonly string[], linesAfter: readonly string[]): Change[] {
  const changes: Change[] = [];
  let [x, y] = [0, 0];
  const end = { before: lines.length, after: linesAfter.length, length: 0 };
  for (const { before, after, length } of [...equalRuns(lines, linesAfter), end]) {
    if (before > x || after > y) changes.push({ before: [x, before], after: [y, after] });
    [x, y] = [before + length, after + length];
  }
  return changes;
}

/** Changes whose surroundings meet are shown together. */
function grouped(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const end = last?.at(-1)?.before[1];
    if (last && end !== undefined && change.before[0] - end <= 2 * CONTEXT) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

function hunk(group: readonly Change[], lines: readonly string[], linesAfter: readonly string[]): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return "";
  const lead = Math.min(CONTEXT, first.before[0]);
  const trail = Math.min(CONTEXT, lines.length - last.before[1]);
  const [from, fromAfter] = [first.before[0] - lead, first.after[0] - lead];
  const [to, toAfter] = [last.before[1] + trail, last.after[1] + trail];
  const starts = [from, ...group.map(({ before }) => before[1])];
  const body = group.flatMap(({ before, after }, index) => [
    ...marked(" ", lines, starts[index] ?? from, before[0]),
    ...marked("-", lines, ...before),
    ...marked("+", linesAfter, ...after),
  ]);
  const head = `@@ -${range(from, to)} +${range(fromAfter, toAfter)} @@`;
  return [head, ...body, ...marked(" ", lines, last.before[1], to)].join("\n");
}

function marked(mark: string, lines: readonly string[], from: number, to: number): string[] {
  return lines.slice(from, to).map((line) => {
    return line.endsWith("\n")
      ? `${mark}${line.slice(0, -1)}`
      : `${mark}${line}\n\\ No newline at end of file`;
  });
}

/** Where lines begin, from 1, and how many there are; without any, the line before. */
function range(from: number, to: number): string {
  return to === from ? `${from},0` : `${from + 1},${to - from}`;
}

/** A name as git writes it, quote.c: in quotes if it has characters that are special, those as octal bytes. */
function nameOf(name: string): string {
  if (!/[^ !#-[\]-~]/.test(name)) return name;
  const bytes = [...Buffer.from(name)].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === "\\") return `\\${character}`;
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, "0")}` : character;
  });
  return `"${bytes.join("")}"`;
}
