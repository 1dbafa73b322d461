import { quoteList } from "../util/phrases.js";
import type { Applied } from "../builds/applied.js";

/** Names the builds in which a statement holds: ` in what 'dev' and 'prod' apply`. */
export function inWhatApplies(all: readonly Applied[]): string {
  const directories = directoriesOf(all);
  return ` in what ${quoteList(directories)} ${directories.length > 1 ? "apply" : "applies"}`;
}

/** Names the builds that change the object just named: ` (as 'prod' applies it)`. */
export function asApplied(all: readonly Applied[]): string {
  const directories = directoriesOf(all);
  const [only, ...others] = directories;
  if (only === "." && others.length === 0) return " (as the root applies it)";
  return ` (as ${quoteList(directories)} ${others.length > 0 ? "apply" : "applies"} it)`;
}

function directoriesOf(all: readonly Applied[]): string[] {
  return [...new Set(all.map(({ build }) => build.directory || "."))];
}
