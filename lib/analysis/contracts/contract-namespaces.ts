import { couldBeOneOf, isKnown } from "../../kubernetes/objects.js";
import { meant } from "../../util/did-you-mean.js";
import { builtInNamespaces } from "../../kubernetes/rbac/builtin-roles.js";
import { isGlob, matchesGlob } from "../../util/glob.js";
import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { uninstalledTemplates } from "../charts-not-seen.js";
import { declaredNamespaces } from "../declared-namespaces.js";
import { namespacesOfObjects } from "../namespaces-of-objects.js";

/** With more names than this, the nearest is not looked for. */
const MAX_CANDIDATES = 1000;

/** Every namespace that the repository makes, or puts something into. */
const namespacesHere: (analysis: Analysis) => ReadonlySet<string> = memoize((analysis: Analysis) => {
  const all = new Set(declaredNamespaces(analysis).names);
  for (const build of analysis.all) {
    for (const name of namespacesOfObjects(build)) all.add(name);
    for (const { name } of build.namespaces ?? []) if (isKnown(name)) all.add(name);
  }
  return all;
});

/** The namespaces that globs mean: those of the repository, and each that is named. */
export function namespacesFor(analysis: Analysis, globs: readonly string[]): string[] {
  const all = namespacesHere(analysis);
  const found = globs.flatMap((glob) => {
    return isGlob(glob) ? [...all].filter((name) => matchesGlob(glob, name)).sort() : [glob];
  });
  return [...new Set(found)];
}

/** A namespace that nothing here makes or is in. */
export interface NowhereNamespace {
  /** One that has nearly that name. */
  nearest: string | undefined;
}

/**
 * Whether nothing has a namespace that a glob means: neither this repository, nor any cluster, nor what the settings say
 * exists, nor what is hidden or filled in later.
 */
export function nowhere(analysis: Analysis, glob: string): NowhereNamespace | undefined {
  const all = namespacesHere(analysis);
  const declared = declaredNamespaces(analysis);
  const isPattern = isGlob(glob);
  if (isPattern ? [...all].some((name) => matchesGlob(glob, name)) : all.has(glob) || declared.has(glob))
    return undefined;
  if (
    isPattern &&
    ([...builtInNamespaces].some((name) => matchesGlob(glob, name)) ||
      (analysis.settings.knownNamespaces ?? []).length > 0)
  )
    return undefined;
  if (declared.unfilled.length > 0 && (isPattern || couldBeOneOf(declared.unfilled)(glob))) return undefined;
  if (mayBeHidden(analysis)) return undefined;
  return { nearest: isPattern || all.size > MAX_CANDIDATES ? undefined : meant(glob, [...all]) };
}

const mayBeHidden: (analysis: Analysis) => boolean = memoize((analysis: Analysis) => {
  const isHidden = analysis.all.some(({ hidden, isUnreached }) => {
    return !isUnreached && hidden.some(({ kind }) => kind !== "secrets" && kind !== "impossible");
  });
  const { nestedRoots, unreadable } = analysis.repository;
  return isHidden || uninstalledTemplates(analysis).length + nestedRoots.length + unreadable.length > 0;
});
