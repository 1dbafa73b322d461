import type { Analysis } from "../../analysis/analysis.js";
import { keyOf } from "../../builds/applied.js";
import type { AppliedObject } from "../../builds/build.js";
import { push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { Link } from "./link.js";
import { LINKING_KINDS, linksOf } from "./links-of.js";

/** All names in a repository that stand for something else. */
export interface AllLinks {
  all: readonly Link[];
  /** By what they stand for, whatever builds make of it: the keys of `keyOf`. */
  byTarget: ReadonlyMap<string, readonly Link[]>;
  /** Those that stand for nothing that is written here, by what they stand for. */
  byName: ReadonlyMap<string, readonly Link[]>;
}

/** All names in a repository that stand for something else. It looks them all up, which takes a while at first. */
export const allLinks: (analysis: Analysis) => AllLinks = memoize((analysis: Analysis): AllLinks => {
  const all: Link[] = [];
  const byTarget = new Map<string, Link[]>();
  const byName = new Map<string, Link[]>();
  for (const applied of analysis.ofKind(...LINKING_KINDS)) {
    for (const link of linksOf(analysis, applied)) {
      all.push(link);
      const keys = new Set(link.targets.map((target) => keyOf(target)));
      for (const key of keys) push(byTarget, key, link);
      if (keys.size === 0) push(byName, link.called, link);
    }
  }
  return { all, byTarget, byName };
});

/** The names that stand for an object, wherever builds take it. */
export function linksTo(analysis: Analysis, object: Pick<AppliedObject, "file" | "document" | "at">) {
  return allLinks(analysis).byTarget.get(keyOf(object)) ?? [];
}

/** The names that stand for the same as another one. */
export function linksLike(analysis: Analysis, { targets, called }: Link): readonly Link[] {
  if (targets.length === 0) return allLinks(analysis).byName.get(called) ?? [];
  return [...new Set(targets.flatMap((target) => linksTo(analysis, target)))];
}
