import type { Analysis } from "../../analysis/analysis.js";
import { keyOf } from "../../builds/applied.js";
import type { AppliedObject } from "../../builds/build.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Link } from "./link.js";
import { calledBy, calledIn, LINKING_KINDS, linksOf } from "./links-of.js";

/** All names in a repository that stand for something else. It looks them all up, which takes a while at first. */
export const allLinks: (analysis: Analysis) => readonly Link[] = memoize((analysis: Analysis) =>
  analysis.ofKind(...LINKING_KINDS).flatMap((applied) => linksOf(analysis, applied)),
);

/**
 * The names that stand for an object, wherever builds take it. Only those are looked up that call it what it is called in
 * some build.
 */
export function linksTo(
  analysis: Analysis,
  object: Pick<AppliedObject, "file" | "document" | "at">,
): readonly Link[] {
  const key = keyOf(object);
  const known = linksByKey(analysis);
  let found = known.get(key);
  if (!found) {
    const applied = analysis.applied(object.file, object.document, object.at);
    const names = new Set(applied.map((one) => calledBy(one.object)));
    const called = [...names].flatMap((name) => linksCalled(analysis, name));
    found = called.filter(({ targets }) => targets.some((target) => keyOf(target) === key));
    known.set(key, found);
  }
  return found;
}

const linksByKey = memoize<Analysis, Map<string, readonly Link[]>>(() => new Map<string, never>());

/** The names that stand for the same as another one. */
export function linksLike(analysis: Analysis, { targets, called }: Link): readonly Link[] {
  if (targets.length > 0) return [...new Set(targets.flatMap((target) => linksTo(analysis, target)))];
  return linksCalled(analysis, called).filter((link) => link.targets.length === 0);
}

/** The names that call what they stand for so. */
const linksCalled = memoizePairs((analysis: Analysis, called: string): readonly Link[] =>
  analysis.all.flatMap((build) =>
    (calledIn(build).get(called) ?? []).flatMap((applied) =>
      linksOf(analysis, applied).filter((link) => link.called === called),
    ),
  ),
);
