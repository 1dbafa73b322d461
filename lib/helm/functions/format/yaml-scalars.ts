import { parseFloat64 } from "../cast.js";

/** What a plain scalar of YAML 1.1 says, as goyaml.v2 reads it. */
export type Scalar =
  | { type: "string" }
  | { type: "null" }
  | { type: "timestamp" }
  | { type: "bool"; value: boolean }
  | { type: "int"; value: bigint }
  | { type: "float"; value: number };

const WORDS = new Map<string, Scalar>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map(
    (word) => [word, { type: "bool", value: true }] as const,
  ),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map(
    (word) => [word, { type: "bool", value: false }] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, { type: "null" }] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, { type: "float", value: NaN }] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map(
    (word) => [word, { type: "float", value: Infinity }] as const,
  ),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, { type: "float", value: -Infinity }] as const),
]);
const STRING: Scalar = { type: "string" };
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const TIME =
  /^\d{4}-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| (?=[^Z+]*$))(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)?)?$/;
/** Longer scalars are strings: no number that fits has so many digits. */
const LONGEST = 1000;

/** goyaml.v2's resolve.go. */
export function resolveScalar(text: string): Scalar {
  const word = WORDS.get(text);
  if (word) return word;
  if (text.length > LONGEST || !/^[-+.0-9]/.test(text)) return STRING;
  if (text.startsWith(".")) {
    const value = parseFloat64(text);
    return value === undefined ? STRING : { type: "float", value };
  }
  if (isTimestamp(text)) return { type: "timestamp" };
  const plain = text.replaceAll("_", "");
  return asInteger(plain) ?? asFloat(plain) ?? STRING;
}

/** Base 60, which is written in quotes though it is read as a string: encode.go, isBase60Float. */
export function isBase60(text: string): boolean {
  return text.length <= LONGEST && /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}

function asInteger(text: string): Scalar | undefined {
  const [, sign, prefix, digits = ""] = /^([-+]?)(0[xX]|0[oO]|0[bB]|0(?=.)|)([0-9a-fA-F]+)$/.exec(text) ?? [];
  const base = BASES[(prefix ?? "").toLowerCase()];
  if (!base?.digits.test(digits)) return undefined;
  const size = BigInt(base.prefix + digits);
  const value = sign === "-" ? -size : size;
  if (value < -(2n ** 63n) || value >= 2n ** 64n) return undefined;
  // A sign keeps an integer from being an unsigned one.
  return value >= 2n ** 63n && sign !== "" ? undefined : { type: "int", value };
}

const BASES: Readonly<Record<string, { prefix: string; digits: RegExp }>> = {
  "0x": { prefix: "0x", digits: /^[0-9a-f]+$/i },
  "0o": { prefix: "0o", digits: /^[0-7]+$/ },
  "0b": { prefix: "0b", digits: /^[01]+$/ },
  "0": { prefix: "0o", digits: /^[0-7]+$/ },
  "": { prefix: "", digits: /^[0-9]+$/ },
};

function asFloat(text: string): Scalar | undefined {
  if (!FLOAT.test(text)) return undefined;
  const value = parseFloat64(text);
  return value === undefined ? undefined : { type: "float", value };
}

function isTimestamp(text: string): boolean {
  const [all, month = "", day = "", ...time] = TIME.exec(text) ?? [];
  if (all === undefined) return false;
  const date = new Date(Date.UTC(Number(text.slice(0, 4)), Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(text.slice(0, 4)));
  const [hours = 0, minutes = 0, seconds = 0] = time.map((part) => Number(part ?? 0));
  return (
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day) &&
    hours < 24 &&
    minutes < 60 &&
    seconds < 60 &&
    (time[0] === undefined || isWholeTime(text))
  );
}

/** With `T` a zone must follow, with a space none may. */
function isWholeTime(text: string): boolean {
  return /[Tt]/.test(text) === /(?:Z|[+-]\d\d:\d\d)$/.test(text);
}
