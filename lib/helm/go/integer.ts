import { pad, type Flags } from "./flags.js";
import { escapeForQuotes, isPrintable } from "./quote.js";
import { HAS_RESERVED, RESERVED } from "../values/text.js";
import { LimitError } from "../values/value.js";

const BASES: ReadonlyMap<string, number> = new Map([
  ["d", 10],
  ["v", 10],
  ["b", 2],
  ["o", 8],
  ["O", 8],
  ["x", 16],
  ["X", 16],
]);

/** An integer as a verb of `printf` writes it; undefined if the verb is not for integers (`fmtInteger` of fmt/print.go). */
export function formatInteger(
  value: bigint,
  isUnsigned: boolean,
  verb: string,
  flags: Flags,
): string | undefined {
  if (verb === "c") return pad(characterOf(value), flags);
  if (verb === "q") {
    const isAscii = flags.plus;
    return pad(`'${escapeForQuotes(characterOf(value), "'", isAscii)}'`, flags);
  }
  if (verb === "U") return formatUnicode(value, flags);
  const base = BASES.get(verb);
  if (base === undefined) return undefined;
  if (verb === "v" && flags.sharpV && isUnsigned) return inBase(value, 16, "v", { ...flags, sharp: true });
  return inBase(value, base, verb, flags);
}

/** `fmtInteger` of fmt/format.go. */
function inBase(value: bigint, base: number, verb: string, flags: Flags): string {
  const { precision, width } = flags;
  if (precision === 0 && value === 0n) return " ".repeat(width ?? 0);
  const sign = value < 0n ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  let digits = (value < 0n ? -value : value).toString(base);
  if (precision !== undefined) digits = digits.padStart(precision, "0");
  else if (flags.zero && !flags.minus && width !== undefined)
    digits = digits.padStart(width - sign.length, "0");
  if (verb === "X") digits = digits.toUpperCase();
  return pad(sign + prefixOf(base, verb, digits, flags) + digits, flags, false);
}

function prefixOf(base: number, verb: string, digits: string, flags: Flags): string {
  const letter = verb === "O" ? "0o" : "";
  if (!flags.sharp) return letter;
  if (base === 2) return "0b";
  if (base === 16) return verb === "X" ? "0X" : "0x";
  return base === 8 && !digits.startsWith("0") ? `${letter}0` : letter;
}

/** `fmtUnicode` of fmt/format.go: `U+0078`, or `U+0078 'x'`. */
function formatUnicode(value: bigint, flags: Flags): string {
  const unsigned = BigInt.asUintN(64, value);
  const digits = unsigned
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(flags.precision ?? 4, 4), "0");
  const character = unsigned <= 0x10ffffn ? characterOf(value) : "";
  const shown = flags.sharp && character !== "" && isPrintable(character) ? ` '${character}'` : "";
  return pad(`U+${digits}${shown}`, flags, false);
}

/** The character of a number, or the one that stands for what is none. */
function characterOf(value: bigint): string {
  const isCharacter = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value <= 0xdfffn);
  const character = isCharacter ? String.fromCodePoint(Number(value)) : "\uFFFD";
  if (RESERVED.test(character)) throw new LimitError(`what is printed ${HAS_RESERVED}`);
  return character;
}
