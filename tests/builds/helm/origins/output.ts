import { RenderedDocument, type WrittenAt } from "../../../../lib/builds/helm/rendered-document.js";
import { parseRendered } from "../../../../lib/builds/helm/read-rendered.js";
import type { Rendering } from "../../../../lib/helm/render/render.js";
import type { Piece, Text } from "../../../../lib/helm/values/text.js";
import type { Path } from "../../../../lib/manifests/locate.js";
import { isMap, isScalar, isSeq } from "../../../../lib/manifests/nodes.js";
import { isProblem } from "../../../../lib/manifests/parse.js";

/** A key or value of what a chart renders. */
export interface OutputScalar {
  path: Path;
  isKey: boolean;
  /** As it is written, with its quotation marks. */
  text: string;
  pieces: readonly Piece[];
  /** Where it is found to be written. */
  place: WrittenAt | undefined;
}

/** The scalars of each document that a chart renders, in their order, by the templates and numbers of the documents. */
export type Output = ReadonlyMap<string, readonly OutputScalar[]>;

/**
 * All that a chart renders in its first world; a text that says why it renders nothing, or what is not read.
 * @param known the scalars of documents by their texts, which those with the same text are given, whatever made them
 */
export function outputOf(
  { files, refused, excess }: Rendering,
  known?: Map<string, readonly OutputScalar[]>,
): Output | string {
  if (refused ?? excess) return `not rendered: ${(refused ?? excess)?.message ?? ""}`;
  const output = new Map<string, readonly OutputScalar[]>();
  for (const { template, file, worlds } of files) {
    const [{ documents } = { documents: [] }] = worlds;
    if ("error" in documents) return `not rendered: ${documents.error.message}`;
    let number = 0;
    for (const { text } of documents) {
      const scalars = known?.get(text.text) ?? scalarsOf(file, text);
      if (typeof scalars === "string") return `${template} is not read: ${scalars}`;
      known?.set(text.text, scalars);
      output.set(`${template} ${number++}`, scalars);
    }
  }
  return output;
}

function scalarsOf(file: string, text: Text): OutputScalar[] | string {
  const parsed = parseRendered(text.text);
  if (isProblem(parsed)) return parsed.message;
  let document: RenderedDocument | undefined;
  const placeOf = (path: Path, isKey: boolean) =>
    (document ??= new RenderedDocument(file, 0, text, [])).locate(path, isKey ? "key" : undefined);
  const found: { node: unknown; path: Path; isKey: boolean }[] = [];
  const visit = (node: unknown, path: Path, isKey: boolean) => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const step = isScalar(key) ? String(key.value) : "?";
        visit(key, [...path, step], true);
        visit(value, [...path, step], false);
      }
    } else if (isSeq(node)) node.items.forEach((item, index) => visit(item, [...path, index], false));
    else if (isScalar(node)) found.push({ node, path, isKey });
  };
  visit(parsed.nodes.contents, [], false);
  const ranges = found.map(({ node }) => {
    const [start, end] = (isScalar(node) && node.range) || [0, 0];
    return [start, Math.max(start, end)] as const;
  });
  const texts = text.slices(ranges);
  return found.map(({ path, isKey }, index) => {
    const { pieces, text: written } = texts[index] ?? { pieces: [], text: "" };
    return {
      path,
      isKey,
      text: written,
      pieces,
      get place() {
        return placeOf(path, isKey);
      },
    };
  });
}
