import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-rules-with-aggregation";
const rules = `rules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n`;
const aggregation = (label = "example.com/monitoring"): string =>
  `aggregationRule:\n  clusterRoleSelectors:\n    - matchLabels:\n        ${label}: "true"\n`;
const member = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: pods
  labels: { example.com/monitoring: "true" }
${rules}`;
const aggregating = (rest = "", label?: string) =>
  manifest("ClusterRole", "monitoring", undefined, `${aggregation(label)}${rest}`);

const OVERWRITTEN =
  "Kubernetes overwrites these rules with those of the ClusterRoles that 'aggregationRule' selects, so they grant nothing. Remove them, or move them to a ClusterRole with a label that it selects.";
const NOTHING =
  "This aggregationRule selects no ClusterRole in this repository, so ClusterRole 'monitoring' grants nothing. Give the intended ClusterRoles a label that it selects.";

describe("rules beside an aggregation", () => {
  it("are found at their key", async () => {
    expect(await lint(RULE, { "a.yaml": aggregating(rules), "b.yaml": member })).toEqual([
      ["a.yaml:9:1-9:6", OVERWRITTEN],
    ]);
  });

  it("are fine where there are none, as generators write it", async () => {
    expect(await lint(RULE, { "a.yaml": aggregating("rules: []\n"), "b.yaml": member })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": aggregating(), "b.yaml": member })).toEqual([]);
    expect(await lint(RULE, { "b.yaml": member })).toEqual([]);
  });

  it("are judged as they are applied", async () => {
    const files = {
      "a.yaml": aggregating(rules),
      "b.yaml": member,
      "kustomization.yaml": "resources: [a.yaml, b.yaml]\npatches:\n  - path: patch.yaml\n",
    };
    const patch = (rest: string) => manifest("ClusterRole", "monitoring", undefined, rest);
    expect(await lint(RULE, { ...files, "patch.yaml": patch("rules: []\n") })).toEqual([]);
    expect(await lint(RULE, { ...files, "patch.yaml": patch("aggregationRule: null\n") })).toEqual([]);
    expect(await lint(RULE, { ...files, "patch.yaml": patch("") })).toEqual([
      ["a.yaml:9:1-9:6", OVERWRITTEN],
    ]);
  });

  it("are found in a file that no kustomization lists, too", async () => {
    const files = {
      "a.yaml": aggregating(rules),
      "b.yaml": member,
      "kustomization.yaml": "resources: [b.yaml]\n",
    };
    expect(await lint(RULE, files)).toEqual([["a.yaml:9:1-9:6", OVERWRITTEN]]);
  });
});

describe("rules that meet an aggregation only where they are applied", () => {
  const text = (by: string) =>
    `Kubernetes overwrites ${by} with those of the ClusterRoles that 'aggregationRule' selects, so they grant nothing. Remove them, or move them to a ClusterRole with a label that it selects.`;
  const APPLIED = "rules of ClusterRole 'monitoring' (as the root applies it)";
  const kustomization = (patch: string) => `resources: [a.yaml, b.yaml]\npatches:\n  - ${patch}\n`;
  const plain = manifest("ClusterRole", "monitoring", undefined, rules);

  it("are found in the patch that adds the rules", async () => {
    const files = {
      "a.yaml": aggregating("rules: []\n"),
      "b.yaml": member,
      "patch.yaml": manifest("ClusterRole", "monitoring", undefined, rules),
    };
    const found = [["patch.yaml:5:1-5:6", text(`these ${APPLIED}`)]];
    expect(await lint(RULE, { ...files, "kustomization.yaml": kustomization("path: patch.yaml") })).toEqual(
      found,
    );
    const component = {
      ...files,
      "kustomization.yaml": "resources: [a.yaml, b.yaml]\ncomponents: [more]\n",
      "more/kustomization.yaml": "kind: Component\npatchesStrategicMerge: [../patch.yaml]\n",
    };
    expect(await lint(RULE, component)).toEqual(found);
  });

  it("are found at the rules where a patch adds the aggregation", async () => {
    const files = {
      "a.yaml": plain,
      "b.yaml": member,
      "kustomization.yaml": kustomization("path: patch.yaml"),
      "patch.yaml": aggregating(),
    };
    expect(await lint(RULE, files)).toEqual([["a.yaml:5:1-5:6", text(`these ${APPLIED}`)]]);
  });

  it("are found in the role where a JSON patch adds either", async () => {
    const add = `'[{ op: add, path: /rules, value: [{ apiGroups: [""], resources: [pods], verbs: [get] }] }]'`;
    const files = {
      "a.yaml": aggregating(),
      "b.yaml": member,
      "kustomization.yaml": kustomization(
        `{ target: { kind: ClusterRole, name: monitoring }, patch: ${add} }`,
      ),
    };
    expect(await lint(RULE, files)).toEqual([["a.yaml:5:1-5:16", text(`the ${APPLIED}`)]]);
    const value = `{ clusterRoleSelectors: [{ matchLabels: { "example.com/monitoring": "true" } }] }`;
    const other = {
      ...files,
      "a.yaml": plain,
      "kustomization.yaml": kustomization(
        `{ target: { kind: ClusterRole, name: monitoring }, patch: '[{ op: add, path: /aggregationRule, value: ${value} }]' }`,
      ),
    };
    expect(await lint(RULE, other)).toEqual([["a.yaml:5:1-5:6", text(`these ${APPLIED}`)]]);
  });

  it("are judged by no rule on what they permit", async () => {
    const wide = rules.replace("get", '"*"');
    const files = {
      "a.yaml": aggregating("rules: []\n"),
      "b.yaml": member,
      "kustomization.yaml": kustomization("path: patch.yaml"),
      "patch.yaml": manifest("ClusterRole", "monitoring", undefined, wide),
    };
    expect(await lint("no-workload-create", files)).toEqual([]);
  });

  it("are those of nothing where a patch changes the selectors", async () => {
    const files = {
      "a.yaml": aggregating(),
      "b.yaml": member,
      "kustomization.yaml": kustomization("path: patch.yaml"),
      "patch.yaml": aggregating("", "example.com/other"),
    };
    expect(await lint(RULE, files)).toEqual([["patch.yaml:6:3-6:23", NOTHING]]);
  });
});

describe("an aggregation of nothing", () => {
  it("is found at its selectors", async () => {
    expect(
      await lint(RULE, { "a.yaml": aggregating(), "b.yaml": member.replace("monitoring", "other") }),
    ).toEqual([["a.yaml:6:3-6:23", NOTHING]]);
  });

  it.each([
    ["a role in another directory", { "other/b.yaml": member }],
    [
      "a chart that may bring one",
      { "b.yaml": "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: x }\n" },
    ],
    [
      "a kustomization with a remote base",
      { "x/kustomization.yaml": "resources: [https://github.com/x/y]\n" },
    ],
  ])("is none with %s", async (_, files) => {
    expect(await lint(RULE, { "a.yaml": aggregating(), ...files })).toEqual([]);
  });

  it.each([
    ["the labels of built-in roles", aggregating("", "rbac.authorization.k8s.io/aggregate-to-view")],
    [
      "every role",
      manifest("ClusterRole", "monitoring", undefined, "aggregationRule:\n  clusterRoleSelectors: [{}]\n"),
    ],
    ["what is filled in later", aggregating().replace('"true"', "${LABEL}")],
    [
      "what has no label",
      manifest(
        "ClusterRole",
        "monitoring",
        undefined,
        "aggregationRule:\n  clusterRoleSelectors:\n    - matchExpressions: [{ key: a, operator: DoesNotExist }]\n",
      ),
    ],
    [
      "what cannot be read",
      manifest(
        "ClusterRole",
        "monitoring",
        undefined,
        "aggregationRule:\n  clusterRoleSelectors:\n    - matchExpressions: [{ key: a, operator: Like }]\n",
      ),
    ],
  ])("is none where it selects %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("is none where a chart that nothing here installs may have others beside it", async () => {
    const files = {
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "web/templates/role.yaml": aggregating(),
    };
    expect(await lint(RULE, files)).toEqual([]);
    const kustomization = "helmCharts: [{ name: web, releaseName: web }]\nhelmGlobals: { chartHome: . }\n";
    expect(await lint(RULE, { ...files, "kustomization.yaml": kustomization })).toHaveLength(1);
  });

  it.each([
    ["the aggregation", `{{ if $has }}\n${aggregation()}{{ end }}\n${rules}`],
    ["the rules", `${aggregation()}{{ if $has }}\n${rules}{{ end }}`],
  ])("is silent where a chart writes %s in some cases only", async (_, rest) => {
    const has = `{{ $has := .Capabilities.APIVersions.Has "example.com/v1" }}\n`;
    const files = {
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "web/templates/role.yaml": `${has}${manifest("ClusterRole", "monitoring", undefined, rest)}`,
    };
    expect(await lint(RULE, files)).toEqual([]);
    const surely = files["web/templates/role.yaml"].replaceAll("if $has", "if true");
    expect(await lint(RULE, { ...files, "web/templates/role.yaml": surely })).toHaveLength(1);
  });

  it("is left to the API server where it has no selectors", async () => {
    expect(
      await lint(RULE, { "a.yaml": manifest("ClusterRole", "x", undefined, "aggregationRule: {}\n") }),
    ).toEqual([]);
  });
});
