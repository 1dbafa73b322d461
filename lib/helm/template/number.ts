import { goUnquoteCharacter } from "../go/quote.js";
import type { NumberLiteral } from "./nodes.js";

const DECIMAL = /^([+-]?)([0-9]+)$/;
const PREFIXED = /^([+-]?)(0[xob][0-9a-f]+)$/i;
const OCTAL = /^([+-]?)0([0-7]+)$/;
const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const HEXADECIMAL_FLOAT = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i;
/** Underscores stand between digits, or between a prefix and a digit (`underscoreOK` of strconv/atoi.go). */
const MISPLACED = /^[+-]?_|__|_$|_(?![0-9a-f])|(?<![0-9a-fxob])_/i;

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** The value of a number; undefined if Go refuses it (`newNumber` of text/template/parse/node.go). */
export function readNumber(text: string): Pick<NumberLiteral, "int" | "float" | "isFloat"> | undefined {
  if (MISPLACED.test(text)) return undefined;
  const digits = text.replaceAll("_", "");
  const whole = readInteger(digits);
  if (whole !== undefined) {
    const isUnsigned = whole > MOST && whole < 2n ** 64n;
    if (whole < LEAST || (whole > MOST && !isUnsigned)) return undefined;
    return { int: isUnsigned ? undefined : whole, float: Number(whole), isFloat: false };
  }
  const float = readFloat(digits);
  // What looks like an integer and is none, such as 089, Go takes for one that is too large.
  if (float === undefined || !Number.isFinite(float) || !/[.ep]/i.test(digits)) return undefined;
  const isWhole = Number.isInteger(float) && float >= -(2 ** 63) && float < 2 ** 63;
  return { int: isWhole ? BigInt(float) : undefined, float, isFloat: true };
}

/** The value of a character in quotes, which is a number. */
export function readCharacter(text: string): Pick<NumberLiteral, "int" | "float" | "isFloat"> | undefined {
  const code = goUnquoteCharacter(text);
  return code === undefined ? undefined : { int: BigInt(code), float: code, isFloat: false };
}

function readInteger(text: string): bigint | undefined {
  const [, prefixSign, prefixed] = PREFIXED.exec(text) ?? [];
  if (prefixed !== undefined) return signed(prefixSign, readDigits(prefixed));
  const [, octalSign, octal] = OCTAL.exec(text) ?? [];
  if (octal !== undefined) return signed(octalSign, BigInt(`0o${octal}`));
  const [, sign, decimal = ""] = DECIMAL.exec(text) ?? [];
  if (sign === undefined || (decimal.length > 1 && decimal.startsWith("0"))) return undefined;
  // More digits than any integer of 64 bits has.
  return signed(sign, decimal.length > 30 ? 2n ** 100n : BigInt(decimal));
}

function readDigits(prefixed: string): bigint | undefined {
  try {
    return BigInt(prefixed.length > 100 ? prefixed.slice(0, 100) : prefixed.toLowerCase());
  } catch {
    return undefined;
  }
}

function signed(sign: string | undefined, value: bigint | undefined): bigint | undefined {
  return value === undefined || sign !== "-" ? value : -value;
}

function readFloat(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const [all, sign, whole = "", rest = "", power = "0"] = HEXADECIMAL_FLOAT.exec(text) ?? [];
  if (all === undefined || whole + rest === "") return undefined;
  const value = parseInt(whole + rest, 16) * 2 ** (Number(power) - 4 * rest.length);
  return sign === "-" ? -value : value;
}
