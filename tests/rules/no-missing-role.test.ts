import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { clusterBinding, manifest, roleBinding } from "./manifests.js";

const RULE = "no-missing-role";
const NOTHING = "so this binding grants nothing until somebody creates a role of that name.";
const CREATE = "Create it, correct the name, or list it under 'knownRoles' in .gitops-lint.yaml.";

describe("no-missing-role", () => {
  it.each([
    [
      "a Role",
      { "a.yaml": roleBinding("reader") },
      "a.yaml:9:9-9:15",
      `Role 'reader' in namespace 'shop' does not exist, ${NOTHING} ${CREATE}`,
    ],
    [
      "a ClusterRole",
      { "a.yaml": clusterBinding("reader") },
      "a.yaml:8:9-8:15",
      `ClusterRole 'reader' does not exist, ${NOTHING} ${CREATE}`,
    ],
    [
      "a Role of another namespace",
      { "a.yaml": roleBinding("reader"), "b.yaml": manifest("Role", "reader", "bakery") },
      "a.yaml:9:9-9:15",
      `Role 'reader' in namespace 'shop' does not exist, ${NOTHING} There is one in namespace 'bakery', but a RoleBinding refers to Roles of its own namespace only.`,
    ],
    [
      "a Role that is a ClusterRole",
      { "a.yaml": roleBinding("view") },
      "a.yaml:9:9-9:13",
      `Role 'view' in namespace 'shop' does not exist, ${NOTHING} There is a ClusterRole of that name.`,
    ],
    [
      "a ClusterRole that is a Role",
      {
        "a.yaml": roleBinding("reader", "shop", "ClusterRole"),
        "b.yaml": manifest("Role", "reader", "shop"),
      },
      "a.yaml:9:9-9:15",
      `ClusterRole 'reader' does not exist, ${NOTHING} There is a Role of that name.`,
    ],
    [
      "a name with a slip",
      { "a.yaml": roleBinding("config-reeder"), "b.yaml": manifest("Role", "config-reader", "shop") },
      "a.yaml:9:9-9:22",
      `Role 'config-reeder' in namespace 'shop' does not exist, ${NOTHING} Did you mean 'config-reader'?`,
    ],
    [
      "a Role of a plain manifest without a namespace",
      { "a.yaml": manifest("RoleBinding", "x", undefined, "roleRef: { kind: Role, name: reader }\n") },
      "a.yaml:5:30-5:36",
      `Role 'reader' does not exist, ${NOTHING} ${CREATE}`,
    ],
  ])("reports %s", async (_, files, place, message) => {
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it.each([
    ["the same file", { "a.yaml": `${roleBinding("reader")}---\n${manifest("Role", "reader", "shop")}` }],
    ["the same directory", { "a.yaml": roleBinding("reader"), "b.yaml": manifest("Role", "reader", "shop") }],
    [
      "another directory",
      { "a/a.yaml": roleBinding("reader"), "b/b.yaml": manifest("Role", "reader", "shop") },
    ],
    [
      "JSON",
      {
        "a.yaml": clusterBinding("reader"),
        "b.json":
          '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"reader"}}',
      },
    ],
    [
      "a list",
      {
        "a.yaml": clusterBinding("reader"),
        "b.yaml":
          "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleList\nitems:\n  - metadata: { name: reader }\n",
      },
    ],
    [
      "OpenShift's own API",
      {
        "a.yaml": clusterBinding("reader"),
        "b.yaml":
          "apiVersion: authorization.openshift.io/v1\nkind: ClusterRole\nmetadata: { name: reader }\n",
      },
    ],
  ])("finds a role in %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it.each([
    ["a ClusterRole of every cluster", clusterBinding("system:auth-delegator")],
    ["a Role of every cluster", roleBinding("extension-apiserver-authentication-reader", "kube-system")],
    ["a system: name of a newer Kubernetes", clusterBinding("system:controller:of-tomorrow")],
    [
      "a name that is filled in later",
      clusterBinding("{{ .Values.role }}".replace(/^/, '"').replace(/$/, '"')),
    ],
    ["a name with a variable", clusterBinding("${ROLE}")],
    ["a name that is a number", clusterBinding("5")],
    ["no roleRef", manifest("RoleBinding", "x", "shop")],
    ["a namespace that is filled in later", roleBinding("reader", "${NAMESPACE}")],
    [
      "a ClusterRoleBinding to a Role, which is another mistake",
      clusterBinding("reader").replace("kind: ClusterRole\n", "kind: Role\n"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it.each([
    [
      "a role in reach has a name that is filled in later",
      `${clusterBinding("reader")}---\n${manifest("ClusterRole", "${ROLE}")}`,
    ],
    ["its namespace is not written", `${roleBinding("reader")}---\n${manifest("Role", "reader")}`],
    [
      "another object of its directory has a kind that is filled in later",
      `${clusterBinding("reader")}---\n${manifest("Role", "reader").replace("kind: Role", "kind: ${KIND}")}`,
    ],
    [
      "another document of its directory does not parse",
      `${clusterBinding("reader")}---\napiVersion: v1\nkind: Namespace\nmetadata: {\n`,
    ],
  ])("is silent where %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("knows the roles that settings name", async () => {
    const files = { "a.yaml": clusterBinding("acme-reader"), "b.yaml": roleBinding("acme-writer") };
    expect(await lint(RULE, files, { settings: { knownRoles: ["acme-*"] } })).toEqual([]);
    expect(
      (await lint(RULE, files, { settings: { knownRoles: ["shop/acme-*"] } })).map(([place]) => place),
    ).toEqual(["a.yaml:8:9-8:20"]);
  });

  it("knows the roles of a platform that is named or seen", async () => {
    const files = { "a.yaml": clusterBinding("self-provisioner") };
    expect(await lint(RULE, files)).toHaveLength(1);
    expect(await lint(RULE, files, { settings: { platform: "openshift" } })).toEqual([]);
    const route = { "r.yaml": "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: { name: r }\n" };
    expect(await lint(RULE, { ...files, ...route })).toEqual([]);
    expect(await lint(RULE, { ...files, ...route }, { settings: { platform: "none" } })).toHaveLength(1);
  });

  it("takes two bindings without a name for two, not for copies of one", async () => {
    const once = (name: string) => roleBinding(name).replace("  name: readers\n", "  generateName: once-\n");
    const files = {
      "one/a.yaml": once("reader"),
      "two/b.yaml": `${once("writer")}---\n${manifest("Role", "reader", "shop")}---\n${manifest("Role", "writer", "shop")}`,
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("knows of a chart that nothing here installs only what is called by the name of its release", async () => {
    const files = (role: string) => ({
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "web/templates/binding.yaml": clusterBinding(role),
    });
    const strict = { options: { strict: true } };
    expect(await lint(RULE, files("reader"), strict)).toEqual([]);
    expect(await lint(RULE, files('"{{ .Release.Namespace }}-reader"'), strict)).toEqual([]);
    expect(await lint(RULE, files('"{{ .Release.Name }}-reader"'))).toEqual([
      [
        "web/templates/binding.yaml:8:9-8:37",
        `ClusterRole 'release-name-reader' does not exist, ${NOTHING} ${CREATE} This is as installed with its defaults.`,
      ],
    ]);
  });

  it("says in strict what it cannot know", async () => {
    const files = { "a.yaml": `${clusterBinding("reader")}---\n${manifest("ClusterRole", "${ROLE}")}` };
    expect(await lint(RULE, files, { options: { strict: true } })).toEqual([
      [
        "a.yaml:8:9-8:15",
        "ClusterRole 'reader' cannot be resolved: a ClusterRole has a name that is filled in later.",
      ],
    ]);
  });

  it("suggests the name that a role has before its prefix", async () => {
    const near = roleBinding("config-reeder");
    const more = {
      "kustomization.yaml": "namePrefix: prod-\nnameSuffix: -v2\nresources: [a.yaml, b.yaml]\n",
      "b.yaml": manifest("Role", "config-reader", "shop"),
    };
    expect(await suggestions(RULE, "a.yaml", near, more)).toEqual([
      ["Refer to 'config-reader'.", near.replace("reeder", "reader")],
    ]);
    expect(await lint(RULE, { "a.yaml": near, ...more })).toEqual([
      [
        "a.yaml:9:9-9:22",
        "Role 'config-reeder' in namespace 'shop' does not exist, so this binding grants nothing until somebody creates a role of that name. Did you mean 'config-reader'?",
      ],
    ]);
    // What is written stays as it is where it refers to the name in the end.
    const whole = roleBinding("prod-config-reader-2");
    expect(await suggestions(RULE, "a.yaml", whole, more)).toEqual([
      ["Refer to 'prod-config-reader-v2'.", whole.replace("reader-2", "reader-v2")],
    ]);
  });

  it("suggests the nearest name, and the kind that exists", async () => {
    const near = roleBinding("config-reeder");
    expect(
      await suggestions(RULE, "a.yaml", near, { "b.yaml": manifest("Role", "config-reader", "shop") }),
    ).toEqual([["Refer to 'config-reader'.", near.replace("reeder", "reader")]]);
    const kind = roleBinding("view");
    expect(await suggestions(RULE, "a.yaml", kind)).toEqual([
      ["Refer to the ClusterRole of that name.", kind.replace("kind: Role\n", "kind: ClusterRole\n")],
    ]);
  });

  it.each([
    ["one of Kubernetes' own", clusterBinding("cluster-admn"), "Did you mean 'cluster-admin'?"],
    ["the ClusterRole of that name", roleBinding("edit"), "There is a ClusterRole of that name."],
    ["one of the repository", clusterBinding("bakup"), "Did you mean 'backup'?"],
  ])("offers no edit that would give access to the rights of others: %s", async (_, text, hint) => {
    const role = manifest(
      "ClusterRole",
      "backup",
      undefined,
      'rules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]\n',
    );
    const [[, message] = []] = await lint(RULE, { "a.yaml": text, "b.yaml": role });
    expect(message).toContain(hint);
    expect(await suggestions(RULE, "a.yaml", text, { "b.yaml": role })).toEqual([]);
  });
});
