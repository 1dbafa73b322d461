/** A number with a suffix, either of which may be missing: apimachinery, pkg/api/resource/quantity.go, UnmarshalJSON and ParseQuantity. */
const QUANTITY = /^(?!$)[+-]?\d*\.?\d*(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

/** What people write for bytes and thousandths: `512 MB`, `1gib`, `100 m`. */
const NEARLY = /^([+-]?\d+(?:\.\d+)?)\s*(?:([kmgtpe])(i?)(b?)|(b))$/i;

/** Longer texts are no quantity that anybody writes. */
const LONGEST = 50;

/** Whether a text is a quantity, as that of CPU or memory is. */
export function isQuantity(text: string): boolean {
  return text.length <= LONGEST && QUANTITY.test(text.trim());
}

/** The quantities that a text which is none probably means: `512Mi` and `512M` for `512MB`. */
export function meantQuantities(text: string): string[] {
  const found = text.length <= LONGEST ? NEARLY.exec(text.trim()) : null;
  if (!found) return [];
  const [, number = "", prefix, binary, , bytes] = found;
  if (bytes !== undefined || prefix === undefined) return [number];
  const large = prefix.toUpperCase();
  if (binary) return [`${number}${large}i`];
  // Without a letter for bytes, `m` is thousandths.
  if (prefix === "m" && !/b$/i.test(text.trim())) return [`${number}m`];
  return [`${number}${large}i`, `${number}${large === "K" ? "k" : large}`];
}
