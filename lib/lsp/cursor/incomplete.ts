import type { Position, Range } from "vscode-languageserver";
import { kindOf, KIND_NAMES } from "../../kubernetes/kinds.js";
import type { KindName } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import { type DocumentNodes, isMap, isPair, isScalar, isSeq, type Scalar } from "../../manifests/nodes.js";
import { parseValue } from "../../manifests/parse.js";
import { keyText } from "../../manifests/plain-value.js";
import { type DocumentText, splitDocuments } from "../../manifests/split.js";
import { nodesOfUnfinished } from "../../manifests/unfinished.js";
import { isJsonLines } from "../../repository/paths.js";
import type { Model } from "../model/model.js";
import { openQuoteIn } from "./open-quote.js";
import { readNode } from "./read-node.js";

/** Where something is being written, in a text that need not parse. */
export interface Spot {
  model: Model;
  /** The file, below the root. */
  path: string;
  document: number;
  /** The path in the document to what is being written. */
  at: Path;
  /** Whether that is a key. */
  isKey: boolean;
  /** The path of the map that a key may be written into: also where a lone word may yet become one. */
  mapAt: Path | undefined;
  /** What of it stands before the cursor. */
  typed: string;
  /** The range of all of it, without the quotes that it stands in. */
  range: Range;
  quote: "'" | '"' | undefined;
  /** Whether it is in a list or map in flow style. */
  isInFlow: boolean;
  /** What follows it on its line. */
  rest: string;
  /** The value at a path of the document, as far as it can be read, without what is being written. */
  valueAt: (path: Path) => unknown;
}

/** An object around a spot, which may lack its name and parts of it. */
export interface UnfinishedObject {
  /** Undefined for a kind that is not read, or not written yet. */
  kind: KindName | undefined;
  /** Its path in the document. */
  at: Path;
  /** The path in the object to what is being written. */
  inObject: Path;
}

/** Stands for what is about to be written, so that there is something. */
const STAND_IN = "x";

/** A longer file is not looked at with each key that is pressed. */
const LONGEST_FILE = 5_000_000;

/**
 * What is being written at a position; undefined in comments, and where nobody can tell. The document is read once more
 * with a letter at the cursor: whatever it becomes a part of is what is being written.
 */
export function spotAt(model: Model, path: string, position: Position): Spot | undefined {
  const file = isJsonLines(path) ? undefined : model.file(path);
  if (!file || file.text.length > LONGEST_FILE) return undefined;
  const { text } = file.manifests;
  const offset = file.offsetAt(position);
  const document = splitDocuments(text).findLast(({ start }) => start <= offset);
  if (!document) return undefined;
  if (isInEscape(lineAround(text, offset).before)) return undefined;
  const found = besideQuote(text, document, offset) ?? find(text, document, offset);
  if (!found) return undefined;
  const { scalar, isKey, isInFlow, line, nodes } = found;
  const quote = QUOTES[scalar.type ?? ""];
  const [start = 0, end = 0] = scalar.range ?? [];
  const isQuoted = Number(quote !== undefined);
  const inner = {
    start: document.start + start + isQuoted,
    end: document.start + end - STAND_IN.length - isQuoted,
  };
  const source = text.slice(inner.start, inner.end);
  if (/[\n\r]/.test(source) || scalar.type?.startsWith("BLOCK")) return undefined;
  const at = isKey ? [...found.path.slice(0, -1), meaning(source, quote)] : found.path;
  return {
    ...{ model, path, document: document.index, at, isKey, isInFlow, quote },
    mapAt: isKey ? at.slice(0, -1) : isWordAlone(line) && !isInFlow ? at : undefined,
    typed: text.slice(inner.start, offset),
    range: file.rangeOf(inner),
    rest: line.after,
    valueAt: (asked) => readNode(nodes.contents, asked, scalar),
  };
}

const QUOTES: Readonly<Partial<Record<string, "'" | '"'>>> = { QUOTE_SINGLE: "'", QUOTE_DOUBLE: '"' };

/** What a text says that stands in quotes, or in none. */
function meaning(source: string, quote: Spot["quote"]): string {
  const value = quote === undefined ? source : parseValue(quote + source + quote);
  return typeof value === "string" ? value : source;
}

interface Found extends Place {
  nodes: DocumentNodes;
  line: Line;
}

function find(text: string, { start, end }: DocumentText, offset: number): Found | undefined {
  const line = lineAround(text, offset);
  const standIn = STAND_IN + closing(line);
  const nodes = nodesOfUnfinished(text.slice(start, offset) + standIn + text.slice(offset, end));
  const found = nodes && scalarAt(nodes.contents, offset - start);
  return found && { ...found, nodes, line };
}

/** Whether the beginning of a line ends within what stands for another character in quotes. */
function isInEscape(before: string): boolean {
  let start = before.length;
  while (before[start - 1] === "\\") start--;
  return (before.length - start) % 2 === 1 && openQuoteIn(before.slice(0, start)) === '"';
}

/** What a quote begins or ends right at the cursor: it is the same inside of the quote, and nothing can be written outside. */
function besideQuote(text: string, document: DocumentText, offset: number): Found | undefined {
  const { before } = lineAround(text, offset);
  const isOpen = (line: string) => openQuoteIn(line) !== undefined;
  if (isOpen(before)) return undefined;
  if (isOpen(before + (text[offset] ?? ""))) return find(text, document, offset + 1);
  return isOpen(before.slice(0, -1)) ? find(text, document, offset - 1) : undefined;
}

/** The object around a spot, inside of Lists. */
export function objectAround({ at, valueAt }: Spot): UnfinishedObject {
  let depth = 0;
  while (at[depth] === "items" && typeof at[depth + 1] === "number") depth += 2;
  const own = at.slice(0, depth);
  const kind = valueAt([...own, "kind"]);
  const apiVersion = valueAt([...own, "apiVersion"]);
  return {
    kind: kindOf(apiVersion, kind) ?? (apiVersion ? undefined : KIND_NAMES.find((one) => one === kind)),
    at: own,
    inObject: at.slice(depth),
  };
}

interface Line {
  before: string;
  after: string;
  /** The line below that has something in it. */
  next: string;
}

function lineAround(text: string, offset: number): Line {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  const after = text.slice(offset, end < 0 ? text.length : end).replace(/\r$/, "");
  const below = /\n[ \t\r]*(?:\n[ \t\r]*)*([^\n]*)/y;
  below.lastIndex = end < 0 ? text.length : end;
  const [found = "", content = ""] = below.exec(text) ?? [];
  const next = found.slice(found.lastIndexOf("\n", found.length - content.length) + 1);
  return { before: text.slice(start, offset), after, next };
}

/** What has to follow the letter at the cursor so that the lines below still mean what they say. */
function closing(line: Line): string {
  const quote = openQuoteIn(line.before);
  if (quote !== undefined) return line.after.includes(quote) ? "" : quote;
  // A word that stands on a line of its own above other keys is one of them: else it would begin a text of many lines.
  const isItem = /^ *-(?: |$)/.test(line.before);
  const isAboveKey = isKeyLine(line.next) && indentOf(line.next) === indentOf(line.before);
  return isWordAlone(line) && !isItem && isAboveKey ? ":" : "";
}

/** Whether there is at most one word on a line, behind the marks of list items. */
function isWordAlone({ before, after }: Line): boolean {
  return /^ *(?:- +)*(?:-$|[^\s:#[\]{},&*!|>'"%@`-][^\s:#]*$|$)/.test(before) && /^[^\s:#]*\s*$/.test(after);
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

function isKeyLine(line: string): boolean {
  return /^ *[^\s#-][^#]*:(?:\s|$)/.test(line.slice(0, 500));
}

interface Place {
  path: Path;
  scalar: Scalar;
  isKey: boolean;
  isInFlow: boolean;
}

/** The scalar that holds an offset, with the path to it. */
function scalarAt(top: unknown, offset: number): Place | undefined {
  const path: (string | number)[] = [];
  let isInFlow = false;
  for (let node = top; ;) {
    if (isScalar(node))
      return holds(node, offset) ? { path, scalar: node, isKey: false, isInFlow } : undefined;
    if (isMap(node)) {
      isInFlow ||= node.flow === true;
      const pair = node.items.findLast((one) => startOf(one) <= offset);
      if (!pair) return undefined;
      path.push(isScalar(pair.key) ? keyText(pair.key.value) : "");
      if (isScalar(pair.key) && holds(pair.key, offset))
        return { path, scalar: pair.key, isKey: true, isInFlow };
      node = pair.value;
    } else if (isSeq(node)) {
      isInFlow ||= node.flow === true;
      const index = node.items.findLastIndex((one) => startOf(one) <= offset);
      if (index < 0) return undefined;
      path.push(index);
      node = node.items[index];
    } else return undefined;
  }
}

function holds({ range }: Scalar, offset: number): boolean {
  return range !== undefined && range !== null && range[0] <= offset && offset < range[1];
}

/** Where a node begins; what has no place is nowhere before anything. */
function startOf(node: unknown): number {
  if (isPair(node)) return Math.min(startOf(node.key), startOf(node.value));
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  return Array.isArray(range) ? Number(range[0]) : Number.POSITIVE_INFINITY;
}
