import { Text } from "../values/text.js";
import { LimitError, TemplateError, type CallContext, type Func, type Value } from "../values/value.js";
import { NOTHING } from "./arguments.js";
import type { Budget } from "./budget.js";
import { Evaluation, type Surroundings } from "./evaluation.js";
import { withoutNoValue } from "./no-value.js";
import type { Template } from "./parse.js";
import type { TemplateSet } from "./template-set.js";
import { TemplateTexts } from "./template-texts.js";

/** What a template is executed with. */
export interface ExecuteOptions {
  /** Those besides Go's own. */
  functions: ReadonlyMap<string, Func>;
  /** Answers conditions that are not known: the same for the same id. */
  decide: CallContext["decide"];
  /** Shared by all that together must not do too much. */
  budget: Budget;
}

/** How often Helm includes a template in itself (`recursionMaxNums` of its pkg/engine/engine.go). */
const MOST_INCLUDES = 1000;

/**
 * Executes a template as Helm does (`render` of its pkg/engine/engine.go), in which a missing key is nothing, and nothing
 * is written as nothing. It throws a `TemplateError` where Go or Helm refuses it, and a `LimitError` where it does too
 * much.
 */
export function execute(set: TemplateSet, name: string, data: Value, options: ExecuteOptions): Text {
  try {
    return withoutNoValue(new Execution(options).call(set, name, data));
  } catch (error) {
    throw error instanceof RangeError ? new LimitError("the templates nest too deep") : error;
  }
}

/** The execution of a template with all that it includes. */
class Execution {
  readonly #texts: TemplateTexts;
  /** How often each template is included in itself. */
  readonly #includes = new Map<string, number>();
  readonly #surroundings = new WeakMap<TemplateSet, Surroundings>();
  #depth = 0;

  constructor(private readonly options: ExecuteOptions) {
    this.#texts = new TemplateTexts(options.functions, options.budget.work);
  }

  /** Executes a template by name (`walkTemplate` of text/template/exec.go). */
  call(set: TemplateSet, name: string, data: Value): Text {
    const template = set.get(name);
    if (!template) throw new TemplateError(`there is no template '${name}'`);
    return this.#run(set, template, data);
  }

  #run(set: TemplateSet, template: Template, data: Value): Text {
    this.#depth++;
    if (this.#depth > this.options.budget.limits.depth) throw new LimitError("the templates nest too deep");
    const start = data.type === "nil" ? NOTHING : data;
    const text = new Evaluation(template, this.#surroundingsOf(set), start).run();
    this.#depth--;
    return text;
  }

  /** What the templates of a set see. */
  #surroundingsOf(set: TemplateSet): Surroundings {
    let found = this.#surroundings.get(set);
    if (!found) {
      const { functions, decide, budget } = this.options;
      const context: CallContext = {
        decide,
        work: budget.work,
        include: (name, data) => this.#include(set, name, data),
        tpl: (text, data) => this.#tpl(set, text, data),
      };
      const call = (name: string, data: Value) => this.call(set, name, data);
      this.#surroundings.set(set, (found = { functions, budget, context, call }));
    }
    return found;
  }

  /** Helm's `include` (`includeFun` of its pkg/engine/engine.go). */
  #include(set: TemplateSet, name: string, data: Value): Text {
    const count = this.#includes.get(name) ?? 0;
    if (count > MOST_INCLUDES)
      throw new TemplateError(`the template '${name}' includes itself without an end`);
    this.#includes.set(name, count + 1);
    const text = this.call(set, name, data);
    this.#includes.set(name, count);
    return text;
  }

  /** Helm's `tpl` (`tplFun` of its pkg/engine/engine.go): the text sees all templates, and adds its own to them. */
  #tpl(set: TemplateSet, text: Text, data: Value): Text {
    const parsed = this.#texts.parse(text);
    if (parsed === undefined) return withoutNoValue(text);
    if (parsed instanceof Text) return parsed;
    return withoutNoValue(this.#run(set.extended(parsed), parsed.main, data));
  }
}
