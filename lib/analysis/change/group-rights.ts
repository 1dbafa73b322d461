import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { RightIndex } from "../../kubernetes/rbac/right-index.js";
import type { Right } from "../../kubernetes/rbac/rights.js";
import type { TargetPatterns } from "../../kubernetes/rbac/target-patterns.js";
import { memoizeParts } from "../../util/memoize.js";
import { alwaysGiven } from "./always-given.js";
import type { Effort } from "./compare-rights.js";
import { without } from "./counting.js";
import type { Given } from "./given.js";
import { givenAnywhere, type GivenRight, perhapsGiven, surelyGiven } from "./given-rights.js";
import type { GrantSide } from "./grant-sides.js";

/** What both directions of a comparison have in common. */
export interface Shared {
  effort: Effort;
  patterns: (sides: void) => TargetPatterns;
}

/** What one side gives, or may give, all members of a group, and the same wherever that is. */
interface Group {
  rights: RightIndex<GivenRight>;
  anywhere: RightIndex<GivenRight>;
}

/** What the other side of a comparison gives groups, for whoever is in them. */
export class GroupRights {
  readonly #side: GrantSide;
  readonly #other: GrantSide;
  readonly #shared: Shared;

  constructor(side: GrantSide, other: GrantSide, shared: Shared) {
    this.#side = side;
    this.#other = other;
    this.#shared = shared;
  }

  ofAll(names: readonly string[]): Group[] | "too much" {
    const groups: Group[] = [];
    for (const name of names) {
      const group = this.#of(name);
      if (group === "too much") return group;
      groups.push(group);
    }
    return groups;
  }

  readonly #of = memoizeParts((name: string): Group | "too much" => {
    const { analysis, given } = this.#other;
    const resources = analysis.apiResources;
    const own = given.get(name) ?? [];
    if (!this.#shared.effort.spend(countRules(own))) return "too much";
    const perhaps = without(own, this.#side.given.get(name));
    const patterns = this.#shared.patterns();
    return {
      rights: indexOf(rightsThere(resources, own, perhaps, alwaysGiven(resources).get(name)), patterns),
      anywhere: indexOf(
        perhaps.flatMap((one) => givenAnywhere(resources, one)),
        patterns,
      ),
    };
  });
}

/**
 * What a side gives somebody, or may give.
 * @param left those of them that the other side does not give in the same place
 * @param always what every cluster gives
 */
export function rightsThere(
  resources: ApiResources,
  given: readonly Given[],
  left: readonly Given[],
  always: readonly Right[] = [],
): GivenRight[] {
  const hasLeft = new Set(left);
  const marked = (right: GivenRight): GivenRight => ({ ...right, hasLeft: true });
  return [
    ...given.flatMap((one) => {
      const rights = surelyGiven(resources, one);
      return hasLeft.has(one) ? rights.map(marked) : rights;
    }),
    ...left.flatMap((one) => perhapsGiven(resources, one).map(marked)),
    ...always.map((right): GivenRight => ({ ...right, where: {}, isAlways: true })),
  ];
}

export function countRules(given: readonly Given[]): number {
  return given.reduce((sum, { binding }) => sum + 1 + binding.rules.length, 0);
}

export function indexOf(rights: readonly GivenRight[], patterns: TargetPatterns): RightIndex<GivenRight> {
  return new RightIndex(rights.map((right) => patterns.widened(right)));
}
