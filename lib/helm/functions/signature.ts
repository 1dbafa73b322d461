import { whyUnknown } from "../values/identity.js";
import { goTypeOf, nameOfKind } from "../values/kinds.js";
import { Text } from "../values/text.js";
import {
  dict,
  TemplateError,
  type CallContext,
  type Dict,
  type Func,
  type List,
  type Parameter as GoType,
  type Value,
} from "../values/value.js";
import { countItems, countNodes, countText } from "../values/work.js";
import { countedUnknown, whyAnyUnknown } from "./unknown.js";

/** A parameter of a function, as Go declares it. */
export interface Parameter<T> {
  /** Go's type of it, by which calls are checked. */
  type: GoType;
  /** The argument as the function uses it; undefined if Go refuses it. */
  read: (value: Value) => T | undefined;
  /** Why too little is known of an argument for the function to give an answer. */
  why: (value: Value) => string | undefined;
  /** Whether the function goes through all of a list or map, and what lies in it. */
  isWalked?: boolean;
}

/** What parameters read. */
type Read<P extends readonly Parameter<unknown>[]> = {
  [I in keyof P]: P[I] extends Parameter<infer T> ? T : never;
};

/** Anything, known or not. */
export const ANY: Parameter<Value> = { type: "interface {}", read: (value) => value, why: () => undefined };

/** Anything whose every part must be known. */
export const KNOWN: Parameter<Value> = {
  type: "interface {}",
  read: (value) => value,
  why: (value) => whyAnyUnknown(value),
  isWalked: true,
};

/** Anything of which all is written, compared or copied, known or not. */
export const WHOLE: Parameter<Value> = { ...ANY, isWalked: true };

/** A string whose characters are kept, known or not. */
export const TRACED: Parameter<Text> = {
  type: "string",
  read: (value) =>
    value.type === "string"
      ? value
      : value.type === "unknown"
        ? Text.unknown(value.why, value.id)
        : undefined,
  why: () => undefined,
};

/** A string from which something is computed. */
export const STRING: Parameter<string> = {
  type: "string",
  read: (value) => (value.type === "string" ? value.text : undefined),
  why: whyUnknown,
};

/** Go's `int`, which no other type of integer can be given for. */
export const INT: Parameter<number> = {
  type: "int",
  read: (value) => (value.type === "int" && value.goType === "int" ? Number(value.value) : undefined),
  why: whyUnknown,
};

/** Go's `uint32`, which no value of a template is: only a constant can be given, which Go converts. */
export const UINT32: Parameter<number> = { ...INT, type: "uint32" };

/** Go's `float64`. An integer may be a constant in the template, which Go converts. */
export const FLOAT: Parameter<number> = {
  type: "float64",
  read: (value) =>
    value.type === "float64" || (value.type === "int" && value.goType === "int")
      ? Number(value.value)
      : undefined,
  why: whyUnknown,
};

const WORDS: Partial<Record<GoType, string>> = {
  string: "a string",
  bool: "a boolean",
  int: "an integer (int)",
  float64: "a number",
  "map[string]interface {}": "a map",
};

const MAPS: ReadonlySet<Dict["goType"]> = new Set(["map[string]interface {}", "chartutil.Values"]);

/** Go's `map[string]interface {}`. What comes through a pipeline may be nil, which then is a map without keys. */
export const MAP: Parameter<Dict> = {
  type: "map[string]interface {}",
  read: (value) => {
    if (value.type === "nil") return dict();
    return value.type === "map" && MAPS.has(value.goType) ? value : undefined;
  },
  why: whyUnknown,
};

/** A list, for functions to which its order does not matter. */
export const LIST: Parameter<List> = {
  type: "interface {}",
  read: (value) => (value.type === "list" ? value : undefined),
  // What is sure to be none is refused, whatever it says.
  why: (value) =>
    value.type === "string" || (value.type === "unknown" && value.goType?.startsWith("[]") === false)
      ? undefined
      : whyUnknown(value),
};

/** A list whose items are compared. */
export const WHOLE_LIST: Parameter<List> = { ...LIST, isWalked: true };

/** A list whose order is known. */
export const ORDERED_LIST: Parameter<List> = {
  ...LIST,
  why: (value) =>
    LIST.why(value) ?? (isUnordered(value) ? "the order of the keys of a map is not known" : undefined),
};

/** Whether the order of a list, or of what is in it, is not known. */
export function isUnordered(value: Value): boolean {
  return value.type === "list" && value.isUnordered === true && value.items.length > 1;
}

/** A function with parameters as Go declares them: text/template/exec.go, evalCall and validateType. */
export function define<const P extends readonly Parameter<unknown>[]>(
  name: string,
  parameters: P,
  call: (context: CallContext, ...args: Read<P>) => Value,
): Func {
  return variadic(name, parameters, undefined, (context, args) => call(context, ...args));
}

/** A function that takes any number of arguments after its parameters; of a fixed number without `more`. */
export function variadic<const P extends readonly Parameter<unknown>[], R = never>(
  name: string,
  parameters: P,
  more: Parameter<R> | undefined,
  call: (context: CallContext, args: Read<P>, rest: R[]) => Value,
): Func {
  const fewest = parameters.length;
  return {
    type: "func",
    name,
    takes: { parameters: parameters.map(({ type }) => type), ...(more && { rest: more.type }) },
    call: (args, context) => {
      if (args.length < fewest || (!more && args.length > fewest))
        throw wrongCount(name, fewest, args.length, !!more);
      context.work(1);
      const found: unknown[] = [];
      const rest: R[] = [];
      let why: string | undefined;
      for (let index = 0; index < args.length; index++) {
        const arg = args[index] as Value;
        const parameter = parameters[index] ?? more;
        if (!parameter) continue;
        if (parameter.isWalked) countNodes(arg, context);
        else if (parameter !== ANY && arg.type === "string") countText(arg, context);
        else if (parameter !== ANY && arg.type === "list") countItems(arg, context);
        const whyNot = parameter.why(arg);
        const value = whyNot === undefined ? parameter.read(arg) : undefined;
        if (whyNot === undefined && value === undefined) throw wrongType(name, parameter, index, arg);
        why ??= whyNot;
        if (index < fewest) found.push(value);
        else rest.push(value as R);
      }
      if (why !== undefined) return countedUnknown(name, args, why, context);
      const answer = call(context, found as Read<P>, rest);
      if (answer.type === "string") context.work(answer.pieces.length);
      return answer;
    },
  };
}

/** The same function by another name. */
export function alias(name: string, of: Func): Func {
  return { ...of, name };
}

function wrongCount(name: string, wanted: number, given: number, isLeast: boolean): TemplateError {
  const count = `${isLeast ? "at least " : ""}${wanted === 1 ? "one argument" : `${wanted} arguments`}`;
  return new TemplateError(`'${name}' takes ${wanted === 0 ? "no arguments" : count}, but gets ${given}`);
}

function wrongType(name: string, parameter: Parameter<unknown>, index: number, value: Value): TemplateError {
  const wanted = parameter.type === "interface {}" ? "a list" : (WORDS[parameter.type] ?? parameter.type);
  const isNear = parameter.type === "int" ? value.type === "int" : wanted === nameOfKind(value);
  const given = isNear ? `one of the type ${goTypeOf(value)}` : nameOfKind(value);
  return new TemplateError(`'${name}' takes ${wanted} as argument ${index + 1}, but gets ${given}`);
}
