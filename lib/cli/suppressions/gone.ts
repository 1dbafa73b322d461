import { relative, resolve } from "node:path";
import { plural, printable, series } from "../../util/phrases.js";

/** Accepted findings of a rule in a file that are no longer there. */
export interface Gone {
  root: string;
  path: string;
  rule: string;
  count: number;
  /** The objects of those that are known; empty for what is in none. */
  objects: readonly string[];
  /** Whether the whole file is gone, which ESLint does not notice. */
  isFileGone: boolean;
}

/** How many rules of files are named, and how many objects of each. */
const NAMED = 5;

/** The sentence that names what is accepted and no longer there, and says what to do. */
export function goneSentence(gone: readonly Gone[]): string {
  const count = gone.reduce((sum, one) => sum + one.count, 0);
  const names = gone.slice(0, NAMED).map(nameOf);
  const more = gone.length > NAMED ? [`${gone.length - NAMED} more`] : [];
  const [is, it] = count === 1 ? ["is", "it"] : ["are", "them"];
  return `${plural(count, "accepted finding")} ${is} gone: ${series([...names, ...more])}. Remove ${it} with --prune-suppressions.`;
}

function nameOf({ root, path, rule, count, objects }: Gone): string {
  const known = [...new Set(objects.filter((object) => object !== ""))];
  const more = known.length > NAMED ? ", …" : "";
  const about = known.length > 0 ? ` (${known.slice(0, NAMED).join(", ")}${more})` : "";
  const file = relative(process.cwd(), resolve(root, path)).startsWith("..")
    ? path
    : relative(process.cwd(), resolve(root, path));
  return printable(`${count === 1 ? "" : `${count} of `}${rule} in ${file}${about}`);
}
