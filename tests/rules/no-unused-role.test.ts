import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding } from "./manifests.js";

const RULE = "no-unused-role";
const rules = `rules:\n  - { apiGroups: [""], resources: [pods], verbs: [get] }\n`;
const role = manifest("Role", "reader", "shop", rules);
const clusterRole = (labels = ""): string =>
  manifest("ClusterRole", "reader", undefined, rules).replace("name: reader\n", `name: reader\n${labels}`);

describe("no-unused-role", () => {
  it("finds roles that nothing names", async () => {
    expect(await lint(RULE, { "a.yaml": role, "b.yaml": clusterRole() })).toEqual([
      [
        "a.yaml:4:9-4:15",
        "Nothing in this repository binds Role 'reader', so it grants nothing here. Bind it or delete it.",
      ],
      [
        "b.yaml:4:9-4:15",
        "Nothing in this repository binds or aggregates ClusterRole 'reader', so it grants nothing here. Bind it or delete it.",
      ],
    ]);
  });

  it.each([
    ["a RoleBinding", { "a.yaml": role, "b.yaml": roleBinding("reader") }],
    ["a RoleBinding somewhere else", { "a.yaml": role, "x/b.yaml": roleBinding("reader", "other") }],
    ["a binding to the ClusterRole", { "a.yaml": clusterRole(), "b.yaml": clusterBinding("reader") }],
    [
      "a RoleBinding to the ClusterRole",
      { "a.yaml": clusterRole(), "b.yaml": roleBinding("reader", "shop", "ClusterRole") },
    ],
    [
      "a built-in role",
      { "a.yaml": clusterRole(`  labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }\n`) },
    ],
    [
      "an aggregating role of somebody else",
      { "a.yaml": clusterRole(`  labels: { rbac.example.com/aggregate-to-tenants: "true" }\n`) },
    ],
    [
      "the roles of service bindings",
      { "a.yaml": clusterRole(`  labels: { servicebinding.io/controller: "true" }\n`) },
    ],
    [
      "an aggregating role",
      {
        "a.yaml": clusterRole("  labels: { a: b }\n"),
        "b.yaml": manifest(
          "ClusterRole",
          "all",
          undefined,
          "aggregationRule:\n  clusterRoleSelectors:\n    - matchLabels: { a: b }\n",
        ),
        "c.yaml": clusterBinding("all"),
      },
    ],
    [
      "a binding that kustomize completes",
      {
        "a.yaml": role,
        "b.yaml": roleBinding("reader"),
        "kustomization.yaml": "namePrefix: x-\nresources: [a.yaml, b.yaml]\n",
      },
    ],
    [
      "a chart that may bind it",
      {
        "a.yaml": role,
        "b.yaml": "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: reader }\n",
      },
    ],
    [
      "nothing that applies it",
      { "a.yaml": role, "b.yaml": manifest("Namespace", "x"), "kustomization.yaml": "resources: [b.yaml]\n" },
    ],
    ["a name that is filled in later", { "a.yaml": manifest("Role", "${NAME}", "shop", rules) }],
  ])("is quiet with %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });
});
