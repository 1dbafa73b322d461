/** What a plain or tagged scalar of YAML says. */
export type Scalar =
  | { kind: "null" }
  | { kind: "bool"; value: boolean }
  | { kind: "int"; value: bigint }
  | { kind: "float"; value: number }
  | { kind: "string"; value: string };

const WORDS: ReadonlyMap<string, Scalar> = new Map([
  ...words({ kind: "bool", value: true }, "y Y yes Yes YES true True TRUE on On ON"),
  ...words({ kind: "bool", value: false }, "n N no No NO false False FALSE off Off OFF"),
  ...words({ kind: "null" }, "~ null Null NULL"),
  ...words({ kind: "float", value: NaN }, ".nan .NaN .NAN"),
  ...words({ kind: "float", value: Infinity }, ".inf .Inf .INF +.inf +.Inf +.INF"),
  ...words({ kind: "float", value: -Infinity }, "-.inf -.Inf -.INF"),
  ["", { kind: "null" }],
]);

function words(scalar: Scalar, list: string): [string, Scalar][] {
  return list.split(" ").map((word) => [word, scalar]);
}

/** What YAML's tag asks of a scalar; other tags than these make a string of it. */
const TYPES: ReadonlyMap<string, readonly Scalar["kind"][]> = new Map([
  ["bool", ["bool"]],
  ["int", ["int"]],
  ["float", ["float", "int"]],
  ["null", ["null"]],
]);
const TAG = /^(?:!!|tag:yaml\.org,2002:)(.*)$/;

/**
 * What a scalar says that is not quoted, or has a tag: go.yaml.in/yaml/v2, resolve.go, resolve. A time stays a string.
 * Undefined if it is not what its tag says.
 */
export function resolveScalar(text: string, tag?: string): Scalar | undefined {
  if (tag === undefined) return resolvePlain(text);
  const name = TAG.exec(tag)?.[1] ?? "";
  if (name === "binary")
    return { kind: "string", value: Buffer.from(text.replace(/\s/g, ""), "base64").toString("utf8") };
  const types = TYPES.get(name);
  if (!types) return { kind: "string", value: text };
  const found = resolvePlain(text);
  if (!types.includes(found.kind)) return undefined;
  return name === "float" && found.kind === "int" ? { kind: "float", value: Number(found.value) } : found;
}

const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

function resolvePlain(text: string): Scalar {
  const word = WORDS.get(text);
  if (word) return word;
  const string: Scalar = { kind: "string", value: text };
  if (!/^[-+.\d]/.test(text)) return string;
  // A number that begins with a dot may not have the underscores that others may.
  const plain = text.startsWith(".") ? text : text.replaceAll("_", "");
  const value = goInteger(plain);
  if (value !== undefined) return { kind: "int", value };
  if (!FLOAT.test(plain)) return string;
  const float = Number(plain);
  return Number.isFinite(float) ? { kind: "float", value: float } : string;
}

const INTEGER = /^([-+]?)(?:0x([\da-f]+)|0b([01]+)|0o?([0-7]+)|(0|[1-9]\d*))$/i;

/** An integer of 64 bits as Go writes it, with its prefixes and octal numbers: strconv.ParseInt and ParseUint, base 0. */
export function goInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (!match) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : (decimal ?? "");
  if (digits.length > 80) return undefined;
  const size = BigInt(digits);
  if (sign === "-") return size <= 1n << 63n ? -size : undefined;
  // A sign is not allowed in an unsigned number.
  return size < 1n << (sign === "+" ? 63n : 64n) ? size : undefined;
}

/**
 * A number as `strconv.FormatFloat(value, 'g', -1, 32)` writes it, which is how a number becomes a string where one is
 * expected: sigs.k8s.io/yaml, yaml.go, convertToJSONableObject.
 */
export function goFloat32(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single < 0 ? "-.inf" : ".inf";
  if (single === 0) return Object.is(single, -0) ? "-0" : "0";
  const exact = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((digits) => {
    return Math.fround(Number(single.toPrecision(digits))) === single;
  });
  const [mantissa = "", power = "0"] = single.toExponential((exact ?? 9) - 1).split("e");
  const exponent = Number(power);
  const digits = mantissa.replace(/[-.]/g, "").replace(/0+$/, "").length;
  if (exponent < -4 || exponent >= 6) {
    const short = mantissa.replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros));
    return `${short}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  return single.toFixed(Math.max(0, digits - 1 - exponent));
}
