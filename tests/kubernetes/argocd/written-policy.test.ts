import { describe, expect, it } from "vitest";
import { writtenPolicy } from "../../../lib/kubernetes/argocd/written-policy.js";
import type { FormatName } from "../../../lib/kubernetes/configuration/configuration.js";

/** What is written, with the sources of texts alone. */
function written(format: FormatName, value: Record<string, unknown>) {
  const policy = writtenPolicy({ format, value });
  const sources = policy?.texts.map(({ at, source, role }) => [
    at,
    source,
    ...(role === undefined ? [] : [role]),
  ]);
  const added = policy?.added?.map(({ at, source }) => [at, source]);
  return policy && { ...policy, texts: sources, ...(added && { added }) };
}

const LINE = "p, ada, applications, get, */*, allow";

describe("writtenPolicy", () => {
  it("takes every policy of a ConfigMap, the first one first, and no other key", () => {
    const data = {
      "policy.default": "role:readonly",
      "policy.z.csv": "z",
      "policy.csv": `${LINE}\n`,
      "policy.a.csv": "a",
      policyXcsv: "x",
      "my.policy.csv": "x",
      "policy.csv.bak": "x",
      "policy.list.csv": ["x"],
    };
    expect(written("ArgoCdRbac", { data })).toEqual({
      texts: [
        [["data", "policy.a.csv"], ["a"]],
        [
          ["data", "policy.csv"],
          [LINE, ""],
        ],
        [["data", "policy.z.csv"], ["z"]],
      ],
      mode: "glob",
      defaultRole: { value: "role:readonly", at: ["data", "policy.default"] },
    });
  });

  it.each<[unknown, unknown]>([
    ["regex", "regex"],
    ["glob", "glob"],
    ["", "glob"],
    ["other", "glob"],
    [undefined, "glob"],
    [1, "glob"],
    ["${MODE}", undefined],
  ])("takes the mode %j for %j", (mode, expected) => {
    expect(written("ArgoCdRbac", { data: { "policy.matchMode": mode } })?.mode).toBe(expected);
    expect(written("ArgoCdOperator", { spec: { rbac: { policyMatcherMode: mode } } })?.mode).toBe(expected);
  });

  it.each<[unknown, unknown]>([
    ["", {}],
    [undefined, {}],
    [["role:a"], {}],
    ["role:a", { defaultRole: { value: "role:a", at: ["data", "policy.default"] } }],
    ["${ROLE}", { hiddenDefault: ["data", "policy.default"] }],
  ])("takes the default %j of a ConfigMap for %j", (role, expected) => {
    expect(written("ArgoCdRbac", { data: { "policy.default": role } })).toEqual({
      texts: [],
      mode: "glob",
      ...(expected as object),
    });
  });

  it.each<[unknown, unknown]>([
    [
      undefined,
      { defaultRole: { value: "role:readonly", at: ["spec", "rbac", "defaultPolicy"], isUnwritten: true } },
    ],
    [
      null,
      { defaultRole: { value: "role:readonly", at: ["spec", "rbac", "defaultPolicy"], isUnwritten: true } },
    ],
    ["", {}],
    ["role:a", { defaultRole: { value: "role:a", at: ["spec", "rbac", "defaultPolicy"] } }],
    ["${ROLE}", { hiddenDefault: ["spec", "rbac", "defaultPolicy"] }],
  ])("takes the default %j of the operator for %j", (defaultPolicy, expected) => {
    expect(written("ArgoCdOperator", { spec: { rbac: { policy: LINE, defaultPolicy } } })).toEqual({
      texts: [[["spec", "rbac", "policy"], [LINE]]],
      mode: "glob",
      ...(expected as object),
    });
  });

  it("takes the roles of a project, with what Argo CD adds for each", () => {
    const roles = [
      { name: "ci", policies: [LINE, 1], groups: ["my-org:ci", 2, "others"] },
      { policies: [LINE], groups: ["nobody"] },
      { name: "${ROLE}", policies: [LINE] },
    ];
    expect(written("ArgoCdProject", { metadata: { name: "shop" }, spec: { roles } })).toEqual({
      texts: [
        [["spec", "roles", 0, "policies", 0], [LINE], "ci"],
        [["spec", "roles", 1, "policies", 0], [LINE]],
        [["spec", "roles", 2, "policies", 0], [LINE]],
      ],
      mode: "glob",
      project: "shop",
      added: [
        [["spec", "roles", 0, "name"], ["p, proj:shop:ci, projects, get, shop, allow"]],
        [["spec", "roles", 0, "groups", 0], ["g, my-org:ci, proj:shop:ci"]],
        [["spec", "roles", 0, "groups", 2], ["g, others, proj:shop:ci"]],
        [["spec", "roles", 2, "name"], ["p, proj:shop:${ROLE}, projects, get, shop, allow"]],
      ],
    });
    expect(written("ArgoCdProject", { metadata: { name: "${NAME}" } })?.project).toBe("");
    expect(written("ArgoCdProject", { metadata: { name: 1 } })?.project).toBe("");
  });

  it("takes nothing from other configurations", () => {
    expect(written("ArgoCdSettings", { data: { "policy.csv": LINE } })).toBeUndefined();
  });
});
