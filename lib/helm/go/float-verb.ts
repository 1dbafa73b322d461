import { pad, type Flags } from "./flags.js";
import { formatFloat } from "./float.js";

/** How `strconv` calls what a verb asks for, and how precise it is if nothing else is said (`fmtFloat` of fmt/print.go). */
const VERBS: ReadonlyMap<string, { verb: string; precision: number | undefined }> = new Map([
  ["v", { verb: "g", precision: undefined }],
  ["b", { verb: "b", precision: undefined }],
  ["g", { verb: "g", precision: undefined }],
  ["G", { verb: "G", precision: undefined }],
  ["x", { verb: "x", precision: undefined }],
  ["X", { verb: "X", precision: undefined }],
  ["f", { verb: "f", precision: 6 }],
  ["F", { verb: "f", precision: 6 }],
  ["e", { verb: "e", precision: 6 }],
  ["E", { verb: "E", precision: 6 }],
]);

/** A float as a verb of `printf` writes it; undefined if the verb is not for floats (`fmtFloat` of fmt/format.go). */
export function formatFloatVerb(value: number, name: string, flags: Flags): string | undefined {
  const found = VERBS.get(name);
  if (!found) return undefined;
  const precision = flags.precision ?? found.precision;
  const text = formatFloat(value, found.verb, precision);
  const isSigned = /^[+-]/.test(text);
  let sign = isSigned ? (text[0] ?? "") : "+";
  if (flags.space && sign === "+" && !flags.plus) sign = " ";
  let size = isSigned ? text.slice(1) : text;
  if (!Number.isFinite(value)) {
    const isBare = Number.isNaN(value) && !flags.space && !flags.plus;
    const isShown = flags.plus || sign !== "+";
    return pad(isBare || !isShown ? size : sign + size, flags, false);
  }
  if (flags.sharp && found.verb !== "b") size = withPoint(size, found.verb, precision);
  if (!flags.plus && sign === "+") return pad(size, flags);
  if (flags.zero && !flags.minus && (flags.width ?? 0) > size.length + 1) {
    return sign + size.padStart((flags.width ?? 0) - 1, "0");
  }
  return pad(sign + size, flags);
}

/** With a decimal point, and for some verbs with the zeros that are not shown else. */
function withPoint(size: string, verb: string, precision: number | undefined): string {
  const [all, exponent = ""] = (verb === "x" || verb === "X" ? /(p.*)$/i : /([ep].*)$/i).exec(size) ?? [];
  const digits = all === undefined ? size : size.slice(0, -exponent.length);
  const shown = digits.includes(".") ? digits : `${digits}.`;
  if (!"gGx".includes(verb)) return shown + exponent;
  // Go counts the `x` of a prefix too.
  const significant = digits.replace(".", "").replace(/^0+/, "").length;
  const counted = significant + (digits === "0" ? 1 : 0);
  return shown + "0".repeat(Math.max((precision ?? 6) - counted, 0)) + exponent;
}
