import { KINDS_IN_MANIFESTS } from "../kubernetes/kinds.js";

const KEY_LINE = /^(?:["']?kind["']?[ \t]*:(.*)|[?&!*].*|<<[ \t]*:.*|"[^"\n]*\\.*)$/gm;
const FIRST_CONTENT = /^(?!(?:%|---(?=\s|$)|[ \t]*(?:#|\r?$)))([ \t]*)(.)/m;
const PLAIN_VALUE = /^[ \t]*(?:"([A-Za-z0-9]+)"|'([A-Za-z0-9]+)'|([A-Za-z][A-Za-z0-9]*))[ \t]*(?:#.*)?$/;
const JSON_KIND = /"kind"\s*:\s*"([A-Za-z0-9]*)"/g;

/**
 * Whether a document can be of a kind that is read, judged by its text alone, so that the others (custom
 * resource definitions are most of the bytes of real repositories) are never parsed. When it is not sure
 * it says yes: flow style, an indented root, anchors, tags, merge keys or escapes where the kind may hide.
 */
export function mayBeRead(text: string): boolean {
  if (/^---[ \t]+[^#\s]/.test(text)) return true;
  const first = FIRST_CONTENT.exec(text);
  if (!first) return false;
  const [, indent, char] = first;
  if (char === "{") return jsonMayBeRead(text);
  if (indent !== "") return true;
  if (char === "-") return false;
  for (const [, value] of text.matchAll(KEY_LINE)) {
    if (value === undefined) return true;
    const plain = PLAIN_VALUE.exec(value);
    if (!plain || isReadKind(plain[1] ?? plain[2] ?? plain[3] ?? "")) return true;
  }
  return false;
}

function jsonMayBeRead(text: string): boolean {
  if (!text.includes("kind") && !text.includes("\\")) return false;
  const kinds = [...text.matchAll(JSON_KIND)];
  // Without a plain "kind": "X" it is flow style YAML, or hides its kind behind escapes.
  return kinds.length === 0 || text.includes("\\u") || kinds.some(([, kind]) => isReadKind(kind ?? ""));
}

function isReadKind(kind: string): boolean {
  return KINDS_IN_MANIFESTS.has(kind) || kind.endsWith("List");
}
