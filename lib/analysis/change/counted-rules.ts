import type { PolicyRule } from "../../kubernetes/objects.js";
import { push } from "../../util/group-by.js";
import { counts, type Placed, without } from "./counting.js";
import type { Given, Where } from "./given.js";
import type { SubjectsChange } from "./grant-comparison.js";
import type { GrantSide } from "./grant-sides.js";

/** Rules that are given somewhere. */
interface PlacedRules extends Placed {
  rules: readonly PolicyRule[];
}

type ByNamespace = ReadonlyMap<string | undefined, readonly PlacedRules[]>;

/** The rules that the subjects of a change have on both sides, with those of their groups. */
export class RulesThere {
  readonly #here: ByNamespace;
  readonly #there: ByNamespace;
  readonly #side: GrantSide;

  constructor({ subjects: [first], side, other }: SubjectsChange) {
    const keys = first ? [first.identity.name, ...first.identity.groups] : [];
    this.#side = side;
    this.#here = rulesOf(side, other, keys);
    this.#there = rulesOf(other, side, keys);
  }

  /** Those that count in a place, in a namespace or in the whole cluster. */
  in(where: Where, namespace: string | undefined): Record<"here" | "there", readonly PolicyRule[]> {
    const scopes = namespace === undefined ? [undefined] : [undefined, namespace];
    const those = (all: ByNamespace) =>
      scopes.flatMap((scope) =>
        (all.get(scope) ?? []).flatMap((one) => (counts(one, where, this.#side.apart) ? one.rules : [])),
      );
    return { here: those(this.#here), there: those(this.#there) };
  }
}

function rulesOf(side: GrantSide, other: GrantSide, keys: readonly string[]): ByNamespace {
  const byNamespace = new Map<string | undefined, PlacedRules[]>();
  for (const key of keys) {
    const given = side.given.get(key) ?? [];
    const left = new Set<Given>(without(given, other.given.get(key)));
    for (const one of given) {
      const rules = one.binding.rules.map(({ rule }) => rule);
      push(byNamespace, one.namespace, { rules, where: one.where, ...(left.has(one) && { hasLeft: true }) });
    }
  }
  return byNamespace;
}
