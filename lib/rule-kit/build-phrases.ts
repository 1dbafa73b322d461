import { quoteList } from "../util/phrases.js";
import type { Applied } from "../builds/applied.js";

/** Names the builds in which a statement holds: ` in what 'dev' and 'prod' apply`. */
export function inWhatApplies(all: readonly Applied[]): string {
  const directories = directoriesOf(all);
  return ` in what ${quoteList(directories)} ${directories.length > 1 ? "apply" : "applies"}`;
}

/**
 * Names the builds that change the object just named: ` (as 'prod' applies it)`; what neither Flux nor Argo CD reaches
 * is not applied yet.
 */
export function asApplied(all: readonly Applied[]): string {
  const directories = directoriesOf(all);
  if (all.every(isUnreached)) return ` (as ${quoteList(directories)} would be applied)`;
  const [only, ...others] = directories;
  if (only === "." && others.length === 0) return " (as the root applies it)";
  return ` (as ${quoteList(directories)} ${others.length > 0 ? "apply" : "applies"} it)`;
}

/** Whether an object is in a build that neither Flux nor Argo CD reaches, although they reach others. */
export function isUnreached({ build }: Applied): boolean {
  return build.isUnreached === true;
}

function directoriesOf(all: readonly Applied[]): string[] {
  return [...new Set(all.map(({ build }) => build.directory || "."))];
}
