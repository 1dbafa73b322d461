/** The digits of a number and where its decimal point stands among them: 12.5 is `125` with the point at 2. */
interface Decimal {
  digits: string;
  point: number;
}

/**
 * A number as Go's `strconv.FormatFloat` writes it (strconv/ftoa.go), without a sign for positive ones.
 * @param precision undefined for as few digits as identify the number
 */
export function formatFloat(value: number, verb: string, precision?: number): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  if (size === Infinity) return sign === "" ? "+Inf" : "-Inf";
  return sign + formatSize(size, verb, precision);
}

function formatSize(value: number, verb: string, precision: number | undefined): string {
  switch (verb) {
    case "e":
    case "E": {
      const decimal =
        precision === undefined ? shortest(value) : rounded(exact(value), { digits: precision + 1 });
      return exponential(decimal, precision ?? decimal.digits.length - 1, verb);
    }
    case "f": {
      const decimal = precision === undefined ? shortest(value) : rounded(exact(value), { after: precision });
      return positional(decimal, precision ?? Math.max(decimal.digits.length - decimal.point, 0));
    }
    case "g":
    case "G":
      return general(value, verb, precision);
    case "b":
      return binary(value);
    default:
      return hexadecimal(value, verb, precision);
  }
}

/** `%g`: with an exponent if it is less than -4, or not less than the precision, which is 6 for the shortest digits. */
function general(value: number, verb: string, precision: number | undefined): string {
  const decimal =
    precision === undefined
      ? shortest(value)
      : withoutZeros(rounded(exact(value), { digits: Math.max(precision, 1) }));
  const { digits, point } = decimal;
  const wanted = Math.max(precision ?? 6, 1);
  const limit =
    precision !== undefined && wanted > digits.length && digits.length >= point ? digits.length : wanted;
  const exponent = value === 0 ? 0 : point - 1;
  if (exponent < -4 || exponent >= limit)
    return exponential(decimal, digits.length - 1, verb === "G" ? "E" : "e");
  return positional(decimal, Math.max(digits.length - point, 0));
}

function exponential({ digits, point }: Decimal, after: number, letter: string): string {
  const exponent = /^0*$/.test(digits) ? 0 : point - 1;
  const rest = digits.slice(1, 1 + after).padEnd(after, "0");
  const size = String(Math.abs(exponent)).padStart(2, "0");
  return `${digits[0] ?? "0"}${after > 0 ? `.${rest}` : ""}${letter}${exponent < 0 ? "-" : "+"}${size}`;
}

function positional({ digits, point }: Decimal, after: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  if (after <= 0) return whole;
  const rest = point > 0 ? digits.slice(point) : "0".repeat(Math.min(-point, after)) + digits;
  return `${whole}.${rest.slice(0, after).padEnd(after, "0")}`;
}

/** The fewest digits that identify a number. JavaScript finds the same as Go. */
function shortest(value: number): Decimal {
  if (value === 0) return { digits: "0", point: 1 };
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  return { digits: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

/** All digits of a number. Each is a whole number of powers of two, so there is an end to them. */
function exact(value: number): Decimal {
  if (value === 0) return { digits: "0", point: 1 };
  const { mantissa, exponent } = parts(value);
  const power = BigInt(Math.abs(exponent));
  const digits = String(exponent < 0 ? mantissa * 5n ** power : mantissa << power);
  return { digits, point: digits.length + Math.min(exponent, 0) };
}

/** A number with so many digits, or so many after the point; what lies in the middle is rounded to the even digit. */
function rounded({ digits, point }: Decimal, to: { digits: number } | { after: number }): Decimal {
  const keep = "digits" in to ? to.digits : point + to.after;
  if (keep >= digits.length) return { digits, point };
  if (keep < 0) return { digits: "0", point: 1 };
  const [kept, rest] = [digits.slice(0, keep), digits.slice(keep)];
  const isOdd = Number(kept.at(-1) ?? "0") % 2 === 1;
  const isUp = rest[0] === "5" && /^50*$/.test(rest) ? isOdd : (rest[0] ?? "0") >= "5";
  if (!isUp) return keep === 0 ? { digits: "0", point: 1 } : { digits: kept, point };
  const up = String(BigInt(kept === "" ? "0" : kept) + 1n);
  return { digits: up, point: point + (up.length - kept.length) };
}

function withoutZeros({ digits, point }: Decimal): Decimal {
  return { digits: digits.replace(/(?!^)0+$/, ""), point };
}

/** A number as a whole number times a power of two. */
function parts(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: exponent - 1075 };
}

function binary(value: number): string {
  const { mantissa, exponent } = parts(value);
  return `${mantissa}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

/** `%x`: the mantissa in base 16 with one digit before the point, and a power of two. */
function hexadecimal(value: number, verb: string, precision: number | undefined): string {
  let { mantissa, exponent } = parts(value);
  // One bit before the point, sixty after it.
  while (mantissa !== 0n && mantissa < 1n << 60n) [mantissa, exponent] = [mantissa << 1n, exponent - 1];
  exponent = mantissa === 0n ? 0 : exponent + 60;
  if (precision !== undefined && precision < 15) {
    const cut = BigInt(60 - 4 * precision);
    const [half, rest] = [1n << (cut - 1n), mantissa & ((1n << cut) - 1n)];
    const isOdd = ((mantissa >> cut) & 1n) === 1n;
    mantissa = (mantissa >> cut) + (rest > half || (rest === half && isOdd) ? 1n : 0n);
    mantissa <<= cut;
    if (mantissa >= 1n << 61n) [mantissa, exponent] = [mantissa >> 1n, exponent + 1];
  }
  const digits = (mantissa & ((1n << 60n) - 1n)).toString(16).padStart(15, "0");
  const shown =
    precision === undefined ? digits.replace(/0+$/, "") : digits.padEnd(precision, "0").slice(0, precision);
  const power = String(Math.abs(exponent)).padStart(2, "0");
  const text = `0x${mantissa >> 60n}${shown && `.${shown}`}p${exponent < 0 ? "-" : "+"}${power}`;
  return verb === "X" ? text.toUpperCase() : text;
}
