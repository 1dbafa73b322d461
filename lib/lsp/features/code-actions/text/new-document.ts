import { splitDocuments } from "../../../../manifests/split.js";
import type { TextEdit } from "../offer.js";
import { asSnippet, lineEndOf } from "./text-changes.js";

/** A manifest to write: its lines, of which some have places to fill in. */
export interface NewManifest {
  lines: readonly string[];
  /** The same as a snippet, if that says more. */
  snippet?: readonly string[];
}

/**
 * Puts manifests behind a document of a file, as documents of their own. Undefined where they would become a part of
 * another one.
 */
export function behindDocument(
  text: string,
  document: number,
  manifests: readonly NewManifest[],
): TextEdit | undefined {
  const slices = splitDocuments(text);
  const [slice, next] = [slices[document], slices[document + 1]];
  if (!slice || (next && !text.startsWith("---", next.start))) return undefined;
  const lineEnd = lineEndOf(text);
  const before = /(?:^|\n)$/.test(text.slice(slice.start, slice.end)) ? "" : lineEnd;
  const all = manifests.map(({ lines }) => `---\n${lines.join("\n")}\n`).join("");
  const hasSnippet = manifests.some(({ snippet }) => snippet);
  const snippets = manifests.map(({ lines, snippet }) => {
    return `---\n${(snippet ?? lines.map(asSnippet)).join("\n")}\n`;
  });
  const written = (one: string) => `${before}${one.replaceAll("\n", lineEnd)}`;
  return {
    range: [slice.end, slice.end],
    text: written(all),
    ...(hasSnippet && { snippet: written(snippets.join("")) }),
  };
}

/** The text of a file of manifests. */
export function fileOf(manifests: readonly NewManifest[]): string {
  return manifests.map(({ lines }) => `${lines.join("\n")}\n`).join("---\n");
}
