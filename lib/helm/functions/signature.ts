import { Text } from "../values/text.js";
import { TemplateError, type CallContext, type Dict, type Func, type List, type Value } from "../values/value.js";
import { inWords } from "./go-types.js";
import { unknownResult, whyUnknown } from "./unknown.js";

/** A parameter of a function, as Go declares it. */
export interface Parameter<T> {
  /** What it takes, as messages say it. */
  takes: string;
  /** The argument as the function uses it; undefined if Go refuses it. */
  read: (value: Value) => T | undefined;
  /** Why too little is known of an argument for the function to give an answer. */
  why: (value: Value) => string | undefined;
}

/** What parameters read. */
type Read<P extends readonly Parameter<unknown>[]> = {
  [I in keyof P]: P[I] extends Parameter<infer T> ? T : never;
};

/** Anything, known or not. */
export const ANY: Parameter<Value> = { takes: "a value", read: (value) => value, why: () => undefined };

/** Anything whose every part must be known. */
export const KNOWN: Parameter<Value> = { takes: "a value", read: (value) => value, why: (value) => whyUnknown(value) };

/** A string whose characters are kept, known or not. */
export const TRACED: Parameter<Text> = {
  takes: "a string",
  read: (value) => (value.type === "string" ? value : value.type === "unknown" ? Text.unknown(value.why) : undefined),
  why: () => undefined,
};

/** A string from which something is computed. */
export const STRING: Parameter<string> = {
  takes: "a string",
  read: (value) => (value.type === "string" ? value.text : undefined),
  why: whyNotKnown,
};

/** Go's `int`, which no other type of integer can be given for. */
export const INT: Parameter<number> = {
  takes: "an integer (int)",
  read: (value) => (value.type === "int" && value.goType === "int" ? Number(value.value) : undefined),
  why: whyNotKnown,
};

/** Go's `float64`. An integer may be a constant in the template, which Go converts. */
export const FLOAT: Parameter<number> = {
  takes: "a number (float64)",
  read: (value) =>
    value.type === "float64" || (value.type === "int" && value.goType === "int") ? Number(value.value) : undefined,
  why: whyNotKnown,
};

export const BOOL: Parameter<boolean> = {
  takes: "a boolean",
  read: (value) => (value.type === "bool" ? value.value : undefined),
  why: whyNotKnown,
};

/** Go's `map[string]interface {}`. What comes through a pipeline may be nil, which then is a map without keys. */
export const MAP: Parameter<Dict> = {
  takes: "a map",
  read: (value) => {
    if (value.type === "nil") return { type: "map", goType: "map[string]interface {}", entries: new Map() };
    return value.type === "map" && value.goType !== "map[string]string" ? value : undefined;
  },
  why: whyNotKnown,
};

/** A list, for functions to which its order does not matter. */
export const LIST: Parameter<List> = {
  takes: "a list",
  read: (value) => (value.type === "list" ? value : undefined),
  why: whyNotKnown,
};

/** A list whose order is known. */
export const ORDERED_LIST: Parameter<List> = {
  ...LIST,
  why: (value) => whyNotKnown(value) ?? (isUnordered(value) ? "the order of the keys of a map is not known" : undefined),
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
    call: (args, context) => {
      if (args.length < fewest || (!more && args.length > fewest)) throw wrongCount(name, fewest, args.length, !!more);
      context.work(1);
      const found: unknown[] = [];
      const rest: R[] = [];
      let why: string | undefined;
      for (const [index, arg] of args.entries()) {
        const parameter = parameters[index] ?? more;
        if (!parameter) continue;
        const whyNot = parameter.why(arg);
        const value = whyNot === undefined ? parameter.read(arg) : undefined;
        if (whyNot === undefined && value === undefined) throw wrongType(name, parameter.takes, index, arg);
        why ??= whyNot;
        if (index < fewest) found.push(value);
        else rest.push(value as R);
      }
      return why === undefined ? call(context, found as Read<P>, rest) : unknownResult(name, args, why);
    },
  };
}

/** The same function by another name. */
export function alias(name: string, of: Func): Func {
  return { ...of, name };
}

function whyNotKnown(value: Value): string | undefined {
  return value.type === "unknown" ? value.why : value.type === "string" ? value.unknown : undefined;
}

function wrongCount(name: string, wanted: number, given: number, isLeast: boolean): TemplateError {
  const count = `${isLeast ? "at least " : ""}${wanted === 1 ? "one argument" : `${wanted} arguments`}`;
  return new TemplateError(`'${name}' takes ${wanted === 0 ? "no arguments" : count}, but gets ${given}`);
}

function wrongType(name: string, takes: string, index: number, value: Value): TemplateError {
  return new TemplateError(`'${name}' takes ${takes} as argument ${index + 1}, but gets ${inWords(value)}`);
}
