import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  commonRight,
  coversRight,
  overlap,
  type Right,
  type Values,
  withoutRight,
} from "../../../lib/kubernetes/rbac/rights.js";

const WORDS = ["a", "b", "other"];
const values: fc.Arbitrary<Values> = fc.oneof(
  fc.constant("all" as const),
  fc.subarray(["a", "b"], { minLength: 1 }).map((all) => new Set(all)),
);
const right: fc.Arbitrary<Right> = fc.record({
  group: fc.constantFrom(undefined, "*", "a", "b"),
  ...{ namespaces: values, verbs: values, targets: values, names: values },
});

/** Everything that a right allows, out of few words, one of which none names. */
function all({ group, namespaces, verbs, targets, names }: Right): Set<string> {
  const listed = (own: Values) => (own === "all" ? WORDS : [...own]);
  const groups = group === "*" ? WORDS : [group ?? "URLs"];
  return new Set(
    groups.flatMap((one) =>
      listed(namespaces).flatMap((namespace) =>
        listed(verbs).flatMap((verb) =>
          listed(targets).flatMap((target) =>
            listed(names).map((name) => [one, namespace, verb, target, name].join()),
          ),
        ),
      ),
    ),
  );
}

const minus = (one: Set<string>, other: Set<string>) => [...one].filter((item) => !other.has(item));

describe("rights", () => {
  it("are compared by all that they allow", () => {
    fc.assert(
      fc.property(right, right, (one, other) => {
        const [own, its] = [all(one), all(other)];
        const both = [...own].filter((item) => its.has(item)).sort();
        expect(coversRight(other, one)).toBe(minus(own, its).length === 0);
        expect(overlap(one, other)).toBe(both.length > 0);
        const shared = commonRight(one, other);
        expect(shared ? [...all(shared)].sort() : []).toEqual(both);
        const parts = withoutRight(one, other);
        const rest = parts.flatMap((part) => minus(all(part), its)).sort();
        expect(rest).toEqual(minus(own, its).sort());
        // A part that has anything in common with the other one has all values where the other one has some.
        const open = parts.filter((part) => overlap(part, other));
        expect(open.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3000, seed: 18 },
    );
  });
});
