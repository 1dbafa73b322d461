import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectEveryPod } from "../../../lib/kubernetes/network-policy/covering-policies.js";
import { isolation } from "../../../lib/kubernetes/network-policy/network-policy.js";
import type { NetworkPolicy } from "../../../lib/kubernetes/objects.js";

type Expression = { key: string; operator: string; values?: string[] };

const policy = (expressions: Expression[], spec: object = {}): NetworkPolicy =>
  ({ spec: { podSelector: { matchExpressions: expressions }, ...spec } }) as NetworkPolicy;
const isIn = (key: string, ...values: string[]) => ({ key, operator: "In", values });
const notIn = (key: string, ...values: string[]) => ({ key, operator: "NotIn", values });
const exists = (key: string) => ({ key, operator: "Exists" });
const lacks = (key: string) => ({ key, operator: "DoesNotExist" });

describe("policies that select every pod between them", () => {
  it.each<[string, Expression[][], boolean]>([
    ["nothing", [], false],
    ["a value and all others", [[isIn("app", "a")], [notIn("app", "a")]], true],
    ["a value and all others but one", [[isIn("app", "a")], [notIn("app", "a", "b")]], false],
    ["a label and its lack", [[exists("app")], [lacks("app")]], true],
    ["labels of different names", [[exists("app")], [lacks("tier")]], false],
    ["three that leave no gap", [[isIn("app", "a")], [isIn("app", "b")], [notIn("app", "a", "b")]], true],
    ["two labels, each decided", [[exists("a")], [lacks("a"), exists("b")], [lacks("a"), lacks("b")]], true],
    ["two labels with a gap", [[exists("a")], [lacks("a"), exists("b")]], false],
    ["only labels that pods must have", [[exists("a")], [isIn("b", "c")]], false],
    ["a value that is filled in later", [[isIn("app", "${APP}")], [notIn("app", "${APP}")]], false],
  ])("%s: %s", (_, selectors, expected) => {
    expect(selectEveryPod(selectors.map((one) => policy(one)))).toBe(expected);
  });

  it("never leave out a pod", () => {
    const key = fc.constantFrom("a", "b");
    const value = fc.constantFrom("x", "y");
    const values = fc.uniqueArray(value, { minLength: 1 });
    const expression = fc.oneof(
      fc.record({ key, operator: fc.constantFrom("In", "NotIn"), values }),
      fc.record({ key, operator: fc.constantFrom("Exists", "DoesNotExist") }),
    );
    const labels = fc.dictionary(key, fc.constantFrom("x", "y", "z"), { noNullPrototype: true });
    const selects = (one: Expression, pod: Record<string, string>) => {
      const label = pod[one.key];
      if (one.operator === "Exists") return label !== undefined;
      if (one.operator === "DoesNotExist") return label === undefined;
      const isListed = label !== undefined && (one.values ?? []).includes(label);
      return one.operator === "In" ? isListed : !isListed;
    };
    fc.assert(
      fc.property(fc.array(fc.array(expression, { maxLength: 3 }), { maxLength: 5 }), labels, (all, pod) => {
        if (!selectEveryPod(all.map((one) => policy(one)))) return;
        expect(all.some((one) => one.every((each) => selects(each, pod)))).toBe(true);
      }),
    );
  });

  it("end where there are too many labels to try", () => {
    const many = Array.from({ length: 40 }, (_, index) => [notIn(`l${index}`, "a")]);
    expect(selectEveryPod(many.map((one) => policy(one)))).toBe(false);
  });

  it("isolate a namespace, unless one of them lets everything through", () => {
    const types = { policyTypes: ["Ingress"] };
    const one = (expressions: Expression[], spec: object) => {
      return { kind: "NetworkPolicy" as const, object: policy(expressions, spec) };
    };
    const [some, others] = [one([isIn("app", "a")], types), one([notIn("app", "a")], types)];
    expect(isolation([some, others], "Ingress")).toEqual({ state: "denied" });
    expect(isolation([some, others], "Egress")).toEqual({ state: "open" });
    expect(isolation([some], "Ingress")).toEqual({ state: "open" });
    const open = one([notIn("app", "a")], { ...types, ingress: [{}] });
    expect(isolation([some, open], "Ingress")).toEqual({ state: "open" });
    const strict = { strict: true };
    expect(isolation([some, others], "Ingress", strict)).toEqual({ state: "denied" });
    const allowing = one([notIn("app", "a")], { ...types, ingress: [{ from: [{ podSelector: {} }] }] });
    expect(isolation([some, allowing], "Ingress", strict)).toEqual({ state: "open" });
  });
});
