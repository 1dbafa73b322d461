import { type DocumentNodes, isMap, isScalar, isSeq, type Node, type YAMLMap } from "./nodes.js";
import type { Path } from "./locate.js";

/**
 * The text that gives the map at a path another field, and the offset to put it at: in front of the first key that comes
 * after it in the alphabet, as kubectl sorts them, and of the comments on that one. Undefined for a map that is not
 * written right there, or that has the field, or in which nothing comes after it.
 * @param field its key and value
 */
export function newField(
  document: DocumentNodes,
  path: Path,
  field: { key: string; value: boolean },
  text: string,
): { at: number; text: string } | undefined {
  const map = childAt(document, path);
  if (!isMap(map) || map.anchor !== undefined || map.tag !== undefined || hasKey(map, field.key))
    return undefined;
  const next = map.items.find(({ key }) => isScalar(key) && String(key.value) > field.key)?.key as
    Node | undefined;
  const start = next?.range?.[0];
  if (start === undefined) return undefined;
  if (map.flow) {
    const key = text[start] === '"' ? JSON.stringify(field.key) : field.key;
    return { at: start, text: `${key}: ${field.value}, ` };
  }
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  const written = `${field.key}: ${field.value}${lineEnd}`;
  if (/^ *$/.test(before)) return { at: aboveComments(text, lineStart), text: before + written };
  return /^[ -]*$/.test(before) ? { at: start, text: written + before.replaceAll("-", " ") } : undefined;
}

function childAt({ contents }: DocumentNodes, path: Path): unknown {
  return path.reduce<unknown>((node, step) => {
    if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && key.value === step)?.value;
    return isSeq(node) && typeof step === "number" ? node.items[step] : undefined;
  }, contents);
}

function hasKey(map: YAMLMap, wanted: string): boolean {
  return map.items.some(({ key }) => isScalar(key) && key.value === wanted);
}

/** The start of the first of the comment lines right above a line, or of the line itself. */
function aboveComments(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!/^ *#/.test(text.slice(above, start))) return start;
    start = above;
  }
  return start;
}
