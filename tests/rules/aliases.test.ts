import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RBAC = "rbac.authorization.k8s.io";
const list = (...items: string[]) =>
  `apiVersion: v1\nkind: List\nitems:\n${items.map((item) => `  - ${item.trim().replaceAll("\n", "\n    ")}\n`).join("")}`;
const binding = (name: string, rest: string, kind = "RoleBinding") =>
  `apiVersion: ${RBAC}/v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n${rest}`;
const view = "{ kind: ClusterRole, name: view }";

/** Each value is written once, at its anchor, and used again in another way. */
const CASES: [string, string, string, string[]][] = [
  [
    "a role that another one merges",
    "no-wildcard-verbs",
    list(
      `&role\napiVersion: ${RBAC}/v1\nkind: Role\nmetadata: { name: a }\nrules:\n  - { apiGroups: [apps], resources: [deployments], verbs: ["*"] }`,
      "<<: *role\nmetadata: { name: b }",
    ),
    ["a.yaml:9:64-9:67"],
  ],
  [
    "verbs of two entries of a role",
    "no-wildcard-verbs",
    `apiVersion: ${RBAC}/v1\nkind: Role\nmetadata: { name: a }\nrules:\n  - { apiGroups: [apps], resources: [deployments], verbs: &all ["*"] }\n  - { apiGroups: [""], resources: [pods], verbs: *all }\n`,
    ["a.yaml:5:65-5:68"],
  ],
  [
    "a roleRef, with an apiGroup of its own and with none",
    "no-missing-role",
    list(
      binding("a", "roleRef: &ref\n  kind: Role\n  name: gone"),
      binding("b", `roleRef:\n  <<: *ref\n  apiGroup: ${RBAC}`),
      binding("c", "roleRef: *ref"),
    ),
    ["a.yaml:9:13-9:17"],
  ],
  [
    "a roleRef that only the second use gets wrong",
    "valid-role-ref",
    list(
      binding("a", "roleRef: &ref { kind: Role, name: reader }"),
      binding("b", "roleRef: *ref", "ClusterRoleBinding"),
    ),
    ["a.yaml:7:27-7:31"],
  ],
  [
    "what is missing from a roleRef",
    "valid-role-ref",
    list(binding("a", "roleRef: &ref { kind: Role }"), binding("b", "roleRef: *ref")),
    ["a.yaml:7:5-7:12"],
  ],
  [
    "one of the subjects, and all of them",
    "no-broad-subject",
    list(
      binding(
        "a",
        `roleRef: ${view}\nsubjects: &all\n  - &everybody\n    kind: Group\n    name: system:authenticated`,
      ),
      binding("b", `roleRef: ${view}\nsubjects: *all`),
      binding("c", `roleRef: ${view}\nsubjects:\n  - { kind: User, name: ada }\n  - *everybody`),
    ),
    ["a.yaml:11:15-11:35"],
  ],
  [
    "the spec of a policy",
    "no-allow-all-policy",
    list(
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: a }\nspec: &open { podSelector: {}, ingress: [{}] }",
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: b }\nspec: *open",
    ),
    ["a.yaml:7:46-7:48"],
  ],
  [
    "a namespace that is named before it is declared",
    "require-default-deny",
    list(
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: &shop shop }",
      "apiVersion: v1\nkind: Namespace\nmetadata: { name: *shop }",
    ),
    ["a.yaml:6:43-6:47"],
  ],
];

describe("a value that an alias or a merge key leads to", () => {
  it.each(CASES)("is found once, where it is written: %s", async (_, rule, text, places) => {
    expect((await lint(rule, { "a.yaml": text })).map(([place]) => place)).toEqual(places);
  });

  it("leaves two findings that are at the same place without one", async () => {
    const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\n";
    const open =
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: a, namespace: shop }\nspec: { podSelector: {}, ingress: [{}] }\n";
    const found = await lint(
      "require-default-deny",
      { "a.yaml": namespace + open },
      { options: { directions: ["Ingress", "Egress"] } },
    );
    expect(found.map(([place]) => place)).toEqual(["a.yaml:3:19-3:23", "a.yaml:3:19-3:23"]);
  });

  it("is found in a kustomization", async () => {
    const files = {
      "kustomization.yaml": "resources:\n  - &gone gone.yaml\ncomponents:\n  - *gone\n",
    };
    expect((await lint("valid-kustomization", files)).map(([place]) => place)).toEqual([
      "kustomization.yaml:2:11-2:20",
    ]);
  });

  it("is at the alias where the alias itself is too much", async () => {
    const text = binding("a", `roleRef: ${view}\nsubjects:\n  - &ada { kind: User, name: ada }\n  - *ada\n`);
    expect(await lint("no-redundant-rule", { "a.yaml": text })).toEqual([
      ["a.yaml:7:5-7:9", "User 'ada' appears in this binding twice. Remove one."],
    ]);
  });
});
