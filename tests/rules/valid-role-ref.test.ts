import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { clusterBinding, manifest, roleBinding } from "./manifests.js";

const RULE = "valid-role-ref";
const REFUSED = "the API server refuses this binding";
const binding = (roleRef: string, kind = "RoleBinding") =>
  manifest(kind, "x", kind === "RoleBinding" ? "shop" : undefined, `roleRef: ${roleRef}\n`);

describe("valid-role-ref", () => {
  it.each([
    [
      "a ClusterRoleBinding to a Role",
      binding("{ kind: Role, name: reader }", "ClusterRoleBinding"),
      "a.yaml:5:18-5:22",
      `A ClusterRoleBinding cannot refer to Role 'reader': ${REFUSED}. Make this a RoleBinding in the namespace of the Role, or refer to a ClusterRole.`,
    ],
    [
      "another kind",
      binding("{ kind: Group, name: reader }"),
      "a.yaml:6:18-6:23",
      `There is no role of kind 'Group': ${REFUSED}. Write 'ClusterRole' or 'Role'.`,
    ],
    [
      "another kind in the cluster",
      binding("{ kind: clusterrole, name: reader }", "ClusterRoleBinding"),
      "a.yaml:5:18-5:29",
      `There is no role of kind 'clusterrole': ${REFUSED}. Write 'ClusterRole'.`,
    ],
    [
      "no kind",
      binding("{ name: reader }"),
      "a.yaml:6:1-6:8",
      `This 'roleRef' has no kind, so ${REFUSED}. Add 'kind: Role' or 'kind: ClusterRole'.`,
    ],
    [
      "no kind in the cluster",
      binding("{ kind: '', name: reader }", "ClusterRoleBinding"),
      "a.yaml:5:18-5:20",
      `This 'roleRef' has no kind, so ${REFUSED}. Add 'kind: ClusterRole'.`,
    ],
    [
      "neither kind nor name",
      binding("{ apiGroup: rbac.authorization.k8s.io }"),
      "a.yaml:6:1-6:8",
      `This 'roleRef' has no kind and no name, so ${REFUSED}. Add both.`,
    ],
    [
      "no 'roleRef'",
      manifest("RoleBinding", "x", "shop"),
      "a.yaml:1:1-1:11",
      "This binding has no 'roleRef', so the API server refuses it. Add one, with the kind and the name of a role.",
    ],
    [
      // The apiVersion that stands a few lines above.
      "a version behind the group",
      binding("{ apiGroup: rbac.authorization.k8s.io/v1, kind: Role, name: reader }"),
      "a.yaml:6:22-6:50",
      `API group 'rbac.authorization.k8s.io/v1' is not that of roles: ${REFUSED}. Write 'rbac.authorization.k8s.io', without a version, or leave the line out.`,
    ],
    [
      "no name",
      binding("{ kind: Role }"),
      "a.yaml:6:1-6:8",
      `This 'roleRef' names no role, so ${REFUSED}. Add its name.`,
    ],
    [
      "a name that holds the namespace",
      binding("{ kind: Role, name: shop/reader }"),
      "a.yaml:6:30-6:41",
      `No role can be named 'shop/reader': ${REFUSED}. A name contains no '/' or '%', and is not '.' or '..'.`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  it("reports each thing that is wrong", async () => {
    const text = binding("{ apiGroup: v1, kind: Group, name: a/b }");
    expect((await lint(RULE, { "a.yaml": text })).map(([place]) => place)).toEqual([
      "a.yaml:6:22-6:24",
      "a.yaml:6:32-6:37",
      "a.yaml:6:45-6:48",
    ]);
  });

  it("suggests the right value", async () => {
    const fix = async (text: string, more = {}) => suggestions(RULE, "a.yaml", text, more);
    const wrongGroup = binding("{ apiGroup: v1, kind: Role, name: reader }");
    expect(await fix(wrongGroup)).toEqual([
      [
        "Write 'rbac.authorization.k8s.io'.",
        wrongGroup.replace("apiGroup: v1", "apiGroup: rbac.authorization.k8s.io"),
      ],
    ]);
    const slip = binding("{ kind: CluserRole, name: reader }");
    expect(await fix(slip)).toEqual([["Write 'ClusterRole'.", slip.replace("Cluser", "Cluster")]]);
    const role = binding("{ kind: Role, name: reader }", "ClusterRoleBinding");
    expect(await fix(role)).toEqual([]);
    expect(await fix(role, { "b.yaml": manifest("ClusterRole", "reader") })).toEqual([
      ["Write 'ClusterRole'.", role.replace("kind: Role,", "kind: ClusterRole,")],
    ]);
    const both = `${manifest("ClusterRole", "reader")}---\n${manifest("Role", "reader", "shop")}`;
    expect(await fix(role, { "b.yaml": both })).toEqual([]);
    expect(await fix(binding("{ kind: Role, name: edit }", "ClusterRoleBinding"))).toEqual([]);
  });

  it.each([
    ["a Role", roleBinding("reader")],
    ["a ClusterRole in a namespace", roleBinding("view", "shop", "ClusterRole")],
    ["a ClusterRole", clusterBinding("view")],
    ["no API group, which is filled in", binding("{ kind: Role, name: reader }")],
    ["an empty API group, which is filled in", binding("{ apiGroup: '', kind: Role, name: reader }")],
    ["a name that no other object could have", binding('{ kind: Role, name: "System:Reader x" }')],
    ["what is filled in later", binding('{ apiGroup: "{{ g }}", kind: "${KIND}", name: "##NAME##" }')],
    // argo-cd: test/remote. YAML takes the mark for a comment.
    // As in a test suite of a controller that hands its manifests to printf.
    ["what printf fills in", binding('{ apiGroup: "%s", kind: "%[2]s", name: "%[1]s" }')],
    ["what configure fills in", binding('{ apiGroup: "@G@", kind: "@KIND@", name: "x-@NAME@" }')],
    ["what Chainsaw fills in", binding('{ kind: Role, name: "($name)" }')],
    ["a mark that is a comment to YAML", binding("\n  kind: ##KIND##\n  name: ##NAME##")],
    [
      "OpenShift's own API",
      binding("{ name: view }").replace("rbac.authorization.k8s.io", "authorization.openshift.io"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("judges what is applied, and of a patch what it writes", async () => {
    const files = (patch: string) => ({
      "kustomization.yaml": "resources: [b.yaml]\npatches: [{ path: patch.yaml }]\n",
      "b.yaml": binding("{ kind: Role }"),
      "patch.yaml": binding(patch),
    });
    expect(await lint(RULE, files("{ name: reader }"))).toEqual([]);
    expect((await lint(RULE, files("{ kind: Roll, name: reader }"))).map(([place]) => place)).toEqual([
      "patch.yaml:6:18-6:22",
    ]);
  });

  it("leaves fields that do not exist to valid-manifest", async () => {
    const wrong = [
      binding("{ apiGroup: rbac.authorization.k8s.io, knid: Role, nmae: reader }"),
      manifest("RoleBinding", "x", "shop", "roleref: { kind: Role, name: reader }\n"),
    ];
    for (const text of wrong) expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
