import { describe, expect, it } from "vitest";
import {
  aggregatedLabels,
  aggregates,
  aggregationLabel,
  builtInAggregators,
  effectiveRules,
  isAggregating,
} from "../../../lib/kubernetes/rbac/aggregation.js";
import { type ClusterRole, UNKNOWN } from "../../../lib/kubernetes/objects.js";

const role = (name: string, labels: Record<string, string> = {}): ClusterRole => ({
  metadata: { name, labels },
});
const selecting = (...clusterRoleSelectors: unknown[]): ClusterRole =>
  ({ metadata: { name: "all" }, aggregationRule: { clusterRoleSelectors } }) as ClusterRole;
const x = { matchLabels: { to: "x" } };

describe("aggregates", () => {
  it.each<[string, ClusterRole, ClusterRole, boolean | undefined]>([
    ["a label", selecting(x), role("a", { to: "x" }), true],
    ["another value", selecting(x), role("a", { to: "y" }), false],
    ["no label", selecting(x), role("a"), false],
    ["no metadata", selecting(x), {}, false],
    ["one of several", selecting({ matchLabels: { to: "y" } }, x), role("a", { to: "x" }), true],
    [
      "two labels of which one is there",
      selecting({ matchLabels: { to: "x", of: "y" } }),
      role("a", { to: "x" }),
      false,
    ],
    ["an empty selector", selecting({}), role("a"), true],
    ["itself", selecting({}), role("all"), false],
    ["no selectors", selecting(), role("a"), false],
    ["no rule", role("all"), role("a"), false],
    ["an empty value", selecting({ matchLabels: { to: "" } }), role("a", { to: "" }), true],
    ["a value that is not known", selecting(x), role("a", { to: UNKNOWN }), undefined],
    ["a value that is filled in later", selecting(x), role("a", { to: "${TO}" }), undefined],
    ["a selector that is not known", selecting("x"), role("a", { to: "x" }), undefined],
    ["one that is not known beside one that selects", selecting("x", x), role("a", { to: "x" }), true],
    [
      "what everything inherits",
      selecting({ matchExpressions: [{ key: "toString", operator: "Exists" }] }),
      role("a"),
      false,
    ],
  ])("answers for %s", (_, aggregating, other, expected) => {
    expect(aggregates(aggregating, other)).toBe(expected);
  });
});

describe("aggregatedLabels", () => {
  it.each<[string, unknown[], string[] | undefined]>([
    ["labels", [x, { matchLabels: { of: "y" } }], ["to=x", "of=y"]],
    ["one of several labels of a selector", [{ matchLabels: { to: "x", of: "y" } }], ["to=x"]],
    [
      "an expression",
      [{ matchExpressions: [{ key: "to", operator: "In", values: ["x", "y"] }] }],
      ["to=x", "to=y"],
    ],
    [
      "one that says nothing of values",
      [x, { matchExpressions: [{ key: "to", operator: "Exists" }] }],
      undefined,
    ],
    ["an empty one", [{}], undefined],
    ["none", [], []],
  ])("narrows down %s", (_, selectors, expected) => {
    expect(aggregatedLabels(selecting(...selectors))).toEqual(expected);
  });

  it("narrows down to nothing without a rule", () => {
    expect(aggregatedLabels(role("a"))).toEqual([]);
  });
});

describe("builtInAggregators", () => {
  it.each<[Record<string, string> | undefined, string[]]>([
    [{ [aggregationLabel("view")]: "true" }, ["view", "edit", "admin"]],
    [{ [aggregationLabel("edit")]: "true" }, ["edit", "admin"]],
    [{ [aggregationLabel("admin")]: "true" }, ["admin"]],
    [{ [aggregationLabel("admin")]: "true", [aggregationLabel("edit")]: "true" }, ["edit", "admin"]],
    [{ [aggregationLabel("view")]: "True" }, []],
    [{ [aggregationLabel("cluster-reader")]: "true" }, []],
    [undefined, []],
  ])("of %j are %j", (labels, expected) => {
    expect(builtInAggregators({ metadata: { name: "a", labels } })).toEqual(expected);
  });
});

it("isAggregating as soon as there is an aggregationRule, even without selectors", () => {
  expect(isAggregating(selecting(x))).toBe(true);
  expect(isAggregating({ aggregationRule: {} })).toBe(true);
  expect(isAggregating({ aggregationRule: undefined })).toBe(false);
  expect(isAggregating({})).toBe(false);
});

describe("effectiveRules", () => {
  const pods = { resources: ["pods"], verbs: ["get"] };
  const services = { resources: ["services"], verbs: ["get"] };

  it("are a role's own without an aggregationRule", () => {
    expect(effectiveRules({ rules: [pods] }, () => [])).toEqual([pods]);
    expect(effectiveRules({}, () => [])).toEqual([]);
  });

  it("are those of its members instead, whatever is written beside, once where they go in circles", () => {
    const top: ClusterRole = { ...selecting(x), rules: [pods] };
    const middle = selecting(x);
    const leaf: ClusterRole = { rules: [services] };
    const members = (one: ClusterRole) => (one === top ? [middle, leaf] : [top, leaf]);
    expect(effectiveRules(top, members)).toEqual([services]);
  });

  it("have what cluster-admin has, where every role is selected", () => {
    const [all, urls, ...others] = effectiveRules(selecting({}), () => []);
    expect([all, urls]).toEqual([
      { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
      { nonResourceURLs: ["*"], verbs: ["*"] },
    ]);
    expect(others).toEqual([]);
  });
});
