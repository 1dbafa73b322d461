import type { ChartFiles } from "../../../lib/helm/chart/chart.js";
import { FUNCTIONS } from "../../../lib/helm/functions/index.js";
import type { Node } from "../../../lib/helm/template/nodes.js";
import { parseTemplate } from "../../../lib/helm/template/parse.js";
import type { Span } from "../../../lib/helm/values/text.js";
import type { Output } from "../../builds/helm/origins/output.js";

const TEMPLATE = /(^|\/)templates\/.*\.(ya?ml|tpl)$/;
/** A word of a scalar, which another word can stand for without making something else of the text around it. */
const WORD = /(?<![\w\\&*!%])[a-z][a-z0-9]{2,}(?!\w)/gi;

/** The words that stand literally in the templates of a chart and of those in it, outside of actions. */
export function literalWordsIn(files: ChartFiles): Span[] {
  return [...files].flatMap(([path, { file, read }]) => {
    const text = Buffer.from(read()).toString("utf8");
    // Places are counted behind a mark of the order of bytes.
    if (!TEMPLATE.test(path) || text.startsWith("\uFEFF")) return [];
    return literalsOf(file, text).flatMap(({ start, end }) => {
      return [...text.slice(start, end).matchAll(WORD)].map(({ index, 0: word }) => {
        return { file, start: start + index, end: start + index + word.length };
      });
    });
  });
}

/** The texts of a template and of what it defines, without its actions; none if it is not parsed. */
function literalsOf(file: string, text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const visit = (nodes: readonly Node[] = []) => {
    for (const node of nodes) {
      if (node.type === "text") found.push(node);
      if (node.type === "if" || node.type === "with" || node.type === "range") {
        visit(node.then);
        visit(node.otherwise);
      }
    }
  };
  try {
    const { main, defines } = parseTemplate({ file, text }, FUNCTIONS);
    visit(main.nodes);
    for (const { nodes } of defines.values()) visit(nodes);
  } catch {
    return [];
  }
  return found.sort((one, other) => one.start - other.start);
}

/** Those of some words that are in what a chart renders, and not only in what a template does not use. */
export function writtenIn(output: Output, words: readonly Span[]): Span[] {
  const starts = new Map<string, Set<number>>();
  for (const scalars of output.values()) {
    for (const { pieces } of scalars) {
      for (const { origin } of pieces) {
        if (!origin || origin.isAction) continue;
        const known = starts.get(origin.file) ?? new Set();
        starts.set(origin.file, known);
        for (let at = origin.start; at < origin.end; at++) known.add(at);
      }
    }
  }
  return words.filter(({ file, start }) => starts.get(file)?.has(start));
}

/** A chart with another word at a place, which as a key stays where it is among others that are sorted. */
export function replaced(files: ChartFiles, { file, end }: Span): ChartFiles {
  const text = textOf(files, file);
  const other = `${text.slice(0, end)}zz${text.slice(end)}`;
  return new Map(files).set(file, { file, read: () => Buffer.from(other) });
}

export function textAt(files: ChartFiles, { file, start, end }: Span): string {
  return textOf(files, file).slice(start, end);
}

function textOf(files: ChartFiles, file: string): string {
  return Buffer.from(files.get(file)?.read() ?? []).toString("utf8");
}

/** So many of some items, evenly from all of them, others for each seed. */
export function some<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const picked = new Set(
    Array.from({ length: count }, (_, index) =>
      Math.floor(((index + ((seed * 0.618) % 1)) / count) * items.length),
    ),
  );
  return items.filter((_, index) => picked.has(index));
}
