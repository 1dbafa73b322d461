import { isTrue } from "../values/truth.js";
import { bool, NIL, type Func, type Value } from "../values/value.js";
import { isEmpty } from "./emptiness.js";
import { ANY, define, variadic, type Parameter } from "./signature.js";

/** A boolean that is decided where it is not known. */
const CONDITION: Parameter<Value> = {
  type: "bool",
  read: (value) => (value.type === "bool" || value.type === "unknown" ? value : undefined),
  why: () => undefined,
};

/** sprig's functions on what may be empty: defaults.go. */
export const DEFAULTS: readonly Func[] = [
  variadic("default", [ANY], ANY, (context, [otherwise], [given]) =>
    given === undefined || isEmpty(given, context) ? otherwise : given,
  ),
  define("empty", [ANY], (context, value) => bool(isEmpty(value, context))),
  variadic(
    "coalesce",
    [],
    ANY,
    (context, _, values) => values.find((value) => !isEmpty(value, context)) ?? NIL,
  ),
  variadic("all", [], ANY, (context, _, values) =>
    bool(knownFirst(values).every((value) => !isEmpty(value, context))),
  ),
  variadic("any", [], ANY, (context, _, values) =>
    bool(knownFirst(values).some((value) => !isEmpty(value, context))),
  ),
  define("ternary", [ANY, ANY, CONDITION], (context, yes, no, condition) =>
    isTrue(condition, context) ? yes : no,
  ),
];

/** Values in an order in which nothing is decided that those that are known decide already. */
function knownFirst(values: readonly Value[]): Value[] {
  const [known, rest]: [Value[], Value[]] = [[], []];
  for (const value of values)
    (value.type === "unknown" || value.type === "string" ? rest : known).push(value);
  return known.concat(rest);
}
