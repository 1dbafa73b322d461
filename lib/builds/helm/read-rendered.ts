import { NOT_KNOWN, Text } from "../../helm/values/text.js";
import { holdsUnknown, UNKNOWN } from "../../kubernetes/objects.js";
import { locate, type Path } from "../../manifests/locate.js";
import {
  isProblem,
  type ParsedDocument,
  parseDocument,
  type ParseProblem,
  parseWithRepeatedKeys,
} from "../../manifests/parse.js";
import { type ManifestObject, unpack } from "../../manifests/unpack.js";
import { withUnknowns } from "./plain-values.js";

/** A rendered document as YAML. */
export interface ReadDocument {
  text: Text;
  /** Its value; what is not known in it is `UNKNOWN`. */
  value: unknown;
  parsed: ParsedDocument;
}

/** Reads a rendered document; a sentence if it is not YAML. */
export function readRendered(text: Text): ReadDocument | string {
  let read = text;
  let parsed = parseRendered(text.text);
  if (isProblem(parsed) && text.unknown !== undefined) {
    // What is not known can be several entries of a map, of which nothing is known either.
    read = withUnknownEntries(text);
    parsed = parseRendered(read.text);
  }
  if (isProblem(parsed)) return parsed.message;
  const value = text.unknown === undefined ? parsed.value : withUnknowns(parsed.value, NOTHING_KNOWN);
  return { text: read, value, parsed };
}

/** Parses what Helm gives to the API server, which takes the last of several entries with the same key. */
export function parseRendered(text: string): ParsedDocument | ParseProblem {
  return parseDocument(text, parseWithRepeatedKeys);
}

/** The objects in a document, of the kinds that are read. What is not known is no defect. */
export function objectsIn({ value, parsed }: ReadDocument, document: number): ManifestObject[] {
  const isUnquoted = (path: Path) => locate(parsed.nodes, path).scalar?.type === "PLAIN";
  return unpack(value, document, [], isUnquoted).map((object) => {
    const { defects, ...rest } = object;
    // The text alone does not tell: it is that of one rendering, and the value is what is sure in all of them.
    const known = defects?.filter(({ at }) => !isUnknownAt(value, [...object.at, ...at]));
    return { ...rest, ...(known && known.length > 0 && { defects: known }) };
  });
}

/** The text with each line that is not known as an entry of a map. */
function withUnknownEntries(text: Text): Text {
  const parts: Text[] = [];
  let at = 0;
  for (const { index, 0: line } of text.text.matchAll(LINE_NOT_KNOWN)) {
    const end = index + line.length;
    parts.push(text.slice(at, end), Text.plain(`: ${NOT_KNOWN}`));
    at = end;
  }
  return Text.join([...parts, text.slice(at)]);
}

const NOTHING_KNOWN = new RegExp(NOT_KNOWN, "g");
const LINE_NOT_KNOWN = new RegExp(`^[ \\t]*${NOT_KNOWN}[ \\t]*$`, "gm");

function isUnknownAt(value: unknown, path: Path): boolean {
  let current = value;
  for (const step of path) {
    if (String(step).includes(UNKNOWN)) return true;
    const next: unknown =
      typeof current === "object" && current !== null ? Reflect.get(current, step) : undefined;
    if (next === undefined) break;
    current = next;
  }
  return holdsUnknown(current);
}
