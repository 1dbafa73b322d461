import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-cluster-admin-binding";
const NEEDED = "Bind a role that allows only what is needed.";
const EVERYTHING = `rules:\n  - { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }\n`;

describe("no-cluster-admin-binding", () => {
  it.each([
    [
      "a ClusterRoleBinding",
      clusterBinding("cluster-admin", user("jane")),
      "a.yaml:8:9-8:22",
      `ClusterRole 'cluster-admin' lets 'User:jane' do everything in the whole cluster. ${NEEDED}`,
    ],
    [
      "a RoleBinding",
      roleBinding("cluster-admin", "shop", "ClusterRole", "  - { kind: ServiceAccount, name: ci }\n"),
      "a.yaml:9:9-9:22",
      `ClusterRole 'cluster-admin' lets 'ServiceAccount:shop/ci' do everything in namespace 'shop'. ${NEEDED}`,
    ],
    [
      "a RoleBinding whose namespace is left open",
      manifest("RoleBinding", "x", undefined, "roleRef: { kind: ClusterRole, name: cluster-admin }\n"),
      "a.yaml:5:37-5:50",
      `ClusterRole 'cluster-admin' lets any future subject do everything in the namespace it is applied in. ${NEEDED}`,
    ],
    [
      "several subjects",
      clusterBinding("cluster-admin", ["a", "b", "c", "d"].map(user).join("")),
      "a.yaml:8:9-8:22",
      `ClusterRole 'cluster-admin' lets 'User:a', 'User:b', 'User:c' and 1 more do everything in the whole cluster. ${NEEDED}`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  it("reports a role of its own that grants as much", async () => {
    const files = {
      "role.yaml":
        manifest("ClusterRole", "god", undefined, EVERYTHING) +
        "---\n" +
        manifest("Role", "demigod", "shop", EVERYTHING),
      "cluster.yaml": clusterBinding("god", user("jane")),
      "namespace.yaml": roleBinding("demigod", "shop", "Role", user("jane")),
    };
    const words =
      "gives full access to every resource, as cluster-admin does, and lets 'User:jane' do everything";
    expect(await lint(RULE, files)).toEqual([
      ["cluster.yaml:8:9-8:12", `ClusterRole 'god' ${words} in the whole cluster. ${NEEDED}`],
      ["namespace.yaml:9:9-9:16", `Role 'demigod' ${words} in namespace 'shop'. ${NEEDED}`],
    ]);
    expect(await lint(RULE, files, { options: { equivalents: false } })).toEqual([]);
  });

  it.each([
    ["another role", clusterBinding("view", user("jane"))],
    ["a Role that happens to have the name", roleBinding("cluster-admin", "shop", "Role", user("jane"))],
    ["a name that is filled in later", clusterBinding("${ROLE}", user("jane"))],
    [
      "a role with less: one group",
      `${manifest("ClusterRole", "apps", undefined, 'rules:\n  - { apiGroups: [apps], resources: ["*"], verbs: ["*"] }\n')}---\n${clusterBinding("apps", user("jane"))}`,
    ],
    [
      "a role with less: named objects",
      `${manifest("ClusterRole", "named", undefined, 'rules:\n  - { apiGroups: ["*"], resources: ["*"], verbs: ["*"], resourceNames: [a] }\n')}---\n${clusterBinding("named", user("jane"))}`,
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("does not take a role of another namespace for the bound one", async () => {
    const files = {
      "a.yaml": `${manifest("Role", "god", "other", EVERYTHING)}---\n${roleBinding("god", "shop", "Role", user("jane"))}`,
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it.each([
    [["User:jane", "User:bob"], []],
    [["User:*"], []],
    [["User:jane"], ["'User:bob'"]],
    [["jane", "Group:jane"], ["'User:jane' and 'User:bob'"]],
  ])("allows the subjects %j", async (allow, rest) => {
    const found = await lint(
      RULE,
      { "a.yaml": clusterBinding("cluster-admin", user("jane") + user("bob")) },
      { options: { allow } },
    );
    expect(found).toEqual(
      rest.map((who) => [
        "a.yaml:8:9-8:22",
        `ClusterRole 'cluster-admin' lets ${who} do everything in the whole cluster. ${NEEDED}`,
      ]),
    );
  });

  it("allows a service account by its namespace, which in a RoleBinding is the binding's", async () => {
    const text = roleBinding(
      "cluster-admin",
      "shop",
      "ClusterRole",
      "  - { kind: ServiceAccount, name: ci }\n",
    );
    expect(await lint(RULE, { "a.yaml": text }, { options: { allow: ["ServiceAccount:shop/ci"] } })).toEqual(
      [],
    );
    expect(await lint(RULE, { "a.yaml": text }, { options: { allow: ["ServiceAccount:ci"] } })).toHaveLength(
      1,
    );
  });
});

describe("what a role takes in", () => {
  const aggregating = (name: string, selector: string, rest = "") =>
    manifest(
      "ClusterRole",
      name,
      undefined,
      `aggregationRule:\n  clusterRoleSelectors: [${selector}]\n${rest || "rules: []\n"}`,
    );
  const labelled = (name: string, label: string, rules: string) =>
    manifest("ClusterRole", name, undefined, rules).replace(
      `  name: ${name}\n`,
      `  name: ${name}\n  labels: { ${label} }\n`,
    );
  const found = (role: string, where: string) =>
    `ClusterRole '${role}' gives full access to every resource, as cluster-admin does, and lets 'User:jane' do everything in ${where}. ${NEEDED}`;

  it.each([
    ["selects every role, cluster-admin included", aggregating("all", "{}")],
    // policy.go, addClusterRoleLabel: every role that the API server creates has this label.
    [
      "selects what the API server creates",
      aggregating("all", "{ matchLabels: { kubernetes.io/bootstrapping: rbac-defaults } }"),
    ],
    [
      "selects roles that are everything together",
      [
        aggregating("all", '{ matchLabels: { a: "b" } }'),
        labelled(
          "reads",
          'a: "b"',
          'rules: [{ apiGroups: ["*"], resources: ["*"], verbs: [get, list, watch] }]\n',
        ),
        labelled(
          "writes",
          'a: "b"',
          'rules: [{ apiGroups: ["*"], resources: ["*"], verbs: [create, update, patch, delete, deletecollection] }]\n',
        ),
      ].join("---\n"),
    ],
    [
      "selects a role that selects one",
      [
        aggregating("all", '{ matchLabels: { c: "d" } }, { matchLabels: { a: "b" } }'),
        labelled(
          "middle",
          'a: "b"',
          'aggregationRule: { clusterRoleSelectors: [{ matchLabels: { e: "f" } }] }\n',
        ),
        labelled("god", 'e: "f"', EVERYTHING),
      ].join("---\n"),
    ],
  ])("is everything, where the role %s", async (_, text) => {
    const files = { "role.yaml": text, "z.yaml": clusterBinding("all", user("jane")) };
    expect(await lint(RULE, files)).toEqual([["z.yaml:8:9-8:12", found("all", "the whole cluster")]]);
    expect(await lint(RULE, files, { options: { equivalents: false } })).toEqual([]);
  });

  it("is everything for a built-in role that somebody adds everything to", async () => {
    const files = {
      "role.yaml": labelled("god", 'rbac.authorization.k8s.io/aggregate-to-edit: "true"', EVERYTHING),
      "z.yaml": roleBinding("admin", "shop", "ClusterRole", user("jane")),
    };
    expect(await lint(RULE, files)).toEqual([["z.yaml:9:9-9:14", found("admin", "namespace 'shop'")]]);
    const view = { ...files, "z.yaml": roleBinding("view", "shop", "ClusterRole", user("jane")) };
    expect(await lint(RULE, view)).toEqual([]);
  });

  it.each([
    ["rules that Kubernetes overwrites", aggregating("all", '{ matchLabels: { a: "b" } }', EVERYTHING)],
    [
      "a part of what Kubernetes has",
      aggregating("all", '{ matchLabels: { rbac.authorization.k8s.io/aggregate-to-admin: "true" } }'),
    ],
    ["no selector", aggregating("all", "")],
  ])("is silent on %s", async (_, text) => {
    const files = { "role.yaml": text, "z.yaml": clusterBinding("all", user("jane")) };
    expect(await lint(RULE, files)).toEqual([]);
  });
});
