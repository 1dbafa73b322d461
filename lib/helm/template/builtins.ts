import { print } from "../go/print.js";
import { printf } from "../go/printf.js";
import { areEqual, isLess } from "../values/compare.js";
import { unknownOf } from "../values/identity.js";
import { Text } from "../values/text.js";
import { isTrue } from "../values/truth.js";
import { countArguments } from "../values/work.js";
import {
  bool,
  NIL,
  TemplateError,
  type CallContext,
  type Func,
  type Parameter,
  type Unknown,
  type Value,
} from "../values/value.js";
import { escapeHtml, escapeJs, escapeQuery, escaped } from "./escape.js";
import { index, length, slice } from "./indexing.js";

const ANY: Parameter = "interface {}";

/** The functions of Go's templates themselves, but for `and` and `or` (`builtins` of text/template/funcs.go). */
export const BUILTINS: ReadonlyMap<string, Func> = new Map(
  [
    define("not", [ANY], ([value = NIL], context) => bool(!isTrue(value, context))),
    define("eq", [ANY], equal, ANY),
    define("ne", [ANY, ANY], ([one = NIL, other = NIL], context) =>
      negated(answer(areEqual(one, other)), context),
    ),
    define("lt", [ANY, ANY], ([one = NIL, other = NIL]) => answer(isLess(one, other))),
    define("le", [ANY, ANY], ([one = NIL, other = NIL], context) => lessOrEqual(one, other, context)),
    define("gt", [ANY, ANY], ([one = NIL, other = NIL], context) =>
      negated(lessOrEqual(one, other, context), context),
    ),
    define("ge", [ANY, ANY], ([one = NIL, other = NIL], context) =>
      negated(answer(isLess(one, other)), context),
    ),
    define("index", [ANY], ([item = NIL, ...indexes], context) => index(item, indexes, context), ANY),
    define("slice", [ANY], ([item = NIL, ...indexes], context) => slice(item, indexes, context), ANY),
    define("len", [ANY], ([item = NIL], context) => length(item, context)),
    define("call", [ANY], ([func = NIL, ...values], context) => call(func, values, context), ANY),
    define("print", [], (values, context) => counted(print(values, context.work), context), ANY),
    define(
      "println",
      [],
      (values, context) => {
        const parts = values.map((value) => print([value], context.work));
        return counted(Text.join([Text.join(parts, " "), Text.plain("\n")]), context);
      },
      ANY,
    ),
    define(
      "printf",
      ["string"],
      ([format = NIL, ...values], context) => {
        if (format.type !== "string" || format.unknown !== undefined) {
          return unknownOf("printf", [format, ...values]) ?? NIL;
        }
        return printf(format, values, context.work);
      },
      ANY,
    ),
    define("html", [], (values, context) => counted(escaped(values, escapeHtml, context.work), context), ANY),
    define("js", [], (values, context) => counted(escaped(values, escapeJs, context.work), context), ANY),
    define(
      "urlquery",
      [],
      (values, context) => counted(escaped(values, escapeQuery, context.work), context),
      ANY,
    ),
  ].map((func) => [func.name, func]),
);

function define(name: string, parameters: readonly Parameter[], call: Func["call"], rest?: Parameter): Func {
  return {
    type: "func",
    name,
    takes: { parameters, ...(rest && { rest }) },
    call: (args, context) => {
      countArguments(args, context);
      return call(args, context);
    },
  };
}

/** Whether the first value equals one of the others. */
function equal([one = NIL, ...others]: readonly Value[], context: CallContext): Value {
  if (others.length === 0) throw new TemplateError("'eq' has nothing to compare with");
  for (const other of others) {
    const found = areEqual(one, other);
    if (found === true) return bool(true);
    if (found === false) continue;
    if (others.length === 1) return found;
    if (context.decide(found)) return bool(true);
  }
  return bool(false);
}

/** `lt`, and else `eq`. */
function lessOrEqual(one: Value, other: Value, context: CallContext): Value {
  const isLower = isLess(one, other);
  if (isLower === true) return bool(true);
  if (isLower !== false) return unknownOf("le", [one, other]) ?? isLower;
  return equal([one, other], context);
}

function answer(found: boolean | Unknown): Value {
  return typeof found === "boolean" ? bool(found) : found;
}

/** What is not known is decided, so that a condition and its contrary are decided alike. */
function negated(value: Value, context: CallContext): Value {
  return bool(!isTrue(value, context));
}

function call(func: Value, values: readonly Value[], context: CallContext): Value {
  if (func.type === "unknown") return unknownOf("call", [func, ...values]) ?? func;
  if (func.type !== "func") throw new TemplateError("'call' is given something that is no function");
  return func.call(values, context);
}

/** A text, counted as the work that it was. */
function counted(text: Text, { work }: CallContext): Text {
  work(text.pieces.length + (text.text.length >> 4));
  return text;
}
