import { KINDS_IN_MANIFESTS } from "../kubernetes/kinds.js";
import { ownKindMeant } from "../kubernetes/schema/api-versions.js";

const KEY_LINE = /^(?:["']?kind["']?[ \t]*:(.*)|[?&!*].*|<<[ \t]*:.*|"[^"\n]*\\.*)$/gm;
/** Line ends are YAML's, unlike those of `^` and `$`; a `---` counts only together with the rest of its line. */
const FIRST_CONTENT = /(?<![^\n])(?!%|(?:---)?[ \t]*\r?(?:\n|$)|(?:---[ \t])?[ \t]*#)([ \t]*)([^\n]?-{0,3})/;
const PLAIN_VALUE = /^[ \t]*(?:"([A-Za-z0-9]+)"|'([A-Za-z0-9]+)'|([A-Za-z][A-Za-z0-9]*))[ \t]*(?:#.*)?$/;
const JSON_KIND = /"kind"\s*:\s*(?:"([A-Za-z0-9]*)"|[{[])/g;
/** What JSON does not need but what can spell or add a key `kind`: escapes of letters or line ends, merge keys. */
const HIDING = /\\[xuU\r\n]|<</;

/**
 * Whether a document can be of a kind that is read, judged by its text alone, so that the others (custom
 * resource definitions are most of the bytes of real repositories) are never parsed. The answer is yes in
 * doubt: flow style, an indented root, anchors, tags, merge keys or escapes that may hide the kind.
 */
export function mayBeRead(text: string): boolean {
  const first = FIRST_CONTENT.exec(text);
  if (!first) return false;
  const [, indent, start = ""] = first;
  if (start.startsWith("{")) return flowMayBeRead(text);
  if (indent !== "" || start === "---" || start.startsWith("\uFEFF")) return true;
  for (const [, value] of text.matchAll(KEY_LINE)) {
    if (value === undefined) return true;
    const plain = PLAIN_VALUE.exec(value);
    if (!plain || isReadKind(plain[1] ?? plain[2] ?? plain[3] ?? "")) return true;
  }
  return false;
}

/** `mayBeRead` for flow style: certain only if every mention of `kind` is written as in JSON. */
function flowMayBeRead(text: string): boolean {
  if (HIDING.test(text)) return true;
  const kinds = [...text.matchAll(JSON_KIND)];
  const mentions = text.match(/\bkind\b(?!-)/g) ?? [];
  return mentions.length > kinds.length || kinds.some(([, kind]) => kind !== undefined && isReadKind(kind));
}

function isReadKind(kind: string): boolean {
  return KINDS_IN_MANIFESTS.has(kind) || kind.endsWith("List") || ownKindMeant(kind) !== undefined;
}

const IN_BLOCK = keysOf("^");
const IN_FLOW = keysOf(String.raw`[{,\s]`);

function keysOf(before: string): RegExp[] {
  return ["apiVersion", "kind"].map((key) => new RegExp(`${before}["']?${key}["']?[ \\t]*:`, "m"));
}

/** Whether a document says at its root that it is an object of Kubernetes, of whatever kind. */
export function saysKubernetes(text: string): boolean {
  const [, indent = "", start = ""] = FIRST_CONTENT.exec(text) ?? [];
  const inBlock = indent === "" ? IN_BLOCK : keysOf(`^(?:${indent})?`);
  return (start.startsWith("{") ? IN_FLOW : inBlock).every((key) => key.test(text));
}
