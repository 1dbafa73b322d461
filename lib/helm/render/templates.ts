import { isPartial, type Renderable } from "./data.js";
import { type Chart, isLibrary, type TextFile } from "../chart/chart.js";
import { FUNCTIONS } from "../functions/index.js";
import { type ParsedTemplate, parseTemplate } from "../template/parse.js";
import { TemplateSet } from "../template/template-set.js";
import { compareStrings } from "../values/compare.js";
import { LimitError, TemplateError } from "../values/value.js";
import { memoize } from "../../util/memoize.js";

/** The templates of a release in the order in which Helm parses and renders them: the deepest files first. */
export function inOrder(files: Iterable<Renderable>): Renderable[] {
  return [...files].sort(({ path: one }, { path: other }) => {
    return depthOf(other) - depthOf(one) || compareStrings(other, one);
  });
}

/** helm, pkg/engine/engine.go, byPathLen. */
function depthOf(path: string): number {
  return path.split("/").length;
}

/** Those that are rendered for themselves: helm, pkg/engine/engine.go, render. */
export function withoutPartials(files: readonly Renderable[]): Renderable[] {
  return files.filter(({ path }) => !isPartial(path));
}

/** All templates, which can call each other by name. It throws what the first of them is refused with. */
export function templateSet(files: readonly Renderable[]): TemplateSet {
  const set = new TemplateSet();
  for (const { path, file } of files) {
    const parsed = parsedTemplate(file);
    if (parsed instanceof Error) throw parsed;
    const { main, defines } = parsed;
    set.add({ main: { ...main, name: path }, defines });
  }
  return set;
}

/** Why Helm refuses each of a chart's own templates that it cannot parse. Of a library, it parses the partials only. */
export function refusedTemplates(chart: Chart): TemplateError[] {
  const files = isLibrary(chart) ? chart.templates.filter(({ path }) => isPartial(path)) : chart.templates;
  return files.flatMap((file) => {
    const parsed = parsedTemplate(file);
    return parsed instanceof TemplateError ? [parsed] : [];
  });
}

/** A file of a chart as a template, or why it is none; parsed once. */
export const parsedTemplate = memoize(
  ({ file, text }: TextFile): ParsedTemplate | TemplateError | LimitError => {
    try {
      return parseTemplate({ file, text }, FUNCTIONS);
    } catch (error) {
      if (error instanceof TemplateError || error instanceof LimitError) return error;
      throw error;
    }
  },
);
