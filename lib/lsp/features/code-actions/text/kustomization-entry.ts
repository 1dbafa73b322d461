import type { ModelFile } from "../../../model/model-file.js";
import type { TextEdit } from "../offer.js";
import { fieldOf } from "./plain-name.js";
import { lineEndOf } from "./text-changes.js";

/**
 * Adds a path to the resources of a kustomization, behind the last one. Undefined where the list cannot be added to in
 * place.
 * @param count how many resources there are
 */
export function newResource(file: ModelFile, count: number, path: string): TextEdit | undefined {
  const { text } = file;
  const lineEnd = lineEndOf(text);
  const entry = fieldOf(path);
  if (count === 0) {
    // An empty list, or one that is no list, is left to people.
    if (/^resources[ \t]*:/m.test(text) || /^\s*\{/.test(text)) return undefined;
    const before = text === "" || text.endsWith("\n") ? "" : lineEnd;
    const added = `${before}resources:${lineEnd}  - ${entry}${lineEnd}`;
    return { range: [text.length, text.length], text: added };
  }
  const { scalar, inFlowList, start, end } = file.manifests.locate(0, ["resources", count - 1]);
  if (!scalar) return undefined;
  if (inFlowList) return { range: [end, end], text: `, ${entry}` };
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const [, indent] = /^([ \t]*-[ \t]+)$/.exec(text.slice(line, start)) ?? [];
  if (indent === undefined) return undefined;
  const next = text.indexOf("\n", end);
  if (next < 0) return { range: [text.length, text.length], text: `${lineEnd}${indent}${entry}` };
  return { range: [next + 1, next + 1], text: `${indent}${entry}${lineEnd}` };
}
