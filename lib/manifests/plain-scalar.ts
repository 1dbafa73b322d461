/** Whether a scalar without quotes can be anything but a text, by its first letter. */
export const mayBeTyped = /^[-+.~\dnNtTfF]/;

/**
 * What a scalar without quotes means beyond a text. Numbers are those of YAML 1.1, which every reader of Kubernetes
 * still takes for such: `0x50`, `1_000`, `010`. A date stays a text, and so do the other booleans of YAML 1.1, such as
 * `yes`, since kustomize makes texts of them.
 * go.yaml.in/yaml/v2: resolve.go, resolve, which sigs.k8s.io/yaml uses; the one of v3 reads the same numbers.
 */
export function plainScalar(text: string): string | number | boolean | null {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!NUMERIC.test(text)) return text;
  const plain = text.replaceAll("_", "");
  const [, sign = "", digits = ""] = INTEGER.exec(plain) ?? [];
  const integer = digits === "" ? undefined : integerOf(sign, digits);
  if (integer !== undefined) return integer;
  const float = FLOAT.test(plain) ? Number(plain) : Infinity;
  // What is too large is a text, such as the hash `2e848593`.
  return Number.isFinite(float) ? float : text;
}

const WORDS: ReadonlyMap<string, number | boolean | null> = new Map<string, number | boolean | null>([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
]);

const NUMERIC = /^(?:[-+][\d._]|[.\d])/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** What Go's strconv.ParseInt reads in base 0: decimal, or with a prefix, of which octal needs no letter. */
const INTEGER = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;

/** Undefined for one that does not fit into 64 bits. */
function integerOf(sign: string, digits: string): number | undefined {
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const limit = sign === "-" ? 2n ** 63n : sign === "+" ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  if (value > limit) return undefined;
  return sign === "-" ? 0 - Number(value) : Number(value);
}
