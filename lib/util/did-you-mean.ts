import { nearest } from "./nearest.js";

/** A beginning of a name, of at least so many letters, stands for the name. */
const SHORTEST_BEGINNING = 4;
/** In words of so many letters one letter may be wrong, and in shorter ones none. */
const SHORTEST = 3;
/** Words are longer only by mistake or malice. */
const LONGEST = 100;

/**
 * The candidate that a mistyped word was probably meant to be: one with a typo, with two letters in the wrong order, in
 * another case, or the only one that begins like it.
 */
export function meant(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < SHORTEST || word.length > LONGEST || candidates.includes(word)) return undefined;
  const small = word.toLowerCase();
  const same = candidates.find((one) => one === small || isTransposed(small, one));
  const near = same ?? nearest(small, candidates, 1);
  if (near !== undefined || small.length < SHORTEST_BEGINNING) return near;
  const begun = candidates.filter((one) => one.startsWith(small));
  return begun.length === 1 ? begun[0] : undefined;
}

/** A question that follows a sentence about a mistyped word, with the space before it; empty without an idea. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const found = meant(word, candidates);
  return found === undefined ? "" : ` Did you mean '${found}'?`;
}

/** Whether two words differ only in two letters next to each other. */
function isTransposed(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  const swapped = `${one.slice(0, at)}${one[at + 1] ?? ""}${one[at] ?? ""}${one.slice(at + 2)}`;
  return at >= 0 && swapped === other;
}
