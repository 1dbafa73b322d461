import { type DocumentNodes, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from "./nodes.js";
import { LineIndex } from "./comments.js";
import { memoize, memoizePairs } from "../util/memoize.js";
import { keyText } from "./plain-value.js";
import type { Path } from "./locate.js";

/** A path that goes on inside of a text, at which it is split. */
export interface TextWithin {
  /** The path of the text in the document. */
  outer: Path;
  scalar: Scalar<string>;
  /** The path in the text: the number of a document and a path in it, or a line. */
  inner: Path;
}

/** The step of a path that leads to a line of a text, counted from 0. */
function lineStep(line: number): string {
  return `line:${line}`;
}

/** The path of a line of a text, counted from 0: that of the whole text if it is the only one. */
export function lineAt({ at, source }: { at: Path; source: readonly string[] }, line: number): Path {
  return source.length > 1 ? [...at, lineStep(line)] : at;
}

/** The line that a step leads to, if it is such a step. */
export function lineOf(step: string | number | undefined): number | undefined {
  const [, line] = typeof step === "string" ? (/^line:(\d{1,9})$/.exec(step) ?? []) : [];
  return line === undefined ? undefined : Number(line);
}

/** Splits a path where it goes on inside of a text; undefined if it does not. */
export function textWithin(document: DocumentNodes, path: Path): TextWithin | undefined {
  let node: Node | null | undefined = document.contents as Node | null;
  for (const [depth, step] of path.entries()) {
    if (isScalar(node)) {
      const isInside = typeof step === "number" || lineOf(step) !== undefined;
      if (!isInside || typeof node.value !== "string") return undefined;
      return { outer: path.slice(0, depth), scalar: node as Scalar<string>, inner: path.slice(depth) };
    }
    if (isAlias(node)) return undefined;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && keyText(key.value) === String(step));
      node = pair?.value as Node | null | undefined;
    } else if (isSeq(node))
      node = typeof step === "number" ? (node.items[step] as Node | undefined) : undefined;
    else return undefined;
  }
  return undefined;
}

/**
 * Where each character of a text is written, as offsets in the document; undefined if that takes guessing, as for a
 * folded text.
 * @param source the text of the document
 */
export const placesIn: (scalar: Scalar<string>, source: string) => ((offset: number) => number) | undefined =
  memoizePairs((scalar, source) => {
    const [start, end] = scalar.range ?? [0, 0];
    const written = source.slice(start, end);
    if (scalar.type === "BLOCK_LITERAL") return placesInBlock(scalar.value, written, start);
    if (scalar.type === "PLAIN") return written === scalar.value ? (offset) => start + offset : undefined;
    const inside = written.slice(1, -1);
    if (inside === scalar.value) return (offset) => start + 1 + offset;
    return scalar.type === "QUOTE_DOUBLE" ? placesInQuotes(scalar.value, inside, start + 1) : undefined;
  });

function placesInBlock(
  value: string,
  written: string,
  start: number,
): ((offset: number) => number) | undefined {
  const header = written.indexOf("\n");
  if (header < 0) return undefined;
  const lines = value.split("\n");
  const sources = written.slice(header + 1).split("\n");
  const first = lines.findIndex((line) => line !== "");
  const indent = (sources[first] ?? "").replace(/\r$/, "").length - (lines[first] ?? "").length;
  if (first < 0 || indent < 0 || sources.length < lines.length - 1) return undefined;
  const starts: number[] = [];
  let at = start + header + 1;
  for (const source of sources) {
    starts.push(at + Math.min(indent, source.length));
    at += source.length + 1;
  }
  const index = new LineIndex(value);
  return (offset) => {
    const { line, column } = index.at(offset);
    return (starts[line - 1] ?? at - 1) + column;
  };
}

const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** In double quotes on one line, each escape is a character. */
function placesInQuotes(
  value: string,
  inside: string,
  start: number,
): ((offset: number) => number) | undefined {
  if (inside.includes("\n")) return undefined;
  const places: number[] = [];
  let at = 0;
  while (at < inside.length) {
    places.push(start + at);
    const escape = inside[at] === "\\" ? (inside[at + 1] ?? "") : undefined;
    at += escape === undefined ? 1 : (ESCAPE_LENGTHS[escape] ?? 2);
  }
  if (places.length !== value.length) return undefined;
  places.push(start + inside.length);
  return (offset) => places[offset] ?? start;
}

const linesOf = memoize((scalar: Scalar<string>) => scalar.value.split("\n"));
const indexOf = memoize((scalar: Scalar<string>) => new LineIndex(scalar.value));

/** What is written in a line of a text. */
export function lineRange(scalar: Scalar<string>, line: number): { start: number; end: number } {
  const content = linesOf(scalar)[line] ?? "";
  const start = indexOf(scalar).offset({ line: line + 1, column: 0 });
  return {
    start: start + (content.length - content.trimStart().length),
    end: start + content.trimEnd().length,
  };
}
