import { printValue, sortedEntries } from "../go/print.js";
import { nameOfKind, goTypeOf } from "../values/kinds.js";
import { Text } from "../values/text.js";
import { isTrue } from "../values/truth.js";
import { countItems } from "../values/work.js";
import {
  int,
  RefusalError,
  TemplateError,
  unknown,
  type CallContext,
  type Func,
  type Int,
  type List,
  type Value,
} from "../values/value.js";
import { NOTHING } from "./arguments.js";
import type { Budget } from "./budget.js";
import { NO_VALUE } from "./no-value.js";
import type { ActionNode, IfNode, Node, RangeNode, TemplateNode } from "./nodes.js";
import type { Template } from "./parse.js";
import { PipelineEvaluator } from "./pipeline.js";
import { Variables } from "./variables.js";
import { Writer } from "./writer.js";

/** What a template is evaluated with, besides its data. */
export interface Surroundings {
  functions: ReadonlyMap<string, Func>;
  budget: Budget;
  context: CallContext;
  /** Executes a template by name. */
  call: (name: string, data: Value) => Text;
}

/** How a list of nodes ended, if a `break` or `continue` ended it. */
type Jump = "break" | "continue" | undefined;

/** The evaluation of one template (the `walk…` functions of text/template/exec.go, after which its methods are named). */
export class Evaluation {
  readonly #writer: Writer;
  readonly #variables: Variables;
  readonly #pipelines: PipelineEvaluator;

  constructor(
    private readonly template: Template,
    private readonly surroundings: Surroundings,
    private readonly data: Value,
  ) {
    const { functions, budget, context } = surroundings;
    this.#writer = new Writer(template.source, budget);
    this.#variables = new Variables(data, budget.work);
    const environment = { functions, context, variables: this.#variables };
    this.#pipelines = new PipelineEvaluator(environment, { start: 0, end: 0 });
  }

  run(): Text {
    try {
      this.#list(this.template.nodes, this.data);
      return this.#writer.done();
    } catch (error) {
      if (!(error instanceof TemplateError) || error.at) throw error;
      const { start, end } = this.#pipelines.current;
      const Refusal = error instanceof RefusalError ? RefusalError : TemplateError;
      throw new Refusal(error.message, this.template.source.span(start, end));
    }
  }

  #list(nodes: readonly Node[], dot: Value): Jump {
    for (const node of nodes) {
      const jump = this.#node(node, dot);
      if (jump) return jump;
    }
    return undefined;
  }

  #node(node: Node, dot: Value): Jump {
    this.surroundings.budget.work(1);
    this.#pipelines.current = node;
    switch (node.type) {
      case "text":
        this.#writer.literal(node);
        return undefined;
      case "action":
        return this.#action(node, dot);
      case "if":
      case "with":
        return this.#ifOrWith(node, dot);
      case "range":
        return this.#range(node, dot);
      case "template":
        return this.#template(node, dot);
      default:
        return node.type;
    }
  }

  #action(node: ActionNode, dot: Value): undefined {
    const value = this.#pipelines.pipeline(node.pipe, dot);
    if (node.pipe.variables.length > 0) return;
    if (value.type === "func") throw new TemplateError("a function cannot be written");
    this.#writer.action(
      value.type === "nil" ? Text.plain(NO_VALUE) : printValue(value, this.surroundings.budget.work),
      node,
    );
  }

  #ifOrWith(node: IfNode, dot: Value): Jump {
    const size = this.#variables.size;
    const value = this.#pipelines.pipeline(node.pipe, dot);
    const isThen = isTrue(value, this.surroundings.context);
    const nodes = isThen ? node.then : (node.otherwise ?? []);
    const jump = this.#list(nodes, isThen && node.type === "with" ? value : dot);
    this.#variables.keep(size);
    return jump;
  }

  #range(node: RangeNode, dot: Value): Jump {
    const outer = this.#variables.size;
    const value = this.#pipelines.pipeline(node.pipe, dot);
    this.#pipelines.current = node.pipe;
    const inner = this.#variables.size;
    let isEmpty = true;
    for (const [key, item] of this.#items(value, node)) {
      isEmpty = false;
      this.surroundings.budget.work(1);
      this.#setRangeVariables(node, key, item);
      const jump = this.#list(node.then, item);
      this.#variables.keep(inner);
      if (jump === "break") break;
    }
    const jump = isEmpty && node.otherwise ? this.#list(node.otherwise, dot) : undefined;
    this.#variables.keep(outer);
    // A `break` in the `else` of a `range` ends that one, a `continue` goes on with the one around.
    return jump === "break" ? undefined : jump;
  }

  #setRangeVariables({ pipe: { variables, isAssignment } }: RangeNode, key: Value, item: Value): void {
    const [first, second] = variables;
    if (first === undefined) return;
    if (isAssignment) {
      this.#variables.set(first, second === undefined ? item : key);
      if (second !== undefined) this.#variables.set(second, item);
    } else {
      this.#variables.setLast(0, item);
      if (second !== undefined) this.#variables.setLast(1, key);
    }
  }

  /** What `range` goes through: pairs of keys and items. */
  #items(value: Value, node: RangeNode): Iterable<readonly [Value, Value]> {
    switch (value.type) {
      case "nil":
        return [];
      case "list":
        return itemsOf(value, this.surroundings.context);
      case "map": {
        this.surroundings.budget.work(value.entries.size);
        const pairs = sortedEntries(value).map(
          ([key, item]) => [Text.plain(key, value.keys?.get(key)), item] as const,
        );
        if (!value.others || !this.surroundings.context.decide(value.others)) return pairs;
        return [...pairs, [unknown(`${value.others.id}.key`, value.others.why), value.others] as const];
      }
      case "int":
        if (node.pipe.variables.length > 1) {
          throw new TemplateError("'range' over a number gives one variable, not two");
        }
        return countTo(value);
      case "unknown": {
        const { id, why } = value;
        if (!this.surroundings.context.decide(value)) return [];
        return [[unknown(`${id}.key`, why), unknown(`${id}.item`, why)]];
      }
      default:
        throw new TemplateError(`'range' cannot go through ${nameOfKind(value)} ('${goTypeOf(value)}')`);
    }
  }

  #template(node: TemplateNode, dot: Value): undefined {
    const data = node.pipe ? this.#pipelines.pipeline(node.pipe, dot) : NOTHING;
    this.#pipelines.current = node;
    this.#writer.action(this.surroundings.call(node.name, data), node);
  }
}

/** The items of a list with their numbers. */
function* itemsOf(list: List, context: CallContext): Generator<readonly [Value, Value]> {
  countItems(list, context);
  let index = 0;
  for (const item of list.items) yield [int(index++), item];
}

/** The numbers from zero up to one, as `range` gives them. */
function* countTo({ value, goType }: Int): Generator<readonly [Value, Value]> {
  for (let number = 0n; number < value; number++) yield [NOTHING, int(number, goType)];
}
