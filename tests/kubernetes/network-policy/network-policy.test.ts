import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../../lib/kubernetes/kinds.js";
import {
  type Direction,
  isolation,
  type IsolatingPolicy,
  isUnrestrictedRule,
  policyDirections,
  selectsAllPods,
} from "../../../lib/kubernetes/network-policy/network-policy.js";

function policy(spec: object): IsolatingPolicy & { object: ReturnType<typeof normalised> } {
  return { kind: "NetworkPolicy", object: normalised(spec) };
}

function normalised(spec: object) {
  return normalise("NetworkPolicy", { metadata: { name: "p", namespace: "n" }, spec });
}

const everything = { ipBlock: { cidr: "0.0.0.0/0" } };
const sameNamespace = { podSelector: {} };

describe("policyDirections", () => {
  it.each<[object, Direction[]]>([
    [{}, ["Ingress"]],
    [{ policyTypes: [] }, ["Ingress"]],
    [{ egress: [] }, ["Ingress"]],
    [{ egress: [{}] }, ["Ingress", "Egress"]],
    [{ policyTypes: ["Egress"] }, ["Egress"]],
    [{ policyTypes: ["Egress", "Ingress"] }, ["Ingress", "Egress"]],
    [{ policyTypes: ["Ingress"], egress: [{}] }, ["Ingress"]],
    [{ policyTypes: ["ingress"] }, []],
  ])("of %j are %j", (spec, expected) => {
    expect(policyDirections(normalised(spec))).toEqual(expected);
  });
});

describe("selectsAllPods", () => {
  it.each<[object, boolean]>([
    [{}, true],
    [{ podSelector: {} }, true],
    [{ podSelector: null }, true],
    [{ podSelector: { matchLabels: {}, matchExpressions: [] } }, true],
    [{ podSelector: { matchLabels: null, matchExpressions: null } }, true],
    [{ podSelector: { matchLabels: { app: "a" } } }, false],
    [{ podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] } }, false],
  ])("%j: %j", (spec, expected) => {
    expect(selectsAllPods(normalised(spec))).toBe(expected);
  });
});

describe("isUnrestrictedRule", () => {
  it.each<[object, boolean]>([
    [{}, true],
    [{ from: [] }, true],
    [{ from: [], ports: [] }, true],
    [{ ports: [{ port: 80 }] }, false],
    [{ from: [everything] }, true],
    [{ from: [{ ipBlock: { cidr: "::/0", except: [] } }] }, true],
    [{ from: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }] }, false],
    [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }, false],
    [{ from: [everything], ports: [{ port: 80 }] }, false],
    [{ from: [sameNamespace, everything] }, true],
    [{ from: [{ namespaceSelector: {} }] }, false],
    [{ from: [sameNamespace] }, false],
  ])("%j: %j", (rule, expected) => {
    const [first] = normalised({ ingress: [rule] }).spec?.ingress ?? [];
    expect(isUnrestrictedRule(first ?? {}, "Ingress")).toBe(expected);
  });

  it("looks at the peers of its direction", () => {
    const [rule] = normalised({ egress: [{ to: [sameNamespace] }] }).spec?.egress ?? [];
    expect(isUnrestrictedRule(rule ?? {}, "Egress")).toBe(false);
  });
});

describe("isolation by NetworkPolicies", () => {
  const denyAll = { podSelector: {}, policyTypes: ["Ingress"] };
  const cancelled = (by: number, rule: number, key = "ingress") => {
    return { state: "cancelled", by, rule, path: ["spec", key, rule] };
  };
  it.each<[string, object[], object]>([
    ["no policy", [], { state: "open" }],
    ["deny all", [denyAll], { state: "denied" }],
    [
      "deny all, then the same namespace",
      [{ ...denyAll, ingress: [{ from: [sameNamespace] }] }],
      { state: "denied" },
    ],
    ["some pods only", [{ podSelector: { matchLabels: { a: "b" } } }], { state: "open" }],
    ["the other direction", [{ ...denyAll, policyTypes: ["Egress"] }], { state: "open" }],
    ["everything allowed", [{ ...denyAll, ingress: [{}] }], cancelled(0, 0)],
    [
      "allowed by another policy",
      [denyAll, { ingress: [{ from: [sameNamespace] }, { from: [] }] }],
      cancelled(1, 1),
    ],
    ["the first offender", [{ ingress: [{}] }, denyAll, { ingress: [{}] }], cancelled(0, 0)],
    [
      "allowed to some pods",
      [denyAll, { podSelector: { matchLabels: { a: "b" } }, ingress: [{}] }],
      { state: "denied" },
    ],
    ["rules that do not apply", [denyAll, { policyTypes: ["Egress"], ingress: [{}] }], { state: "denied" }],
  ])("%s", (_, specs, expected) => {
    expect(isolation(specs.map(policy), "Ingress")).toEqual(expected);
  });

  it("knows the egress direction", () => {
    expect(isolation([policy({ egress: [] })], "Egress")).toEqual({ state: "open" });
    expect(isolation([policy({ policyTypes: ["Egress"] })], "Egress")).toEqual({ state: "denied" });
    expect(isolation([policy({ egress: [{ to: [everything] }] })], "Egress")).toEqual(
      cancelled(0, 0, "egress"),
    );
  });

  it("does not guess which directions a template names", () => {
    const templated = policy({ policyTypes: ["${TYPES}"] });
    expect(isolation([templated], "Ingress")).toMatchObject({ state: "unknown" });
    expect(isolation([templated, policy(denyAll)], "Ingress")).toEqual({ state: "denied" });
  });

  it("asks for a pure deny-all when strict", () => {
    const allowsSome = policy({ ...denyAll, ingress: [{ from: [sameNamespace] }] });
    const strict = { strict: true };
    expect(isolation([allowsSome], "Ingress", strict)).toEqual({ state: "open" });
    expect(isolation([allowsSome, policy(denyAll)], "Ingress", strict)).toEqual({ state: "denied" });
    expect(isolation([policy(denyAll), policy({ ingress: [{}] })], "Ingress", strict)).toEqual(
      cancelled(1, 0),
    );
  });

  it("ignores what is no policy", () => {
    const role: IsolatingPolicy = { kind: "Role", object: { spec: { podSelector: {} } } };
    expect(isolation([role], "Ingress")).toEqual({ state: "open" });
  });

  it("follows its definition, in any order of the policies", () => {
    const rule = fc.constantFrom<object>({}, { from: [] }, { from: [sameNamespace] }, { from: [everything] });
    const spec = fc.record(
      {
        podSelector: fc.constantFrom<object>({}, { matchLabels: { a: "b" } }),
        policyTypes: fc.subarray(["Ingress", "Egress"]),
        ingress: fc.array(rule, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(spec, { maxLength: 4 }), (specs) => {
        const policies = specs.map(policy);
        const counting = policies.filter(({ object }) => {
          return selectsAllPods(object) && policyDirections(object).includes("Ingress");
        });
        const offends = counting.some(({ object }) => {
          return object.spec?.ingress?.some((written) => isUnrestrictedRule(written, "Ingress"));
        });
        const expected = counting.length === 0 ? "open" : offends ? "cancelled" : "denied";
        expect(isolation(policies, "Ingress").state).toBe(expected);
        expect(isolation([...policies].reverse(), "Ingress").state).toBe(expected);
      }),
    );
  });
});
