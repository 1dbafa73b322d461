import { isKnown } from "../../kubernetes/objects.js";
import type { RightIndex } from "../../kubernetes/rbac/right-index.js";
import { groupBy } from "../../util/group-by.js";
import type { Unknown } from "../access/answers.js";
import type { BoundRule, ResolvedBinding } from "../access/bound-rules.js";
import type { Direction } from "./access-change.js";
import { alwaysGiven } from "./always-given.js";
import { onlyGiven, type RightChange } from "./compare-rights.js";
import { without } from "./counting.js";
import { type Given, type Identity, ruleKey } from "./given.js";
import { givenAnywhere, type GivenRight, surelyGiven } from "./given-rights.js";
import type { GrantSide } from "./grant-sides.js";
import { countRules, GroupRights, indexOf, rightsThere, type Shared } from "./group-rights.js";
import { NewHidden } from "./new-hidden.js";

/** What subjects gain or lose: the same for all of them, by the same bindings. */
export interface SubjectsChange {
  change: Direction;
  /** There may be very many. What each of them is given is in the same order. */
  subjects: readonly ChangedSubject[];
  rights: readonly RightChange[];
  /** The side on which they have them, and the other one. */
  side: GrantSide;
  other: GrantSide;
}

export interface ChangedSubject {
  identity: Identity;
  /** All that it is given on the side on which it has more. */
  own: readonly Given[];
}

/** What is the same for all subjects that the same bindings name. */
type Found = { rights: readonly RightChange[]; subjects: ChangedSubject[] } | "too much";

/** Finds what is given on one side of a change only. */
export class GrantComparison {
  readonly #change: Direction;
  readonly #side: GrantSide;
  readonly #other: GrantSide;
  readonly #shared: Shared;
  /** What the other side gives subjects whose names are filled in later. */
  readonly #unfilled: readonly Given[];
  readonly #hidden: NewHidden;
  readonly #groups: GroupRights;
  readonly #numbers = new Map<ResolvedBinding, number>();
  readonly #found = new Map<string, Found>();
  readonly #changes: SubjectsChange[] = [];

  constructor(change: Direction, side: GrantSide, other: GrantSide, shared: Shared) {
    this.#change = change;
    this.#side = side;
    this.#other = other;
    this.#shared = shared;
    this.#unfilled = [...other.given].flatMap(([name, given]) => {
      return given[0]?.identity.couldBe ? without(given, side.given.get(name)) : [];
    });
    this.#hidden = new NewHidden(other.analysis, side.analysis);
    this.#groups = new GroupRights(side, other, shared);
  }

  get changes(): readonly SubjectsChange[] {
    return this.#changes;
  }

  /**
   * Compares what a subject is given.
   * @returns what is not known of it
   */
  add(name: string): Unknown | undefined {
    const own = this.#side.given.get(name) ?? [];
    const there = this.#other.given.get(name) ?? [];
    const fresh = without(own, there);
    const [first] = fresh;
    // Who somebody is that only one side speaks of, and whose name is filled in later, cannot be said.
    if (!first || (first.identity.couldBe && there.length === 0)) return undefined;
    const { identity } = first;
    const found = this.#rightsOf(identity, { own, there, fresh });
    if (found === "too much")
      return { what: `what changes for ${name}`, why: "more rules of roles differ than are compared" };
    if (this.#hidden.isEmpty) {
      if (found.subjects.length === 0 && found.rights.length > 0) this.#push(found);
      found.subjects.push({ identity, own });
      return undefined;
    }
    const rights = found.rights.filter(({ right: { where } }) => !this.#hidden.mayBind(identity, where));
    if (rights.length > 0) this.#push({ rights, subjects: [{ identity, own }] });
    return undefined;
  }

  #push(found: Pick<SubjectsChange, "rights" | "subjects">): void {
    this.#changes.push({ ...found, change: this.#change, side: this.#side, other: this.#other });
  }

  /** What is given here only, found once for all to whom the same bindings give it. */
  #rightsOf(identity: Identity, sides: Sides): Found {
    const isOneOfMany = this.#unfilled.length === 0 && this.#always(identity).length === 0;
    const key = isOneOfMany ? this.#keyOf(identity, sides) : identity.name;
    let found = this.#found.get(key);
    if (!found) {
      const rights = this.#onlyHere(identity, sides);
      this.#found.set(key, (found = rights === "too much" ? rights : { rights, subjects: [] }));
    }
    return found;
  }

  /** The same for subjects in the same groups that the same bindings name on both sides. */
  #keyOf({ groups }: Identity, { own, there }: Sides): string {
    const numbersOf = (given: readonly Given[]) =>
      given.map(({ binding }) => {
        const number = this.#numbers.get(binding) ?? this.#numbers.size;
        this.#numbers.set(binding, number);
        return number;
      });
    return JSON.stringify([numbersOf(own), numbersOf(there), groups]);
  }

  #always({ name }: Identity) {
    return alwaysGiven(this.#side.analysis.apiResources).get(name) ?? [];
  }

  #onlyHere(identity: Identity, { own, there, fresh }: Sides): RightChange[] | "too much" {
    const { effort } = this.#shared;
    const resources = this.#side.analysis.apiResources;
    const unfilled = this.#unfilled.filter((one) => one.identity.couldBe?.(identity.name));
    if (!effort.spend(this.#unfilled.length + countRules([...there, ...fresh, ...unfilled])))
      return "too much";
    const perhaps = [...without(there, own), ...unfilled];
    const its = rightsThere(resources, [...there, ...unfilled], perhaps, this.#always(identity));
    const groups = this.#groups.ofAll(identity.groups);
    if (groups === "too much") return groups;
    const same = new Set(there.flatMap(ruleKeys));
    const patterns = this.#shared.patterns();
    const changes: RightChange[] = [];
    for (const [isPlaceless, given] of groupBy(fresh, ({ namespace }) => isChosenLater(namespace))) {
      const anywhere = isPlaceless ? perhaps.flatMap((one) => givenAnywhere(resources, one)) : [];
      const indexes: RightIndex<GivenRight>[] = [
        indexOf([...its, ...anywhere], patterns),
        ...groups.map(({ rights }) => rights),
        ...(isPlaceless ? groups.map((group) => group.anywhere) : []),
      ];
      const found = onlyGiven(
        given.flatMap((one) => surelyGiven(resources, one, newRules(one, same))),
        { there: indexes, patterns, effort, apart: this.#side.apart },
      );
      if (found === "too much") return found;
      for (const one of found) changes.push(one);
    }
    return changes;
  }
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

/** What each side gives a subject, and what of the first one the second one does not give. */
interface Sides {
  own: readonly Given[];
  there: readonly Given[];
  fresh: readonly Given[];
}

function isChosenLater(namespace: string | undefined): boolean {
  return namespace !== undefined && !isKnown(namespace);
}
