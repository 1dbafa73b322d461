import type { PolicyRule } from "../../kubernetes/objects.js";
import { coversElsewhere, type Right, type Values } from "../../kubernetes/rbac/rights.js";
import type { TargetPatterns } from "../../kubernetes/rbac/target-patterns.js";
import { groupBy } from "../../util/group-by.js";
import type { Extent } from "./access-change.js";
import type { RightChange } from "./compare-rights.js";
import type { GivenRight } from "./given-rights.js";
import type { Where } from "./given.js";

/** Rights that can be told as one. */
export interface FoldedRight extends Extent {
  where: Omit<Where, "appliedFrom">;
  /** The kustomizations that give it, if there are several that are compared each with itself. */
  appliedFrom?: readonly string[];
  isExcept?: true;
  except: readonly Extent[];
  /** The rights that it is made of. */
  rights: readonly GivenRight[];
}

/**
 * The same rights in as few as are easily said: the union of those that differ in one way only.
 * @param kinds what is not put together
 */
export function foldRights(kinds: Iterable<readonly RightChange[]>): FoldedRight[] {
  return withoutCovered([...kinds].flatMap((changes) => fold(changes.map(asFolded))));
}

function fold(rights: readonly FoldedRight[]): readonly FoldedRight[] {
  let all = rights;
  for (let before = Infinity; all.length < before;) {
    before = all.length;
    for (const list of LISTS) all = merged(all, list);
  }
  return all;
}

/** The same for extents alone. */
function foldExtents(extents: readonly Extent[]): Extent[] {
  const folded = fold(extents.map((extent) => ({ ...extent, where: {}, except: [], rights: [] })));
  return folded.map(({ namespaces, verbs, resources, names, urls }) => {
    return { ...(namespaces && { namespaces }), verbs, resources, ...(names && { names }), urls };
  });
}

const LISTS = ["resources", "urls", "namespaces", "verbs", "names", "appliedFrom"] as const;
type List = (typeof LISTS)[number];

/** Puts together what is the same but for one of its lists. */
function merged(all: readonly FoldedRight[], list: List): FoldedRight[] {
  const groups = groupBy(all, (folded) => {
    return JSON.stringify({ ...folded, rights: undefined, [list]: ownKind(folded, list) });
  });
  return [...groups.values()].map((alike): FoldedRight => {
    const [first] = alike as [FoldedRight];
    if (alike.length === 1) return first;
    const values = new Set(alike.flatMap((one) => one[list] ?? []));
    return {
      ...first,
      ...(first[list] && { [list]: [...values].sort() }),
      rights: alike.flatMap(({ rights }) => rights),
    };
  });
}

/** What of a list must be the same: all of something is not put together with some, nor what lacks some namespaces. */
function ownKind(folded: FoldedRight, list: List): unknown {
  const values = folded[list];
  if (list === "appliedFrom") return values === undefined ? "all" : "some";
  if (values === undefined || values.includes("*") || folded.isExcept) return values ?? "all";
  return list === "resources" || list === "urls" ? values.length === 0 : "some";
}

function asFolded({ right, except, patterns }: RightChange): FoldedRight {
  const { namespaces } = right;
  const { appliedFrom, ...where } = right.where;
  const own = extentOf(right, patterns);
  const unmeant = own.except.map((target): Right => ({ ...right, targets: new Set([target]) }));
  // What a wide right lacks in some namespaces is easier to say than what is there.
  const isExcept =
    namespaces === "all" && except.length > 0 && except.every((one) => isOnlyElsewhere(one, right));
  const lacking = isExcept ? [...new Set(except.flatMap((one) => listOf(one.namespaces) ?? []))].sort() : [];
  const others = [...(isExcept ? [] : except), ...unmeant];
  return {
    ...own.extent,
    ...(isExcept && { namespaces: lacking, isExcept }),
    where,
    ...(appliedFrom !== undefined && { appliedFrom: [appliedFrom] }),
    except: foldExtents(others.map((one) => extentOf(one, patterns).extent)),
    rights: [right],
  };
}

function isOnlyElsewhere(one: Right, right: Right): boolean {
  return one.namespaces !== "all" && coversElsewhere(one, right);
}

/** A right in words, and the targets that these words would mean although it does not. */
function extentOf(right: Right, patterns: TargetPatterns): { extent: Extent; except: readonly string[] } {
  const { group, namespaces, verbs, names } = right;
  const { targets, except } = patterns.shortened(right.targets, group === undefined);
  const inNamespaces = listOf(namespaces);
  const named = listOf(names);
  return {
    extent: {
      ...(inNamespaces && { namespaces: inNamespaces }),
      verbs: listOf(verbs) ?? ["*"],
      resources: group === undefined ? [] : targets.map((target) => inGroup(target, group)).sort(),
      ...(named && { names: named }),
      urls: group === undefined ? targets : [],
    },
    except,
  };
}

function inGroup(resource: string, group: string): string {
  return group === "" ? resource : `${resource}.${group}`;
}

/** In order; undefined for all. */
function listOf(values: Values): string[] | undefined {
  return values === "all" ? undefined : [...values].sort();
}

/** More than this are not compared with each other: that nothing is said twice is only a help. */
const MOST_COMPARED = 60;

/** Leaves out what another one says as well. */
function withoutCovered(all: readonly FoldedRight[]): FoldedRight[] {
  if (all.length > MOST_COMPARED) return [...all];
  return all.filter((one) => {
    return !all.some((other) => {
      return other !== one && isPlain(one) && isPlain(other) && areIn(one, other) && !areIn(other, one);
    });
  });
}

function isPlain({ except, isExcept }: FoldedRight): boolean {
  return except.length === 0 && !isExcept;
}

function areIn(inner: FoldedRight, outer: FoldedRight): boolean {
  const isWithin = (one: readonly string[] | undefined, other: readonly string[] | undefined) => {
    return other === undefined || (one !== undefined && one.every((value) => other.includes(value)));
  };
  return (
    JSON.stringify(inner.where) === JSON.stringify(outer.where) &&
    isWithin(inner.appliedFrom, outer.appliedFrom) &&
    isWithin(inner.namespaces, outer.namespaces) &&
    (outer.verbs.includes("*") || isWithin(inner.verbs, outer.verbs)) &&
    isWithin(inner.resources, outer.resources) &&
    isWithin(inner.names, outer.names) &&
    isWithin(inner.urls, outer.urls)
  );
}

/** The entries of a role that would give what was put together. */
export function asRules({ rights }: Pick<FoldedRight, "rights">): PolicyRule[] {
  return rights.flatMap(({ group, verbs, targets, names }) => {
    const [verbsOf, targetsOf, namesOf] = [verbs, targets, names].map(listOf);
    return group === undefined
      ? []
      : {
          verbs: verbsOf ?? ["*"],
          apiGroups: [group],
          resources: targetsOf ?? ["*"],
          ...(namesOf && { resourceNames: namesOf }),
        };
  });
}
