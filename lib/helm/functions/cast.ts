import type { Value } from "../values/value.js";

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/** A value as spf13/cast makes an integer of it (caste.go, ToInt64E), and sprig with it: what is none becomes 0. */
export function toInt64(value: Value): bigint {
  switch (value.type) {
    case "int":
      return value.goType === "time.Duration" ? 0n : BigInt.asIntN(64, value.value);
    case "float64":
      return floatToInt64(value.value);
    case "string":
      return parseInteger(trimZeroDecimal(value.text)) ?? 0n;
    case "bool":
      return value.value ? 1n : 0n;
    default:
      return 0n;
  }
}

/** A value as spf13/cast makes a float of it (caste.go, ToFloat64E): what is none becomes 0. */
export function toFloat64(value: Value): number {
  switch (value.type) {
    case "int":
      return value.goType === "time.Duration" ? 0 : Number(value.value);
    case "float64":
      return value.value;
    case "string":
      return parseFloat64(value.text) ?? 0;
    case "bool":
      return value.value ? 1 : 0;
    default:
      return 0;
  }
}

/** Go's conversion of a float: what does not fit becomes the least integer there is, as on most machines. */
function floatToInt64(value: number): bigint {
  if (!Number.isFinite(value)) return INT64.least;
  const whole = BigInt(Math.trunc(value));
  return whole < INT64.least || whole > INT64.most ? INT64.least : whole;
}

/** cast's `trimZeroDecimal`: `3.00` is 3. */
function trimZeroDecimal(text: string): string {
  return /\.0+$/.test(text.slice(-1000)) ? text.replace(/\.0+$/, "") : text;
}

const DIGITS: Readonly<Record<string, { base: bigint; digits: RegExp }>> = {
  x: { base: 16n, digits: /^[0-9a-f]+$/i },
  o: { base: 8n, digits: /^[0-7]+$/ },
  b: { base: 2n, digits: /^[01]+$/ },
};
const DECIMAL = { base: 10n, digits: /^[0-9]+$/ };
const OCTAL = { base: 8n, digits: /^[0-7]+$/ };

/** `strconv.ParseInt` with base 0 and 64 bits: a prefix tells the base, underscores may stand between digits. */
function parseInteger(text: string): bigint | undefined {
  const [, sign = "", prefix, body = ""] = /^([+-]?)(?:0([xob]))?(.*)$/is.exec(text) ?? [];
  const isOctal = prefix === undefined && /^0./.test(body);
  const { base, digits } =
    prefix !== undefined ? (DIGITS[prefix.toLowerCase()] ?? DECIMAL) : isOctal ? OCTAL : DECIMAL;
  // An underscore stands between two digits, or between the prefix and one.
  if (/__|_$/.test(body) || (prefix === undefined && body.startsWith("_"))) return undefined;
  const plain = body.replaceAll("_", "");
  // 64 bits have no more digits in any base.
  if (plain.length > 5000 || !digits.test(plain)) return undefined;
  const size = BigInt(base === 10n ? plain : inBase(plain, base));
  const value = sign === "-" ? -size : size;
  return value < INT64.least || value > INT64.most ? undefined : value;
}

function inBase(digits: string, base: bigint): string {
  if (base === 16n) return `0x${digits}`;
  return `${base === 8n ? "0o" : "0b"}${digits}`;
}

/** `strconv.ParseFloat` with 64 bits. Floats in base 16 are not read. */
export function parseFloat64(text: string): number | undefined {
  const named = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (named) {
    if (named[2]?.toLowerCase() === "nan") return named[1] === "" ? NaN : undefined;
    return named[1] === "-" ? -Infinity : Infinity;
  }
  // An underscore stands between two digits.
  const plain = text.replace(/(?<=[0-9])_(?=[0-9])/g, "");
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** `strconv.Atoi`, as sprig's `atoi` uses it: where it fails, it still gives the nearest integer if there is one. */
export function atoi(text: string): bigint {
  if (!/^[+-]?[0-9]+$/.test(text) || text.length > 5000) return 0n;
  const value = BigInt(text.replace(/^\+/, ""));
  if (value < INT64.least) return INT64.least;
  return value > INT64.most ? INT64.most : value;
}
