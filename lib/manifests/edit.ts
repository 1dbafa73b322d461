import type { Scalar } from "./nodes.js";
import type { Path } from "./locate.js";

/** A change to a manifest that a suggestion offers, by path; everything around it stays as it is. */
export type Edit =
  | { type: "replaceScalar"; path: Path; value: string | number | boolean }
  | { type: "renameKey"; path: Path; key: string }
  | { type: "wrapScalar"; path: Path; before: string; after: string }
  | { type: "replaceItem"; path: Path; values: readonly string[] }
  | { type: "removeItem"; path: Path }
  | { type: "joinItem"; path: Path }
  | { type: "addField"; path: Path; key: string; value: boolean }
  | { type: "replaceMap"; path: Path; fields: Readonly<Record<string, string>> };

/** Replaces the scalar at `path`, by a text, a number or a truth value. */
export function replaceScalar(path: Path, value: string | number | boolean): Edit {
  return { type: "replaceScalar", path, value };
}

/** Gives the value at `path` another key. */
export function renameKey(path: Path, key: string): Edit {
  return { type: "renameKey", path, key };
}

/** Puts quotes or brackets around the scalar at `path`. */
export function wrapScalar(path: Path, before: string, after: string): Edit {
  return { type: "wrapScalar", path, before, after };
}

/** Replaces the list item at `path` by one or more strings; those that are elsewhere in the list are left out. */
export function replaceItem(path: Path, values: readonly string[]): Edit {
  return { type: "replaceItem", path, values };
}

/** Removes the list item at `path` and leaves the others as they are. */
export function removeItem(path: Path): Edit {
  return { type: "removeItem", path };
}

/** Joins the list item at `path`, a map, to the one before it. */
export function joinItem(path: Path): Edit {
  return { type: "joinItem", path };
}

/** Replaces the map at `path` by one of strings. A map with a comment in it is left alone. */
export function replaceMap(path: Path, fields: Readonly<Record<string, string>>): Edit {
  return { type: "replaceMap", path, fields };
}

/** Gives the map at `path` another field, in the order of the alphabet. */
export function addField(path: Path, key: string, value: boolean): Edit {
  return { type: "addField", path, key, value };
}

/** A replacement in the text of a file, by offsets. */
export interface TextEdit {
  range: [start: number, end: number];
  text: string;
}

/** What single quotes cannot hold on one line, or only invisibly. */
const NEEDS_ESCAPES = /[^\x20-\x7e]/;
const PLAIN_TEXT = /^[A-Za-z][A-Za-z0-9_./-]*$/;
/** What YAML 1.1, which Kubernetes' parsers still read, treats as a boolean or null. */
const NOT_A_TEXT = /^(?:y|yes|n|no|on|off|true|false|null|nan|inf)$/i;

/** A string as a scalar in the style, including quotes, of the scalar it replaces. */
export function writeScalar(value: string, like: Scalar): string {
  if (like.type === "QUOTE_DOUBLE" || NEEDS_ESCAPES.test(value)) return JSON.stringify(value);
  if (like.type === "QUOTE_SINGLE" || !PLAIN_TEXT.test(value) || NOT_A_TEXT.test(value)) {
    return `'${value.replaceAll("'", "''")}'`;
  }
  return value;
}

/** Whether a scalar can be replaced in place: it is no block scalar and has no anchor or tag. */
export function isEditable(scalar: Scalar): boolean {
  return !scalar.anchor && !scalar.tag && scalar.type !== "BLOCK_FOLDED" && scalar.type !== "BLOCK_LITERAL";
}

/** The style of a scalar without quotes. */
const PLAIN = {} as Scalar;

/**
 * The text of a map that replaces the one from `start` to `end`: in flow style, as JSON if that is how it was
 * written, or in block style with the same indentation. Undefined if the text may hold a comment, which would
 * be lost.
 */
export function writeMap(
  fields: Readonly<Record<string, string>>,
  { flow, start, end }: { flow: boolean; start: number; end: number },
  text: string,
): string | undefined {
  const old = text.slice(start, end);
  if (old.includes("#")) return undefined;
  const isJson = flow && /^\{\s*"/.test(old);
  const pairs = Object.entries(fields).map(([key, value]) =>
    isJson ? `${JSON.stringify(key)}: ${JSON.stringify(value)}` : `${key}: ${writeScalar(value, PLAIN)}`,
  );
  if (flow) return `{ ${pairs.join(", ")} }`;
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  if (!/^[ \t-]*$/.test(before)) return undefined;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  // A multi-line text ends after its last line break, which what follows needs.
  const last = /\r?\n$/.exec(old)?.[0] ?? "";
  return `${pairs.join(`${lineEnd}${before.replaceAll("-", " ")}`)}${last}`;
}

/**
 * The text of several items that replace the one at `start`: in flow style with commas, in block style each on
 * its own line after the same indentation and dash. Undefined if the dash is on another line.
 */
export function writeItems(
  values: readonly string[],
  { scalar, inFlowList, start }: { scalar: Scalar; inFlowList?: boolean; start: number },
  text: string,
): string | undefined {
  const items = values.map((value) => writeScalar(value, scalar));
  if (inFlowList || items.length === 1) return items.join(", ");
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  const dash = /^(.*)(-[ \t]+)$/.exec(before);
  if (!dash) return undefined;
  const [, lead = "", marker = ""] = dash;
  const next = text.indexOf("\n", start);
  const lineEnd = text[(next < 0 ? lineStart - 1 : next) - 1] === "\r" ? "\r\n" : "\n";
  return items.join(`${lineEnd}${lead.replace(/[^ \t]/g, " ")}${marker}`);
}
