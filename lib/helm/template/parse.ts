import type { Text } from "../values/text.js";
import { LimitError } from "../values/value.js";
import type { Node } from "./nodes.js";
import { Parser } from "./parser.js";
import { Source } from "./source.js";

/** The names that a template may call, besides Go's own functions. */
export type FunctionNames = Pick<ReadonlySet<string>, "has">;

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
  return parse(source.file, Source.ofFile(source.file, source.text), functions);
}

/** Parses a text that is executed by `tpl`. */
export function parseText(text: Text, functions: FunctionNames): ParsedTemplate {
  return parse("", Source.ofText(text), functions);
}

function parse(name: string, source: Source, functions: FunctionNames): ParsedTemplate {
  try {
    const { nodes, defines } = new Parser(source, functions).parse();
    const named = [...defines].map(([one, its]) => [one, { name: one, nodes: its, source }] as const);
    return { main: { name, nodes, source }, defines: new Map(named) };
  } catch (error) {
    throw error instanceof RangeError ? new LimitError("the template nests too deep") : error;
  }
}
