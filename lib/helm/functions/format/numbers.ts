/** From this exponent on, the shortest form of `%g` has one. */
const LARGE = 6;

/** A float in its shortest form as `%v` prints it: strconv.FormatFloat with 'g' and -1. */
export function formatG(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  return power < -4 || power >= LARGE ? `${digits}e${signed(power)}` : String(value);
}

/** A float as encoding/json writes it: encode.go, floatEncoder. */
export function formatJson(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return Object.is(value, -0) ? "-0" : "0";
  if (size >= 1e-6 && size < 1e21) return String(value);
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  return `${digits}e${power < 0 ? String(power) : signed(power)}`;
}

function signed(power: number): string {
  return (power < 0 ? "-" : "+") + String(Math.abs(power)).padStart(2, "0");
}
