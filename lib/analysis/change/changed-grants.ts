import { isKnown, type PolicyRule } from "../../kubernetes/objects.js";
import { RightIndex } from "../../kubernetes/rbac/right-index.js";
import { TargetPatterns } from "../../kubernetes/rbac/target-patterns.js";
import { groupBy } from "../../util/group-by.js";
import { memoizeParts } from "../../util/memoize.js";
import type { Unknown } from "../access/answers.js";
import { type BoundRule, resolveBindings } from "../access/bound-rules.js";
import type { Analysis } from "../analysis.js";
import type { Direction } from "./access-change.js";
import { alwaysGiven } from "./always-given.js";
import { hasClusters } from "./cluster-pairs.js";
import { Effort, onlyGiven, type RightChange } from "./compare-rights.js";
import { type Given, type GivenBy, givenBy, type Identity, ruleKey } from "./given.js";
import { givenAnywhere, type GivenRight, inCluster, perhapsGiven, surelyGiven } from "./given-rights.js";
import { NewHidden } from "./new-hidden.js";

/** One side of a change, as far as grants go. */
export interface GrantSide {
  analysis: Analysis;
  given: GivenBy;
}

/** What a subject gains or loses. */
export interface SubjectChange {
  change: Direction;
  identity: Identity;
  rights: readonly RightChange[];
  /** The side on which it has them, and the other one. */
  side: GrantSide;
  other: GrantSide;
}

export interface ChangedGrants {
  changes: readonly SubjectChange[];
  /** What was too much to compare. */
  unknown: readonly Unknown[];
}

/** What subjects may do in one state only, as far as that is known. */
export function changedGrants(before: Analysis, after: Analysis): ChangedGrants {
  const isNamed = hasClusters(before, after);
  const [old, now] = [before, after].map((analysis) => {
    return { analysis, given: givenBy(analysis, isNamed) };
  }) as [GrantSide, GrantSide];
  const shared = { effort: new Effort(), patterns: memoizeParts(() => patternsOf([old, now])) };
  const [gained, lost] = [
    new Comparison("gained", now, old, shared),
    new Comparison("lost", old, now, shared),
  ];
  const names = [...new Set([...old.given.keys(), ...now.given.keys()])].sort();
  const all = names.flatMap((name) => [gained.of(name), lost.of(name)]).filter((one) => one !== undefined);
  return {
    changes: all.flatMap((one) => ("rights" in one ? one : [])),
    unknown: all.flatMap((one) => ("why" in one ? one : [])),
  };
}

/** What both directions of a comparison have in common. */
interface Shared {
  effort: Effort;
  patterns: (sides: void) => TargetPatterns;
}

/** The targets of all rules of both sides. */
function patternsOf(sides: readonly GrantSide[]): TargetPatterns {
  const rights = sides.flatMap(({ analysis }) => {
    const rules = new Set<PolicyRule>();
    for (const binding of resolveBindings(analysis)) for (const { rule } of binding.rules) rules.add(rule);
    const always = [...alwaysGiven(analysis.apiResources).values()].flat();
    return [...always, ...[...rules].flatMap((rule) => inCluster(analysis.apiResources, rule))];
  });
  return new TargetPatterns(rights);
}

/** Finds what is given on one side of a change only. */
class Comparison {
  readonly #change: Direction;
  readonly #side: GrantSide;
  readonly #other: GrantSide;
  readonly #shared: Shared;
  /** What the other side gives subjects whose names are filled in later. */
  readonly #unfilled: readonly Given[];
  readonly #hidden: NewHidden;

  constructor(change: Direction, side: GrantSide, other: GrantSide, shared: Shared) {
    this.#change = change;
    this.#side = side;
    this.#other = other;
    this.#shared = shared;
    this.#unfilled = [...other.given].flatMap(([name, given]) => {
      return given[0]?.identity.couldBe ? without(given, side.given.get(name)) : [];
    });
    this.#hidden = new NewHidden(other.analysis, side.analysis);
  }

  of(name: string): SubjectChange | Unknown | undefined {
    const own = this.#side.given.get(name) ?? [];
    const there = this.#other.given.get(name) ?? [];
    const fresh = without(own, there);
    const [first] = fresh;
    // Who somebody is that only one side speaks of, and whose name is filled in later, cannot be said.
    if (!first || (first.identity.couldBe && there.length === 0)) return undefined;
    const rights = this.#onlyHere(first.identity, { own, there, fresh });
    if (rights === "too much") {
      return { what: `what changes for ${name}`, why: "more rules of roles differ than are compared" };
    }
    const known = rights.filter(({ right: { where } }) => !this.#hidden.mayBind(first.identity, where));
    if (known.length === 0) return undefined;
    const { identity } = first;
    return { change: this.#change, identity, rights: known, side: this.#side, other: this.#other };
  }

  #onlyHere(identity: Identity, { own, there, fresh }: Sides): RightChange[] | "too much" {
    const { effort, patterns } = this.#shared;
    const resources = this.#side.analysis.apiResources;
    const unfilled = this.#unfilled.filter((one) => one.identity.couldBe?.(identity.name));
    const compared = [...there, ...fresh, ...unfilled];
    const count = compared.reduce(
      (sum, { binding }) => sum + 1 + binding.rules.length,
      this.#unfilled.length,
    );
    if (!effort.spend(count)) return "too much";
    const perhaps = [...without(there, own), ...unfilled];
    const always = alwaysGiven(resources).get(identity.name) ?? [];
    const its = [
      ...[...there, ...unfilled].flatMap((one) => surelyGiven(resources, one)),
      ...perhaps.flatMap((one) => perhapsGiven(resources, one)),
      ...always.map((right) => ({ ...right, where: {}, isAlways: true }) as const),
    ];
    const groups: Group[] = [];
    for (const name of identity.groups) {
      const group = this.#ofGroup(name);
      if (group === "too much") return group;
      groups.push(group);
    }
    const same = new Set(there.flatMap(ruleKeys));
    const changes: RightChange[] = [];
    for (const [isPlaceless, given] of groupBy(fresh, ({ namespace }) => isChosenLater(namespace))) {
      const anywhere = isPlaceless ? perhaps.flatMap((one) => givenAnywhere(resources, one)) : [];
      const found = onlyGiven(
        given.flatMap((one) => surelyGiven(resources, one, newRules(one, same))),
        {
          there: [
            indexOf([...its, ...anywhere], patterns()),
            ...groups.map(({ rights }) => rights),
            ...(isPlaceless ? groups.map((group) => group.anywhere) : []),
          ],
          patterns: patterns(),
          effort,
        },
      );
      if (found === "too much") return found;
      for (const one of found) changes.push(one);
    }
    return changes;
  }

  /** What the other side gives, or may give, all members of a group. */
  readonly #ofGroup = memoizeParts((name: string): Group | "too much" => {
    const { analysis, given } = this.#other;
    const resources = analysis.apiResources;
    const own = given.get(name) ?? [];
    if (!this.#shared.effort.spend(countRules(own))) return "too much";
    const perhaps = without(own, this.#side.given.get(name));
    const always = alwaysGiven(resources).get(name) ?? [];
    const patterns = this.#shared.patterns();
    return {
      rights: indexOf(
        [
          ...own.flatMap((one) => surelyGiven(resources, one)),
          ...perhaps.flatMap((one) => perhapsGiven(resources, one)),
          ...always.map((right) => ({ ...right, where: {}, isAlways: true }) as const),
        ],
        patterns,
      ),
      anywhere: indexOf(
        perhaps.flatMap((one) => givenAnywhere(resources, one)),
        patterns,
      ),
    };
  });
}

/** What says which rules are given where. */
function ruleKeys({ scope, binding }: Given): string[] {
  return binding.rules.map(({ rule }) => `${scope} ${ruleKey(rule)}`);
}

/** The rules of a binding that are not given in the same place on the other side: most of them are. */
function newRules(given: Given, same: ReadonlySet<string>): BoundRule[] {
  const keys = ruleKeys(given);
  return given.binding.rules.filter((_, index) => !same.has(keys[index] ?? ""));
}

/** What one side gives, or may give, all members of a group, and the same wherever that is. */
interface Group {
  rights: RightIndex<GivenRight>;
  anywhere: RightIndex<GivenRight>;
}

function countRules(given: readonly Given[]): number {
  return given.reduce((sum, { binding }) => sum + 1 + binding.rules.length, 0);
}

function indexOf(rights: readonly GivenRight[], patterns: TargetPatterns): RightIndex<GivenRight> {
  return new RightIndex(rights.map((right) => patterns.widened(right)));
}

/** What each side gives a subject, and what of the first one the second one does not give. */
interface Sides {
  own: readonly Given[];
  there: readonly Given[];
  fresh: readonly Given[];
}

function isChosenLater(namespace: string | undefined): boolean {
  return namespace !== undefined && !isKnown(namespace);
}

/** What is not given in the same place on the other side, by whatever binding and role. */
function without(given: readonly Given[], there: readonly Given[] = []): readonly Given[] {
  const keys = new Set(there.map(({ key }) => key));
  return given.filter(({ key }) => !keys.has(key));
}
