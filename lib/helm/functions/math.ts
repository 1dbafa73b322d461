import { float, int, list, TemplateError, type CallContext, type Func, type Value } from "../values/value.js";
import { Text } from "../values/text.js";
import { toFloat64, toInt64 } from "./cast.js";
import {
  addDecimals,
  decimalOf,
  divideDecimals,
  multiplyDecimals,
  negated,
  numberOf,
  type Decimal,
} from "./decimal.js";
import { alias, define, FLOAT, INT, KNOWN, variadic } from "./signature.js";
import { checkItems } from "./traced.js";

const MAX = variadic("max", [KNOWN], KNOWN, (_, [first], rest) =>
  int64(integers(first, rest).reduce((one, other) => (other > one ? other : one))),
);

/** sprig's arithmetic: functions.go and numeric.go. */
export const MATH: readonly Func[] = [
  define("add1", [KNOWN], (_, value) => int64(toInt64(value) + 1n)),
  variadic("add", [], KNOWN, (_, __, values) =>
    int64(values.reduce((sum, value) => sum + toInt64(value), 0n)),
  ),
  define("sub", [KNOWN, KNOWN], (_, one, other) => int64(toInt64(one) - toInt64(other))),
  define("div", [KNOWN, KNOWN], (_, one, other) => int64(toInt64(one) / divisor(other))),
  define("mod", [KNOWN, KNOWN], (_, one, other) => int64(toInt64(one) % divisor(other))),
  variadic("mul", [KNOWN], KNOWN, (_, [first], rest) =>
    int64(integers(first, rest).reduce((one, other) => BigInt.asIntN(64, one * other))),
  ),
  MAX,
  alias("biggest", MAX),
  variadic("min", [KNOWN], KNOWN, (_, [first], rest) =>
    int64(integers(first, rest).reduce((one, other) => (other < one ? other : one))),
  ),
  define("add1f", [KNOWN], (_, value) => float(numberOf(addDecimals(asDecimal(value), decimalOf(1))))),
  variadic("addf", [], KNOWN, (_, __, values) => folded(decimalOf(0), values, addDecimals)),
  variadic("subf", [KNOWN], KNOWN, (_, [first], rest) =>
    folded(asDecimal(first), rest, (one, other) => addDecimals(one, negated(other))),
  ),
  variadic("mulf", [KNOWN], KNOWN, (_, [first], rest) => folded(asDecimal(first), rest, multiplyDecimals)),
  variadic("divf", [KNOWN], KNOWN, (_, [first], rest) => folded(asDecimal(first), rest, divideDecimals)),
  variadic("maxf", [KNOWN], KNOWN, (_, [first], rest) =>
    float(rest.reduce((most: number, value) => Math.max(most, toFloat64(value)), toFloat64(first))),
  ),
  variadic("minf", [KNOWN], KNOWN, (_, [first], rest) =>
    float(rest.reduce((least: number, value) => Math.min(least, toFloat64(value)), toFloat64(first))),
  ),
  define("ceil", [KNOWN], (_, value) => float(Math.ceil(toFloat64(value)))),
  define("floor", [KNOWN], (_, value) => float(Math.floor(toFloat64(value)))),
  variadic("round", [KNOWN, INT], FLOAT, (_, [value, places], [from = 0.5]) =>
    float(rounded(toFloat64(value), places, from)),
  ),
  define("until", [INT], (context, count) => integerList(range(0, count, count < 0 ? -1 : 1, context))),
  define("untilStep", [INT, INT, INT], (context, start, stop, step) =>
    integerList(range(start, stop, step, context)),
  ),
  variadic("seq", [], INT, (context, _, params) => Text.plain(sequence(params, context).join(" "))),
];

function int64(value: bigint) {
  return int(BigInt.asIntN(64, value), "int64");
}

function integers(first: Value, rest: readonly Value[]): bigint[] {
  return [first, ...rest].map(toInt64);
}

function divisor(value: Value): bigint {
  const found = toInt64(value);
  if (found === 0n) throw new TemplateError("a number is divided by 0");
  return found;
}

function asDecimal(value: Value): Decimal {
  return decimalOf(toFloat64(value));
}

function folded(
  first: Decimal,
  rest: readonly Value[],
  calculate: (one: Decimal, other: Decimal) => Decimal,
) {
  return float(numberOf(rest.map(asDecimal).reduce(calculate, first)));
}

/** sprig's `round`, which rounds negative numbers down. */
function rounded(value: number, places: number, from: number): number {
  const power = 10 ** places;
  const shifted = power * value;
  const rest = shifted - Math.trunc(shifted);
  return (rest >= from ? Math.ceil(shifted) : Math.floor(shifted)) / power;
}

/** sprig's `untilStep`: nothing if the step leads away. */
function range(start: number, stop: number, step: number, context: CallContext): number[] {
  if (step === 0 || stop < start !== step < 0) return [];
  const count = Math.ceil((stop - start) / step);
  checkItems(count, context);
  return Array.from({ length: count }, (_, index) => start + index * step);
}

function integerList(values: readonly number[]) {
  return list(
    values.map((value) => int(value)),
    "[]int",
  );
}

/** sprig's `seq`: an end; a start and an end; or a start, a step and an end. */
function sequence(params: readonly number[], context: CallContext): number[] {
  const [first = 0, second = 0, third = 0] = params;
  switch (params.length) {
    case 1:
      return upTo(1, first, first < 1 ? -1 : 1, context);
    case 2:
      return upTo(first, second, second < first ? -1 : 1, context);
    case 3: {
      if (third < first && second > 0) return [];
      return range(first, third + (third < first ? -1 : 1), second, context);
    }
    default:
      return [];
  }
}

function upTo(start: number, end: number, step: number, context: CallContext): number[] {
  return range(start, end + step, step, context);
}
