import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "valid-policy-types";
const policy = (spec: string) =>
  manifest("NetworkPolicy", "web", "shop", `spec:\n  podSelector: {}\n  ${spec.replaceAll("\n", "\n  ")}\n`);
const ignored = (direction: string, types: string, type: string, what: string, by = "") =>
  `These ${direction} rules do nothing${by}, because 'policyTypes' has only ${types}: this policy does not restrict what ${what}. Add '${type}' to 'policyTypes', or delete the rules.`;
const EGRESS = (by = "") => ignored("egress", "'Ingress'", "Egress", "its pods can reach", by);

describe("valid-policy-types", () => {
  it.each([
    [
      "egress rules without Egress (kubernetes/kubernetes#51351)",
      "policyTypes: [Ingress]\negress:\n  - to: [{ podSelector: {} }]",
      ["a.yaml:9:3-9:9", EGRESS()],
    ],
    [
      "ingress rules without Ingress",
      "policyTypes: [Egress]\ningress: [{}]",
      ["a.yaml:9:3-9:10", ignored("ingress", "'Egress'", "Ingress", "can reach its pods")],
    ],
    [
      "'egress: []' without types (kubernetes/kubernetes#126184)",
      "egress: []",
      [
        "a.yaml:8:3-8:9",
        "Without 'policyTypes' a policy is for 'Ingress' alone, so 'egress: []' denies nothing: this policy does not restrict what its pods can reach. Add 'policyTypes: [Ingress, Egress]', or delete the line.",
      ],
    ],
    [
      "the same with an empty list of types",
      "policyTypes: []\negress: []",
      ["a.yaml:9:3-9:9", expect.stringContaining("denies nothing")],
    ],
  ])("reports %s", async (_, spec, found) => {
    expect(await lint(RULE, { "a.yaml": policy(spec) })).toEqual([found]);
  });

  it.each([
    ["types for both", "policyTypes: [Ingress, Egress]\ningress: [{}]\negress: [{}]"],
    ["no types, which follow from the rules", "ingress: [{}]\negress: [{}]"],
    ["a direction without rules, which is denied", "policyTypes: [Ingress, Egress]"],
    ["an empty list for a direction that is not named", "policyTypes: [Ingress]\ningress: []\negress: []"],
    ["an empty list of ingress rules", "policyTypes: [Egress]\ningress: []"],
    ["a variable among the types", 'policyTypes: [Ingress, "${TYPE}"]\negress: [{}]'],
    ["a type that does not exist, which is refused", "policyTypes: [Ingress, egress]\negress: [{}]"],
    ["rules that something else writes", 'policyTypes: [Ingress]\negress: "${RULES}"'],
  ])("is silent on %s", async (_, spec) => {
    expect(await lint(RULE, { "a.yaml": policy(spec) })).toEqual([]);
  });

  it("suggests to add the type", async () => {
    const block = policy("policyTypes:\n  - Ingress\negress: [{}]");
    expect(await suggestions(RULE, "a.yaml", block)).toEqual([
      ["Add 'Egress' to 'policyTypes'.", block.replace("- Ingress", "- Ingress\n    - Egress")],
    ]);
  });

  it("judges what overlays make of it", async () => {
    const add = (path: string, value: string) =>
      `resources: [../base]\npatches:\n  - { target: { kind: NetworkPolicy }, patch: '[{ "op": "add", "path": "${path}", "value": ${value} }]' }\n`;
    const files = (spec: string, kustomization: string) => ({
      "base/kustomization.yaml": "resources: [policy.yaml]\n",
      "base/policy.yaml": policy(spec),
      "prod/kustomization.yaml": kustomization,
    });
    const egress = "policyTypes: [Ingress]\negress: [{}]";
    expect(await lint(RULE, files(egress, add("/spec/policyTypes/-", '"Egress"')))).toEqual([]);
    expect(await lint(RULE, files(egress, add("/metadata/labels", '{ "a": "b" }')))).toEqual([
      ["base/policy.yaml:9:3-9:9", EGRESS()],
    ]);
    expect(await lint(RULE, files("policyTypes: [Ingress]", add("/spec/egress", "[{}]")))).toEqual([
      ["base/policy.yaml:6:1-6:5", EGRESS(" (as 'prod' applies it)")],
    ]);
  });
});
