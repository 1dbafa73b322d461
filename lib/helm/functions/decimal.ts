import { TemplateError } from "../values/value.js";

/** A decimal number, exactly: so many times a power of ten. */
export interface Decimal {
  coefficient: bigint;
  exponent: number;
}

/** shopspring/decimal divides to so many digits after the point. */
const DIVISION_DIGITS = 16;

/** The shortest decimal number of a float: `decimal.NewFromFloat`. */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new TemplateError(`there is no decimal number for ${value}`);
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { coefficient: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

export function numberOf({ coefficient, exponent }: Decimal): number {
  return Number(`${coefficient}e${exponent}`);
}

export function addDecimals(one: Decimal, other: Decimal): Decimal {
  const exponent = Math.min(one.exponent, other.exponent);
  return { coefficient: scaled(one, exponent) + scaled(other, exponent), exponent };
}

export function negated({ coefficient, exponent }: Decimal): Decimal {
  return { coefficient: -coefficient, exponent };
}

export function multiplyDecimals(one: Decimal, other: Decimal): Decimal {
  return { coefficient: one.coefficient * other.coefficient, exponent: one.exponent + other.exponent };
}

/** A quotient rounded to 16 digits after the point, half away from zero: `DivRound`. */
export function divideDecimals(one: Decimal, other: Decimal): Decimal {
  if (other.coefficient === 0n) throw new TemplateError("a number is divided by 0");
  const shift = one.exponent - other.exponent + DIVISION_DIGITS;
  const [above, below] =
    shift >= 0
      ? [one.coefficient * 10n ** BigInt(shift), other.coefficient]
      : [one.coefficient, other.coefficient * 10n ** BigInt(-shift)];
  const quotient = above / below;
  const rest = above % below;
  const isUp = 2n * size(rest) >= size(below);
  const away = above < 0n === below < 0n ? 1n : -1n;
  return { coefficient: isUp ? quotient + away : quotient, exponent: -DIVISION_DIGITS };
}

function scaled({ coefficient, exponent }: Decimal, to: number): bigint {
  return coefficient * 10n ** BigInt(exponent - to);
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}
