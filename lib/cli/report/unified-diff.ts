import { equalRuns } from "../../util/equal-runs.js";
import { leading } from "../../util/leading.js";

/** How many lines around a change are shown, as git does. */
const CONTEXT = 3;

/** Lines that differ: from, to (exclusive) in the text before and after. */
interface Change {
  before: [from: number, to: number];
  after: [from: number, to: number];
}

/** A diff, and which lines of the text before it shows: from, to (exclusive), from 0. */
export interface UnifiedDiff {
  text: string;
  shown: readonly (readonly [from: number, to: number])[];
}

/**
 * What has become of a text, as `git apply` reads it: the format of git's diff-generate-patch documentation. Around a
 * change, no more than the part that it is in is shown, and the first line of the next one, since a hunk that ends
 * without any is taken for the end of the file.
 * @param path below the top of the working tree, with `/` between the parts
 * @param parts the lines at which parts of the text before begin, in order, from 0
 * @returns lines without the last line end; an empty text if nothing has changed
 */
export function unifiedDiff(
  path: string,
  before: string,
  after: string,
  parts: readonly number[] = [],
): UnifiedDiff {
  if (before === after) return { text: "", shown: [] };
  const [lines, linesAfter] = [linesOf(before), linesOf(after)];
  const [from, to] = [nameOf(`a/${path}`), nameOf(`b/${path}`)];
  // A name with a space ends with a tab, as git writes it for `patch`.
  const end = path.includes(" ") && !from.startsWith('"') ? "\t" : "";
  const around = new Surroundings(parts, lines.length);
  const groups = grouped(changesBetween(lines, linesAfter), around);
  const text = [
    `diff --git ${from} ${to}`,
    `--- ${from}${end}`,
    `+++ ${to}${end}`,
    ...groups.map((group) => hunk(group, lines, linesAfter, around)),
  ].join("\n");
  return { text, shown: groups.map((group) => around.of(group)) };
}

/** How far what is shown around changes reaches. */
class Surroundings {
  readonly #parts: readonly number[];
  readonly #end: number;

  constructor(parts: readonly number[], end: number) {
    this.#parts = parts;
    this.#end = end;
  }

  before(line: number): number {
    const start = this.#parts[this.#partsUntil(line) - 1] ?? 0;
    return Math.max(line - CONTEXT, start);
  }

  after(line: number): number {
    const next = this.#parts[this.#partsUntil(line - 1)] ?? this.#end;
    return Math.min(line + CONTEXT, next + 1, this.#end);
  }

  of(group: readonly Change[]): [from: number, to: number] {
    const [first, last] = [group[0]?.before[0] ?? 0, group.at(-1)?.before[1] ?? 0];
    return [this.before(first), this.after(last)];
  }

  /** How many parts begin at a line or before it. */
  #partsUntil(line: number): number {
    return leading(this.#parts, (first) => first <= line);
  }
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
function grouped(changes: readonly Change[], around: Surroundings): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const end = last?.at(-1)?.before[1];
    if (last && end !== undefined && around.before(change.before[0]) <= around.after(end)) last.push(change);
    else groups.push([change]);
  }
  return groups;
}

function hunk(
  group: readonly Change[],
  lines: readonly string[],
  linesAfter: readonly string[],
  around: Surroundings,
): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return "";
  const [from, to] = around.of(group);
  const [fromAfter, toAfter] = [from + first.after[0] - first.before[0], to + last.after[1] - last.before[1]];
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
