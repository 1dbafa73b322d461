import { goTypeOf, nameOfKind } from "../values/kinds.js";
import { Text } from "../values/text.js";
import {
  bool,
  float,
  int,
  NIL,
  TemplateError,
  type Func,
  type Nil,
  type Parameter,
  type Signature,
  type Value,
} from "../values/value.js";
import type { Operand } from "./nodes.js";

/**
 * Go's invalid `reflect.Value`: what a pipeline gives whose value is nil. Its fields are nothing, while those of a nil in
 * a list or map are refused.
 */
export const NOTHING: Nil = { type: "nil" };

const ANY: Signature = { parameters: [], rest: "interface {}" };

/** The type of the parameter that takes an argument. */
export function parameterAt({ takes = ANY }: Func, index: number): Parameter {
  return takes.parameters[index] ?? takes.rest ?? "interface {}";
}

/** Refuses a call with too few or too many arguments (`evalCall` of text/template/exec.go). */
export function checkCount({ name, takes }: Func, count: number): void {
  if (!takes) return;
  const wanted = takes.parameters.length;
  if (takes.rest ? count >= wanted : count === wanted) return;
  const noun = wanted === 1 ? "argument" : "arguments";
  throw new TemplateError(`'${name}' takes ${takes.rest ? "at least " : ""}${wanted} ${noun}, not ${count}`);
}

/** Whether a literal is written there, which becomes what its parameter asks for. */
export function isLiteral(node: Operand): boolean {
  return node.type === "bool" || node.type === "number" || node.type === "string";
}

/** A literal as an argument (`evalArg` and those it calls). */
export function literalAs(node: Operand, type: Parameter, name: string): Value {
  if (type === "interface {}") return constant(node);
  if (type === "bool" && node.type === "bool") return bool(node.value);
  if (type === "string" && node.type === "string") return Text.plain(node.value);
  if (node.type === "number") {
    if ((type === "int" || type === "int64") && node.int !== undefined) return int(node.int, type);
    // What is larger than 32 bits is cut to them.
    if (type === "uint32" && node.int !== undefined && node.int >= 0n)
      return int(BigInt.asUintN(32, node.int));
    if (type === "float64" && node.float !== undefined) return float(node.float);
  }
  throw wrongType(constant(node), type, name);
}

/** A literal where nothing says what it should be (`idealConstant`). */
export function constant(node: Operand): Value {
  if (node.type === "bool") return bool(node.value);
  if (node.type === "string") return Text.plain(node.value);
  if (node.type !== "number") return NIL;
  if (node.isFloat && node.float !== undefined) return float(node.float);
  if (node.int === undefined) throw new TemplateError("the number is too large for an integer");
  return int(node.int);
}

/** A value as an argument, if Go lets a parameter of that type have it (`validateType`). */
export function valueAs(value: Value, type: Parameter, name: string): Value {
  if (type === "interface {}") return value === NOTHING ? NIL : value;
  if (value.type === "unknown" && (value.goType === undefined || isAssignable(value.goType, type)))
    return value;
  if (value === NOTHING && isNillable(type)) return NIL;
  if (value.type !== "nil" && isAssignable(goTypeOf(value), type)) return value;
  throw wrongType(value, type, name);
}

/** `nil` written as an argument. */
export function nilAs(type: Parameter, name: string): Value {
  if (type === "interface {}" || isNillable(type)) return NIL;
  throw wrongType(NIL, type, name);
}

function isNillable(type: Parameter): boolean {
  return type.startsWith("map[") || type.startsWith("[]");
}

function isAssignable(from: string, to: Parameter): boolean {
  return from === to || (from === "chartutil.Values" && to === "map[string]interface {}");
}

const NEEDED: Readonly<Record<Parameter, string>> = {
  "interface {}": "a value",
  string: "a string",
  bool: "a boolean",
  int: "an integer",
  int64: "an integer of 64 bits",
  uint32: "a whole number written out",
  float64: "a number",
  "[]interface {}": "a list",
  "[]string": "a list of strings",
  "[]uint8": "bytes",
  "map[string]interface {}": "a map",
  "map[string]string": "a map of strings",
  "time.Time": "a time",
};

function wrongType(value: Value, type: Parameter, name: string): TemplateError {
  const found =
    value.type === "nil" ? "this is not set" : `this is ${nameOfKind(value)} ('${goTypeOf(value)}')`;
  return new TemplateError(`'${name}' needs ${NEEDED[type]} ('${type}') here, but ${found}`);
}
