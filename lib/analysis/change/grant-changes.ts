import type { Step } from "../access/answers.js";
import { bindingStep, nameOf, roleSteps } from "../access/binding-steps.js";
import { placeOf } from "../../builds/build.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { GrantChange } from "./access-change.js";
import { type FoldedRight, foldRights } from "./fold-rights.js";
import type { Given } from "./given.js";
import type { GivenRight } from "./given-rights.js";
import type { ChangedSubject, SubjectsChange } from "./grant-comparison.js";
import { dangerRank, GrantDangers } from "./grant-dangers.js";
import type { GrantSide } from "./grant-sides.js";

/** What subjects gain and lose, the most dangerous first. */
export function grantChanges(changes: readonly SubjectsChange[]): GrantChange[] {
  return changes
    .flatMap((change) => {
      const dangers = new GrantDangers(change);
      const parts = change.rights.flatMap((one) => dangers.partsOf(one));
      const kinds = groupBy(parts, ({ kind }) => kind).values();
      return foldRights([...kinds].map((all) => all.map(({ part }) => part))).flatMap((folded) =>
        ofSubjects(change, folded, dangers),
      );
    })
    .sort(byDanger)
    .map(({ grant }) => grant);
}

/** The same for each of the subjects, with what it is ordered by. */
function ofSubjects(
  { change, subjects, other }: SubjectsChange,
  folded: FoldedRight,
  dangers: GrantDangers,
): Ordered[] {
  const { where, rights, except, ...extent } = folded;
  const otherSide = onOtherSide(other, rights);
  const found = dangers.of(folded);
  const held = change === "gained" && found.length === 0 ? dangers.heldBefore(folded) : [];
  const all = {
    change,
    ...where,
    ...extent,
    ...(except.length > 0 && { except }),
    dangers: found,
    ...(held.length > 0 && { heldDangers: held }),
    ...(otherSide && { otherSide }),
  };
  const through = chainsOf(rights, subjects[0]);
  const order = orderOf(all);
  return subjects.map((subject) => {
    const grant = {
      ...all,
      subject: subject.identity.name,
      // There may be very many subjects, of whom few are shown.
      get through() {
        return through(subject);
      },
    };
    return { grant, order };
  });
}

/** What a grant is ordered by, before its subject and after it. */
type Order = Record<"first" | "rest", readonly (string | number)[]>;

interface Ordered {
  grant: GrantChange;
  order: Order;
}

/** More ways to the same right than this are not told. */
const MOST_CHAINS = 20;

/** The ways to rights, told apart by their places: several builds may apply what is written once. */
function chainsOf(
  rights: readonly GivenRight[],
  first: ChangedSubject | undefined,
): (subject: ChangedSubject) => Step[][] {
  const seen = new Map<object, Set<object>>();
  const chains = new Map<string, { given: Given; roles: Step[] }>();
  for (const { source } of rights) {
    if (!source) continue;
    const { given, bound } = source;
    const ofGiven = seen.get(given) ?? new Set<object>();
    seen.set(given, ofGiven);
    if (ofGiven.has(bound)) continue;
    ofGiven.add(bound);
    const roles = roleSteps(bound);
    chains.set(JSON.stringify([stepOf(given), roles]), { given, roles });
    if (chains.size >= MOST_CHAINS) break;
  }
  const places = [...chains.values()].map(({ given, roles }) => ({
    at: first?.own.indexOf(given) ?? -1,
    given,
    roles,
  }));
  return ({ own }) =>
    places.map(({ at, given, roles }) => {
      return [stepOf(own[at] ?? given), ...roles];
    });
}

/** One for all that it gives: there may be very many subjects. */
const stepOf = memoize(({ binding, subject }: Given) => bindingStep(binding, subject));

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
function orderOf(grant: Omit<GrantChange, "subject" | "through">): Order {
  const { dangers, namespaces, isExcept, change, cluster = "", appliedFrom } = grant;
  const { verbs, resources, urls, names, except } = grant;
  const isInCluster = namespaces === undefined || isExcept === true;
  const first = [dangerRank(dangers) + 1, isInCluster ? 0 : 1, change === "gained" ? 0 : 1];
  const rest = [cluster, JSON.stringify([namespaces, verbs, resources, urls, names, except, appliedFrom])];
  return { first, rest };
}

function byDanger(one: Ordered, other: Ordered): number {
  return (
    compareLists(one.order.first, other.order.first) ||
    compareLists([one.grant.subject], [other.grant.subject]) ||
    compareLists(one.order.rest, other.order.rest)
  );
}

function compareLists(one: Order["first"], other: Order["first"]): number {
  for (const [index, value] of one.entries()) {
    const its = other[index] ?? "";
    if (value !== its) return value < its ? -1 : 1;
  }
  return 0;
}
