import { newField } from "./add-field.js";
import { memoize } from "../util/memoize.js";
import { type Edit, isEditable, type TextEdit, writeItems, writeMap, writeScalar } from "./edit.js";
import { dashOf } from "./join-item.js";
import { locateMap, type Path, type Target } from "./locate.js";
import type { ParsedDocument } from "./parse.js";
import { itemRange } from "./remove-item.js";
import type { DocumentText } from "./split.js";

/** What an edit is made in. */
interface Edited {
  /** The text of the file. */
  text: string;
  /** Its document, and what that says. */
  slice: DocumentText;
  result: ParsedDocument;
  /** The place of the edit's path, as offsets in the file. */
  target: Target;
}

/** The text edit for an edit by path, or undefined if it cannot be made in place. */
export function textEdit(edit: Edit, edited: Edited): TextEdit | undefined {
  const { type, path } = edit;
  if (type === "removeItem") return removal(path, edited);
  if (type === "joinItem") return joining(path, edited);
  if (type === "replaceMap") return newMap(edit, edited);
  if (type === "addField") return addition(edit, edited);
  const {
    text,
    result,
    target: { start, end, scalar, inFlowList },
  } = edited;
  if (!scalar || !isEditable(scalar)) return undefined;
  const range: TextEdit["range"] = [start, end];
  if (type === "renameKey") return { range, text: writeScalar(edit.key, scalar) };
  if (type === "wrapScalar") return { range, text: `${edit.before}${text.slice(start, end)}${edit.after}` };
  if (type === "replaceScalar") {
    const { value } = edit;
    return { range, text: typeof value === "string" ? writeScalar(value, scalar) : String(value) };
  }
  const present = siblings(result, path);
  const values = edit.values.filter((value) => value === scalar.value || !present.has(value));
  if (values.length === 0) return undefined;
  const items = writeItems(values, { scalar, inFlowList, start }, text);
  return items === undefined ? undefined : { range, text: items };
}

function removal(path: Path, { text, slice: { start, end }, result }: Edited): TextEdit | undefined {
  const range = itemRange(result.nodes, path, text.slice(start, end));
  return range && { range: [start + range[0], start + range[1]], text: "" };
}

function joining(path: Path, { text, slice: { start, end }, result }: Edited): TextEdit | undefined {
  const dash = dashOf(result.nodes, path, text.slice(start, end));
  return dash === undefined ? undefined : { range: [start + dash, start + dash + 1], text: " " };
}

function addition(
  { path, key, value }: Extract<Edit, { type: "addField" }>,
  { text, slice: { start, end }, result }: Edited,
): TextEdit | undefined {
  const added = newField(result.nodes, path, { key, value }, text.slice(start, end));
  return added && { range: [start + added.at, start + added.at], text: added.text };
}

function newMap(
  { path, fields }: Extract<Edit, { type: "replaceMap" }>,
  { text, slice, result }: Edited,
): TextEdit | undefined {
  const map = locateMap(result.nodes, path);
  if (!map) return undefined;
  const [start, end] = [slice.start + map.start, slice.start + map.end];
  const written = writeMap(fields, { flow: map.flow, start, end }, text);
  return written === undefined ? undefined : { range: [start, end], text: written };
}

/** The items of the list that a path leads into. */
function siblings({ value }: ParsedDocument, path: Path): ReadonlySet<unknown> {
  let list: unknown = value;
  for (const step of path.slice(0, -1)) list = (list as Record<string | number, unknown> | undefined)?.[step];
  return Array.isArray(list) ? itemsOf(list) : new Set();
}

/** Remembered, since every item can have an edit. */
const itemsOf = memoize((list: readonly unknown[]): ReadonlySet<unknown> => new Set(list));
