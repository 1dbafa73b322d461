import { quoteList } from "../util/phrases.js";
import type { Applied } from "../builds/applied.js";

/** Something of a build; only the build is named. */
type InBuild = Pick<Applied, "build">;

/** Names the builds in which a statement holds: ` in what 'dev' and 'prod' apply`. */
export function inWhatApplies(all: readonly InBuild[]): string {
  return ` in what ${whichApply(all)}`;
}

/** Names builds as those who do something: `'dev' and 'prod' apply`. */
export function whichApply(all: readonly InBuild[]): string {
  if (all.every(isDefault)) {
    const [one] = all;
    return `${quoteList(directoriesOf(all))} installs with ${one?.build.testValues ?? "its defaults"}`;
  }
  const directories = directoriesOf(all);
  return `${quoteList(directories)} ${directories.length > 1 ? "apply" : "applies"}`;
}

/**
 * Names the builds that change the object just named: ` (as 'prod' applies it)`; what neither Flux nor Argo CD reaches
 * is not applied yet.
 */
export function asApplied(all: readonly InBuild[]): string {
  // Every finding in a chart that nothing installs says so at its end.
  if (all.every(isDefault)) return "";
  const directories = directoriesOf(all);
  if (all.every(isUnreached)) return ` (as ${quoteList(directories)} would be applied)`;
  const [only, ...others] = directories;
  if (only === "." && others.length === 0) return " (as the root applies it)";
  return ` (as ${quoteList(directories)} ${others.length > 0 ? "apply" : "applies"} it)`;
}

/** Whether an object is in a build that neither Flux nor Argo CD reaches, although they reach others. */
export function isUnreached({ build }: InBuild): boolean {
  return build.isUnreached === true;
}

/** Whether an object is in a chart that nothing here installs. */
function isDefault({ build }: InBuild): boolean {
  return build.isDefault === true;
}

/**
 * Names the builds in which something has changed the reference of a binding, so that its file says something else:
 * ` (as 'prod' applies it)`; empty if there are none.
 */
export function patchedRoleRefs(bindings: readonly Applied[]): string {
  const changed = bindings.filter(({ object }) => object.changes?.some(({ path }) => path[0] === "roleRef"));
  return changed.length > 0 ? asApplied(changed) : "";
}

function directoriesOf(all: readonly InBuild[]): string[] {
  return [...new Set(all.map(({ build }) => build.directory || "."))];
}
