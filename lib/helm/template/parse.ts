import { LimitError, TemplateError } from "../values/value.js";
import { isEmpty, type Node } from "./nodes.js";
import { Parser } from "./parser.js";
import type { FunctionNames } from "./pipeline-parser.js";
import { Source } from "./source.js";

/** A named template with the text in which it is. */
export interface Template {
  name: string;
  nodes: readonly Node[];
  source: Source;
}

/** A file or text as a template: what it writes itself, and what it defines. */
export interface ParsedTemplate {
  /** Named as its file; of a text that is executed by `tpl`, nothing. */
  main: Template;
  /** By their names, in the order in which they are defined. */
  defines: ReadonlyMap<string, Template>;
}

/**
 * Parses a file as Go's text/template does. It throws a `TemplateError` at the first thing that Go refuses, and a
 * `LimitError` if it nests deeper than is followed.
 */
export function parseTemplate(
  source: { file: string; text: string },
  functions: FunctionNames,
): ParsedTemplate {
  const read = Source.ofFile(source.file, source.text);
  const { main, defines } = withSource(source.file, read, parseSource(read, functions));
  const own = defines.get(main.name);
  if (!own || isEmpty(own.nodes, read.text)) return { main, defines };
  if (isEmpty(main.nodes, read.text)) return { main: own, defines };
  throw new TemplateError(`the file defines a template of its own name, '${main.name}'`, read.span(0, 0));
}

/** What the text of a template says, without the text itself. */
export interface ParsedNodes {
  nodes: readonly Node[];
  defines: ReadonlyMap<string, readonly Node[]>;
}

export function parseSource(source: Source, functions: FunctionNames): ParsedNodes {
  try {
    return new Parser(source, functions).parse();
  } catch (error) {
    throw error instanceof RangeError ? new LimitError("the template nests too deep") : error;
  }
}

export function withSource(name: string, source: Source, { nodes, defines }: ParsedNodes): ParsedTemplate {
  const named = [...defines].map(([one, its]) => [one, { name: one, nodes: its, source }] as const);
  return { main: { name, nodes, source }, defines: new Map(named) };
}
