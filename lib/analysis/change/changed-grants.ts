import { isKnown } from "../../kubernetes/objects.js";
import { groupBy } from "../../util/group-by.js";
import type { Unknown } from "../access/answers.js";
import type { Analysis } from "../analysis.js";
import type { Direction } from "./access-change.js";
import { alwaysGiven } from "./always-given.js";
import { Effort, onlyGiven, type RightChange } from "./compare-rights.js";
import { type Given, type GivenBy, givenBy, type Identity } from "./given.js";
import { givenAnywhere, type GivenRight, perhapsGiven, surelyGiven } from "./given-rights.js";
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
  // With one cluster on each side, it is the same one, whatever it is called.
  const hasClusters = [before, after].some(({ all }) => {
    return new Set(all.flatMap(({ cluster }) => cluster ?? [])).size > 1;
  });
  const [old, now] = [before, after].map((analysis) => {
    return { analysis, given: givenBy(analysis, hasClusters) };
  }) as [GrantSide, GrantSide];
  const effort = new Effort();
  const [gained, lost] = [
    new Comparison("gained", now, old, effort),
    new Comparison("lost", old, now, effort),
  ];
  const names = [...new Set([...old.given.keys(), ...now.given.keys()])].sort();
  const all = names.flatMap((name) => [gained.of(name), lost.of(name)]).filter((one) => one !== undefined);
  return {
    changes: all.flatMap((one) => ("rights" in one ? one : [])),
    unknown: all.flatMap((one) => ("why" in one ? one : [])),
  };
}

/** Finds what is given on one side of a change only. */
class Comparison {
  readonly #change: Direction;
  readonly #side: GrantSide;
  readonly #other: GrantSide;
  readonly #effort: Effort;
  /** What the other side gives subjects whose names are filled in later. */
  readonly #unfilled: readonly Given[];
  readonly #hidden: NewHidden;

  constructor(change: Direction, side: GrantSide, other: GrantSide, effort: Effort) {
    this.#change = change;
    this.#side = side;
    this.#other = other;
    this.#effort = effort;
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
    if (!this.#effort.spend(this.#unfilled.length)) return "too much";
    const sureThere = this.#givenThere(identity, there);
    const perhaps = this.#freshThere(identity, without(there, own));
    const resources = this.#side.analysis.apiResources;
    const changes: RightChange[] = [];
    for (const [isPlaceless, given] of groupBy(fresh, ({ namespace }) => isChosenLater(namespace))) {
      const anywhere = isPlaceless ? perhaps.flatMap((one) => givenAnywhere(resources, one)) : [];
      const found = onlyGiven(
        given.flatMap((one) => surelyGiven(resources, one)),
        [...sureThere, ...perhaps.flatMap((one) => perhapsGiven(resources, one)), ...anywhere],
        this.#effort,
      );
      if (found === "too much") return found;
      for (const one of found) changes.push(one);
    }
    return changes;
  }

  /** What the other side surely gives a subject: by itself, and to all who are like it. */
  #givenThere({ name, groups }: Identity, there: readonly Given[]): GivenRight[] {
    const { analysis, given } = this.#other;
    const resources = analysis.apiResources;
    const sure = [there, ...groups.map((group) => given.get(group) ?? [])].flat();
    const always = [name, ...groups].flatMap((one) => alwaysGiven(resources).get(one) ?? []);
    return [
      ...sure.flatMap((one) => surelyGiven(resources, one)),
      ...always.map((right) => ({ ...right, where: {} })),
      ...this.#unfilled
        .filter(({ identity }) => identity.couldBe?.(name))
        .flatMap((one) => surelyGiven(resources, one)),
    ];
  }

  /** What only the other side gives a subject, or may give it. */
  #freshThere({ name, groups }: Identity, own: readonly Given[]): Given[] {
    const { given } = this.#other;
    return [
      ...own,
      ...groups.flatMap((group) => without(given.get(group) ?? [], this.#side.given.get(group))),
      ...this.#unfilled.filter(({ identity }) => identity.couldBe?.(name)),
    ];
  }
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
