/** Orders keys as goyaml.v2 does: sorter.go. Letters come after all else, numbers count by their value. */
export function byYamlOrder(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [first = "", second = ""] = [a[at], b[at]];
    if (first !== second) return byDifference(a, b, at, first, second);
  }
  return a.length - b.length;
}

function byDifference(one: string[], other: string[], at: number, first: string, second: string): number {
  const [isLetter, isOtherLetter] = [isOfLetters(first), isOfLetters(second)];
  if (isLetter && isOtherLetter) return codePoint(first) - codePoint(second);
  if (isLetter || isOtherLetter) return isOtherLetter ? -1 : 1;
  // After other digits a 0 counts too: 10 is more than 9.
  const start = (first === "0" || second === "0") && followsDigits(one, at) ? "1" : "";
  const [number, otherNumber] = [digitsAt(one, at), digitsAt(other, at)];
  const [value, otherValue] = [BigInt(start + number || "0"), BigInt(start + otherNumber || "0")];
  if (value !== otherValue) return value < otherValue ? -1 : 1;
  return number.length - otherNumber.length || codePoint(first) - codePoint(second);
}

/** Whether a digit other than 0 stands in the number before a place. */
function followsDigits(text: string[], at: number): boolean {
  for (let index = at - 1; index >= 0 && isDigit(text[index] ?? ""); index--)
    if (text[index] !== "0") return true;
  return false;
}

function digitsAt(text: string[], from: number): string {
  let to = from;
  while (isDigit(text[to] ?? "")) to++;
  return text.slice(from, to).join("");
}

function isOfLetters(character: string): boolean {
  return /^\p{L}/u.test(character);
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9" && character.length === 1;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
