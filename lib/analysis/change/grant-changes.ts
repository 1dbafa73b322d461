import type { Step } from "../access/answers.js";
import { bindingStep, nameOf, roleSteps } from "../access/binding-steps.js";
import { placeOf } from "../../builds/build.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { GrantChange } from "./access-change.js";
import type { GrantSide, SubjectChange } from "./changed-grants.js";
import { type FoldedRight, foldRights } from "./fold-rights.js";
import type { Given } from "./given.js";
import type { GivenRight } from "./given-rights.js";
import { dangerRank, GrantDangers } from "./grant-dangers.js";

/** What subjects gain and lose, the most dangerous first. */
export function grantChanges(changes: readonly SubjectChange[]): GrantChange[] {
  return changes
    .flatMap((change) => {
      const dangers = new GrantDangers(change);
      return foldRights(change.rights).map((folded) => grantChange(change, folded, dangers));
    })
    .map((grant) => ({ grant, order: orderOf(grant) }))
    .sort((one, other) => compareLists(one.order, other.order))
    .map(({ grant }) => grant);
}

function grantChange(
  { change, identity, other }: SubjectChange,
  folded: FoldedRight,
  dangers: GrantDangers,
): GrantChange {
  const { where, rights, except, ...extent } = folded;
  const otherSide = onOtherSide(other, rights);
  return {
    change,
    subject: identity.name,
    ...where,
    ...extent,
    ...(except.length > 0 && { except }),
    dangers: dangers.of(folded),
    through: chainsOf(rights),
    ...(otherSide && { otherSide }),
  };
}

/** More ways to the same right than this are not told. */
const MOST_CHAINS = 20;

/** The ways to rights, told apart by their places: several builds may apply what is written once. */
function chainsOf(rights: readonly GivenRight[]): Step[][] {
  const seen = new Map<object, Set<object>>();
  const chains = new Map<string, Step[]>();
  for (const { source } of rights) {
    if (!source) continue;
    const { given, bound } = source;
    const ofGiven = seen.get(given) ?? new Set<object>();
    seen.set(given, ofGiven);
    if (ofGiven.has(bound)) continue;
    ofGiven.add(bound);
    const chain = [bindingStep(given.binding, given.subject), ...roleSteps(bound)];
    chains.set(JSON.stringify(chain), chain);
    if (chains.size >= MOST_CHAINS) break;
  }
  return [...chains.values()];
}

/** The first of the bindings that gives something as it is on the other side. */
function onOtherSide(other: GrantSide, rights: readonly GivenRight[]): Step[] | undefined {
  for (const { source } of rights) {
    if (!source) continue;
    const { applied } = source.given.binding;
    const [same] = bindingsByName(other).get(JSON.stringify(nameOf(applied))) ?? [];
    if (!same) continue;
    const its = same.binding.applied;
    return [{ ...nameOf(its), place: placeOf(its.object, ["metadata", "name"]) }];
  }
  return undefined;
}

const bindingsByName = memoize(({ given }: GrantSide): ReadonlyMap<string, readonly Given[]> => {
  return groupBy([...given.values()].flat(), ({ binding }) => JSON.stringify(nameOf(binding.applied)));
});

/** What is more dangerous comes first, then what is in the whole cluster, and what is gained. */
function orderOf({ dangers, namespaces, isExcept, change, subject, cluster = "", ...rest }: GrantChange) {
  const isInCluster = namespaces === undefined || isExcept === true;
  const { verbs, resources, urls, names, except } = rest;
  return [
    dangerRank(dangers) + 1,
    isInCluster ? 0 : 1,
    change === "gained" ? 0 : 1,
    subject,
    cluster,
    JSON.stringify([namespaces, verbs, resources, urls, names, except]),
  ];
}

function compareLists(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, value] of one.entries()) {
    const its = other[index] ?? "";
    if (value !== its) return value < its ? -1 : 1;
  }
  return 0;
}
