import { printable } from "../../../../util/phrases.js";

/** The longest title, in characters: a menu shows no more. */
const LONGEST = 200;

/** Words as the title of an action, without a full stop. They can hold names from manifests. */
export function titleOf(words: string): string {
  const text = printable(words).replace(/\.$/, "");
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
