import { quoteList } from "../util/phrases.js";
import type { Applied } from "../builds/applied.js";

/** By which builds something is so, for a sentence: ` in what 'dev' and 'prod' apply`. */
export function inWhatApplies(all: readonly Applied[]): string {
  const directories = directoriesOf(all);
  return ` in what ${quoteList(directories)} ${directories.length > 1 ? "apply" : "applies"}`;
}

/** Who makes something else of what is written, for a sentence, behind its name: ` (as 'prod' applies it)`. */
export function asApplied(all: readonly Applied[]): string {
  const directories = directoriesOf(all);
  const [only, ...others] = directories;
  if (only === "." && others.length === 0) return " (as the root applies it)";
  return ` (as ${quoteList(directories)} ${others.length > 0 ? "apply" : "applies"} it)`;
}

function directoriesOf(all: readonly Applied[]): string[] {
  return [...new Set(all.map(({ build }) => build.directory || "."))];
}
