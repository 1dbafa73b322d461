import { isEmpty } from "./nodes.js";
import type { ParsedTemplate, Template } from "./parse.js";

/** The templates that can call each other by name: those of all files of a chart (`Template` of text/template). */
export class TemplateSet {
  readonly #templates = new Map<string, Template>();

  /** @param outer the set that this one adds to, without changing it */
  constructor(private readonly outer?: TemplateSet) {}

  get(name: string): Template | undefined {
    return this.#templates.get(name) ?? this.outer?.get(name);
  }

  /**
   * Adds a file under its name, and what it defines. A later template replaces an earlier one of its name, unless it is
   * empty (`associate` of text/template/template.go).
   */
  add({ main, defines }: ParsedTemplate): void {
    this.#set(main);
    this.addDefines(defines);
  }

  addDefines(defines: ParsedTemplate["defines"]): void {
    for (const template of defines.values()) this.#set(template);
  }

  /** A set that has these and can be added to: what `tpl` executes its text in. */
  extended({ defines }: ParsedTemplate): TemplateSet {
    if (defines.size === 0) return this;
    const set = new TemplateSet(this);
    set.addDefines(defines);
    return set;
  }

  #set(template: Template): void {
    const { name, nodes, source } = template;
    if (this.get(name) && isEmpty(nodes, source.text)) return;
    this.#templates.set(name, template);
  }
}
