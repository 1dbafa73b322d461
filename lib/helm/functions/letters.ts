/** A letter in another case, if that is one letter: Go's package unicode has no others. */
export function mapLetter(letter: string, change: (letter: string) => string): string {
  const changed = change(letter);
  return changed.length === letter.length ? changed : letter;
}

export const isUpper = (letter: string) => /^\p{Lu}$/u.test(letter);
/** A letter that has two cases, or is of one: xstrings' `isAlphabet`. */
export const isLetter = (letter: string) => /^\p{L}$/u.test(letter) && letter < "\u2e80";
export const toUpper = (letter: string) => mapLetter(letter, (one) => one.toUpperCase());
export const toLower = (letter: string) => mapLetter(letter, (one) => one.toLowerCase());
