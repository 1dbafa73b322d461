import { float, int, type Func } from "../values/value.js";
import { atoi, toFloat64, toInt64 } from "./cast.js";
import { define, KNOWN, STRING } from "./signature.js";
import { printValue } from "../go/print.js";

/** sprig's conversions: numeric.go, with those of spf13/cast. */
export const CONVERSIONS: readonly Func[] = [
  define("int", [KNOWN], (_, value) => int(toInt64(value))),
  define("int64", [KNOWN], (_, value) => int(toInt64(value), "int64")),
  define("float64", [KNOWN], (_, value) => float(toFloat64(value))),
  define("atoi", [STRING], (_, text) => int(atoi(text))),
  define("toDecimal", [KNOWN], (_, value) => int(fromOctal(printValue(value).text), "int64")),
];

/** An octal number in Go's `strconv.ParseInt(text, 8, 64)`; 0 if it is none. */
function fromOctal(text: string): bigint {
  const [, sign, digits] = /^([+-]?)([0-7]{1,22})$/.exec(text.replace(/^([+-]?)0+(?=[0-7])/, "$1")) ?? [];
  if (digits === undefined) return 0n;
  const value = BigInt(`0o${digits}`) * (sign === "-" ? -1n : 1n);
  return value === BigInt.asIntN(64, value) ? value : 0n;
}
