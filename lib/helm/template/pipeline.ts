import { unknownOf } from "../values/identity.js";
import { isTrue } from "../values/truth.js";
import {
  NIL,
  TemplateError,
  type CallContext,
  type Func,
  type Parameter,
  type Value,
} from "../values/value.js";
import {
  checkCount,
  constant,
  isLiteral,
  literalAs,
  nilAs,
  NOTHING,
  parameterAt,
  valueAs,
} from "./arguments.js";
import { BUILTINS } from "./builtins.js";
import { fieldOf, methodOf } from "./fields.js";
import type { Command, Operand, Pipe, Place } from "./nodes.js";
import type { Variables } from "./variables.js";

/** What pipelines are evaluated with. */
export interface Environment {
  functions: ReadonlyMap<string, Func>;
  context: CallContext;
  variables: Variables;
}

/** A call's arguments: those that are written, and what is piped into it. */
interface Arguments {
  written: readonly Operand[];
  piped: Value | undefined;
}

/** Evaluates pipelines as Go does (the `eval…` functions of text/template/exec.go, after which its methods are named). */
export class PipelineEvaluator {
  /** What is evaluated, for errors of functions, which do not know. */
  current: Place;

  constructor(
    private readonly environment: Environment,
    start: Place,
  ) {
    this.current = start;
  }

  /** What a pipeline gives; its variables are declared, or given a new value. */
  pipeline(pipe: Pipe, dot: Value): Value {
    const { variables } = this.environment;
    let value: Value | undefined;
    for (const command of pipe.commands) {
      value = this.#command(command, dot, value);
      if (value.type === "nil") value = NOTHING;
    }
    const result = value ?? NOTHING;
    this.current = pipe;
    for (const name of pipe.variables) {
      if (pipe.isAssignment) variables.set(name, result);
      else variables.declare(name, result);
    }
    return result;
  }

  #command(command: Command, dot: Value, piped: Value | undefined): Value {
    this.environment.context.work(1);
    const { first, rest: written } = command;
    const given = { written, piped };
    this.current = first;
    switch (first.type) {
      case "field":
        return this.#fields(dot, first.names, "", command, given, dot);
      case "chain":
        return this.#chain(first, dot, command, given);
      case "identifier":
        return this.#function(first.name, dot, command, given);
      case "variable": {
        const value = this.environment.variables.get(first.name);
        if (first.names.length > 0) {
          return this.#fields(value, first.names, first.name, command, given, dot);
        }
        this.#refuseArguments(given);
        return value;
      }
    }
    this.#refuseArguments(given);
    if (first.type === "pipe") return this.pipeline(first, dot);
    if (first.type === "dot") return dot;
    if (first.type === "nil") throw new TemplateError("'nil' alone gives no value");
    return constant(first);
  }

  #refuseArguments({ written, piped }: Arguments): void {
    if (written.length > 0 || piped)
      throw new TemplateError("this is no function, but it is given arguments");
  }

  #chain(chain: Operand & { type: "chain" }, dot: Value, place: Place, given: Arguments): Value {
    if (chain.of.type === "nil") throw new TemplateError("'nil' has no fields");
    const value = this.#argument(chain.of, dot);
    return this.#fields(value, chain.names, "the value in parentheses", place, given, dot);
  }

  /** `.a.b.c`, of which the last may be a method that is given arguments. */
  #fields(
    start: Value,
    names: readonly string[],
    root: string,
    place: Place,
    given: Arguments,
    dot: Value,
  ): Value {
    let value = start;
    for (let index = 0; index < names.length; index++) {
      const isLast = index === names.length - 1;
      const shown = () => pathOf(root, names, index);
      value = this.#field(value, names[index] ?? "", shown, place, isLast ? given : NOTHING_GIVEN, dot);
    }
    return value;
  }

  #field(value: Value, name: string, path: () => string, place: Place, given: Arguments, dot: Value): Value {
    this.environment.context.work(1);
    if (value === NOTHING) return NOTHING;
    const hasArguments = given.written.length > 0 || given.piped !== undefined;
    const method = methodOf(value, name, hasArguments);
    if (method) return this.#call(method, dot, place, given);
    if (value.type === "unknown" && hasArguments) {
      const all = this.#evaluated({ type: "func", name, call: () => NIL }, dot, given);
      return unknownOf(`.${name}`, [value, ...all]) ?? value;
    }
    return fieldOf(value, name, path, hasArguments);
  }

  #function(name: string, dot: Value, place: Place, given: Arguments): Value {
    const own = this.environment.functions.get(name);
    if (own) return this.#call(own, dot, place, given);
    if (name === "and" || name === "or") return this.#andOr(name, dot, given);
    const builtin = BUILTINS.get(name);
    if (!builtin) throw new TemplateError(`there is no function '${name}'`);
    return this.#call(builtin, dot, place, given);
  }

  #call(func: Func, dot: Value, place: Place, given: Arguments): Value {
    this.current = place;
    const values = this.#evaluated(func, dot, given);
    this.current = place;
    return func.call(values, this.environment.context);
  }

  /** The arguments of a call, checked as Go checks them. */
  #evaluated(func: Func, dot: Value, { written, piped }: Arguments): Value[] {
    checkCount(func, written.length + (piped ? 1 : 0));
    const values = written.map((node, index) =>
      this.#argument(node, dot, parameterAt(func, index), func.name),
    );
    if (piped) values.push(valueAs(piped, parameterAt(func, written.length), func.name));
    return values;
  }

  /** The first argument that decides the answer, or else the last; those after it are not evaluated. */
  #andOr(name: "and" | "or", dot: Value, { written, piped }: Arguments): Value {
    if (written.length === 0 && !piped) throw new TemplateError(`'${name}' takes at least 1 argument, not 0`);
    let value: Value = NIL;
    for (const node of written) {
      value = this.#argument(node, dot, "interface {}", name);
      const isLast = node === written.at(-1) && !piped;
      if (!isLast && isTrue(value, this.environment.context) === (name === "or")) return value;
    }
    return piped ? valueAs(piped, "interface {}", name) : value;
  }

  /** @param type that of the parameter, unless the value is only asked for fields */
  #argument(node: Operand, dot: Value, type?: Parameter, name = ""): Value {
    this.current = node;
    if (isLiteral(node)) return type ? literalAs(node, type, name) : constant(node);
    if (node.type === "nil") return nilAs(type ?? "interface {}", name);
    const value = this.#value(node, dot);
    if (!type) return value;
    this.current = node;
    return valueAs(value, type, name);
  }

  #value(node: Operand, dot: Value): Value {
    const given = NOTHING_GIVEN;
    switch (node.type) {
      case "dot":
        return dot;
      case "field":
        return this.#fields(dot, node.names, "", node, given, dot);
      case "variable": {
        const value = this.environment.variables.get(node.name);
        return this.#fields(value, node.names, node.name, node, given, dot);
      }
      case "pipe":
        return this.pipeline(node, dot);
      case "identifier":
        return this.#function(node.name, dot, node, given);
      case "chain":
        return this.#chain(node, dot, node, given);
      default:
        return constant(node);
    }
  }
}

const NOTHING_GIVEN: Arguments = { written: [], piped: undefined };

/** What a message calls the value that so many names lead to: `.Values.a`. */
function pathOf(root: string, names: readonly string[], count: number): string {
  const isInParentheses = root.startsWith("the ");
  if (count === 0) return isInParentheses ? root : `'${root || "."}'`;
  return `'${isInParentheses ? "(…)" : root}.${names.slice(0, count).join(".")}'`;
}
