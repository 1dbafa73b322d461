import fc from "fast-check";
import { expect, it } from "vitest";
import { RightIndex } from "../../../lib/kubernetes/rbac/right-index.js";
import { overlap, type Right, type Values } from "../../../lib/kubernetes/rbac/rights.js";

const values: fc.Arbitrary<Values> = fc.oneof(
  fc.constant("all" as const),
  fc.subarray(["a", "b", "c"], { minLength: 1 }).map((list) => new Set(list)),
);
const right: fc.Arbitrary<Right> = fc.record({
  group: fc.constantFrom(undefined, "", "apps", "*"),
  namespaces: values,
  verbs: values,
  targets: values,
  names: values,
});

it("finds every right that has something in common with another one", () => {
  fc.assert(
    fc.property(fc.array(right, { maxLength: 12 }), right, (all, asked) => {
      const found = new Set(new RightIndex(all).candidates(asked));
      expect(all.filter((one) => overlap(one, asked) && !found.has(one))).toEqual([]);
    }),
    { numRuns: 300, seed: 18 },
  );
});

it("leaves out what has no value of those that the fewest have", () => {
  const of = (target: string): Right => ({
    group: "",
    namespaces: "all",
    verbs: new Set(["get"]),
    targets: new Set([target]),
    names: "all",
  });
  const [pods, secrets] = [of("pods"), of("secrets")];
  const wide: Right = { ...of(""), targets: "all" };
  expect([...new RightIndex([pods, secrets, wide]).candidates(of("pods"))]).toEqual([wide, pods]);
  expect([...new RightIndex([pods, secrets]).candidates(of("nodes"))]).toEqual([]);
});
