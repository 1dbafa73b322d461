import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-wildcard-resources";
const LIST = "List the resources that are needed.";
const LATER = "and on what is installed later";
const ADDED = "and on what a later version adds";

const clusterRole = (rule: string, rest = "") =>
  manifest("ClusterRole", "ops", undefined, `${rest}rules:\n  - ${rule}\n`);
const role = (rule: string) => manifest("Role", "ops", "shop", `rules:\n  - ${rule}\n`);

describe("no-wildcard-resources", () => {
  it.each([
    [
      "every resource of every group, with what few have in mind",
      clusterRole(`{ apiGroups: ["*"], resources: ["*"], verbs: [get, create] }`),
      "a.yaml:6:37-6:40",
      `Anyone bound to ClusterRole 'ops' can act on every resource of every API group in the cluster, including 'secrets', 'pods/exec', 'nodes/proxy' and 1 more, ${LATER}: it allows 'get' and 'create' on '*', though nothing here binds it. ${LIST}`,
    ],
    [
      "every verb on the core group",
      clusterRole(`{ apiGroups: [""], resources: [pods, "*"], verbs: ["*"] }`),
      "a.yaml:6:42-6:45",
      `Anyone bound to ClusterRole 'ops' can act on every resource of the core group, but no other, in the cluster, including 'secrets', 'pods/exec', 'nodes/proxy' and 1 more, ${ADDED}: it allows '*' on '*', though nothing here binds it. ${LIST}`,
    ],
    [
      "a group of one's own, in milder words",
      clusterRole("{ apiGroups: [my.example.com], resources: ['*'], verbs: [get, list, watch, patch] }"),
      "a.yaml:6:48-6:51",
      `Anyone bound to ClusterRole 'ops' can act on every resource of API group 'my.example.com', but no other, in the cluster, ${ADDED}: it allows 'get', 'list', 'watch' and 1 more on '*', though nothing here binds it. ${LIST}`,
    ],
    [
      "roles that can be bound",
      clusterRole(`{ apiGroups: [apps, rbac.authorization.k8s.io], resources: ["*"], verbs: [bind] }`),
      "a.yaml:6:65-6:68",
      `Anyone bound to ClusterRole 'ops' can act on every resource of API groups 'apps' and 'rbac.authorization.k8s.io', but no other, in the cluster, including 'roles', ${ADDED}: it allows 'bind' on '*', though nothing here binds it. ${LIST}`,
    ],
    [
      "a namespace, where the proxy of nodes cannot be granted",
      role(`{ apiGroups: [""], resources: ["*"], verbs: [get, create] }`),
      "a.yaml:7:36-7:39",
      `Anyone bound to Role 'ops' can act on every resource of the core group, but no other, in namespace 'shop', including 'secrets', 'pods/exec' and 'serviceaccounts/token', ${ADDED}: it allows 'get' and 'create' on '*', though nothing here binds it. ${LIST}`,
    ],
    [
      "one subresource of everything",
      clusterRole(`{ apiGroups: ["*"], resources: ["*/scale"], verbs: [get, update] }`),
      "a.yaml:6:37-6:46",
      `Anyone bound to ClusterRole 'ops' can act on every subresource 'scale' of every API group in the cluster, ${LATER}: it allows 'get' and 'update' on '*/scale', though nothing here binds it. ${LIST}`,
    ],
    [
      "a subresource that runs commands",
      clusterRole(`{ apiGroups: [""], resources: ["*/proxy"], verbs: [get] }`),
      "a.yaml:6:36-6:45",
      `Anyone bound to ClusterRole 'ops' can act on every subresource 'proxy' of the core group, but no other, in the cluster, including 'nodes/proxy', ${ADDED}: it allows 'get' on '*/proxy', though nothing here binds it. ${LIST}`,
    ],
    [
      "objects of some names",
      clusterRole(`{ apiGroups: [apps], resources: ["*"], resourceNames: [web], verbs: [patch] }`),
      "a.yaml:6:38-6:41",
      `Anyone bound to ClusterRole 'ops' can act on every resource named 'web' of API group 'apps', but no other, in the cluster, ${ADDED}: it allows 'patch' on '*', though nothing here binds it. ${LIST}`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  it("names the binding, its subjects and its namespace, where it is known", async () => {
    const rule = `{ apiGroups: [""], resources: ["*"], verbs: [list] }`;
    expect(
      await lint(RULE, {
        "a.yaml": clusterRole(rule),
        "b.yaml": roleBinding("ops", "shop", "ClusterRole", user("jane") + user("bob")),
      }),
    ).toEqual([
      [
        "a.yaml:6:36-6:39",
        `User 'jane' and 1 other can act on every resource of the core group, but no other, in namespace 'shop', including 'secrets', ${ADDED}: ClusterRole 'ops' allows 'list' on '*' and RoleBinding 'shop/readers' grants it there. ${LIST}`,
      ],
    ]);
    expect(
      await lint(RULE, { "a.yaml": clusterRole(rule), "b.yaml": clusterBinding("ops", user("jane")) }),
    ).toEqual([
      [
        "a.yaml:6:36-6:39",
        `User 'jane' can act on every resource of the core group, but no other, in the cluster, including 'secrets', ${ADDED}: ClusterRole 'ops' allows 'list' on '*' and ClusterRoleBinding 'readers' grants it everywhere. ${LIST}`,
      ],
    ]);
  });

  it.each([
    ["spelled-out resources", clusterRole(`{ apiGroups: ["*"], resources: [pods, pods/log], verbs: ["*"] }`)],
    // evaluation_helpers.go, ResourceMatches: these are no patterns.
    ["`pods/*`", clusterRole(`{ apiGroups: [""], resources: ["pods/*"], verbs: [get] }`)],
    ["`*/*`", clusterRole(`{ apiGroups: [""], resources: ["*/*"], verbs: [get] }`)],
    ["an entry without API groups, which grants nothing", clusterRole(`{ resources: ["*"], verbs: [get] }`)],
    ["an entry without verbs, which grants nothing", clusterRole(`{ apiGroups: [""], resources: ["*"] }`)],
    [
      "rules that Kubernetes overwrites",
      clusterRole(
        `{ apiGroups: [""], resources: ["*"], verbs: [get] }`,
        "aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: b } }] }\n",
      ),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("reports the wildcard that holds the others, once", async () => {
    const text = clusterRole(`{ apiGroups: [apps], resources: ["*/scale", "*", "*/status"], verbs: [get] }`);
    expect((await lint(RULE, { "a.yaml": text })).map(([place]) => place)).toEqual(["a.yaml:6:49-6:52"]);
  });

  it("is silent in a namespace where only the whole cluster counts", async () => {
    const rule = `{ apiGroups: [""], resources: ["*"], verbs: [get] }`;
    const options = { scope: "cluster" };
    expect(await lint(RULE, { "a.yaml": role(rule) }, { options })).toEqual([]);
    const bound = { "a.yaml": clusterRole(rule), "b.yaml": roleBinding("ops", "shop", "ClusterRole") };
    expect(await lint(RULE, bound, { options })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": clusterRole(rule) }, { options })).toHaveLength(1);
  });

  it("leaves what is cluster-admin in all but name to no-full-access-role, where it is told to", async () => {
    const text = clusterRole(
      `{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }\n  - { apiGroups: ["*"], resources: ["*"], verbs: [get] }`,
    );
    const places = async (options: object) =>
      (await lint(RULE, { "a.yaml": text }, { options })).map(([place]) => place);
    expect(await places({})).toEqual(["a.yaml:6:37-6:40", "a.yaml:7:37-7:40"]);
    expect(await places({ exceptFullAccess: true })).toEqual(["a.yaml:7:37-7:40"]);
  });

  it("leaves `*` on `*` to no-wildcard-verbs, where it is told to", async () => {
    const text = clusterRole(
      `{ apiGroups: [apps], resources: ["*"], verbs: ["*"] }\n  - { apiGroups: [batch], resources: ["*"], verbs: [get] }\n  - { apiGroups: [batch], resources: ["*/status"], verbs: ["*"] }`,
    );
    const places = async (options: object) =>
      (await lint(RULE, { "a.yaml": text }, { options })).map(([place]) => place);
    expect(await places({})).toEqual(["a.yaml:6:38-6:41", "a.yaml:7:39-7:42", "a.yaml:8:39-8:49"]);
    expect(await places({ exceptWildcardVerbs: true })).toEqual(["a.yaml:7:39-7:42", "a.yaml:8:39-8:49"]);
  });

  it("judges what a patch writes, in the patch", async () => {
    const patch = clusterRole(`{ apiGroups: [apps], resources: ["*"], verbs: [get] }`);
    const files = {
      "kustomization.yaml": "resources: [role.yaml]\npatches: [{ path: patch.yaml }]\n",
      "role.yaml": clusterRole(`{ apiGroups: [""], resources: ["*"], verbs: [get] }`),
      "patch.yaml": patch,
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["patch.yaml:6:38-6:41"]);
  });

  // Real: a service mesh whose reader is to see every kind of its own groups, and the role it aggregates into.
  it("names the role that takes it in and the binding of that", async () => {
    const files = {
      "member.yaml": manifest(
        "ClusterRole",
        "mesh-core",
        undefined,
        'rules:\n  - apiGroups: ["mesh.example.com"]\n    resources:\n      - "*"\n    verbs: ["get"]\n',
      ).replace("  name: mesh-core\n", '  name: mesh-core\n  labels:\n    example.com/mesh: "true"\n'),
      "admin.yaml": manifest(
        "ClusterRole",
        "mesh-admin",
        undefined,
        'aggregationRule:\n  clusterRoleSelectors:\n    - matchLabels: { example.com/mesh: "true" }\nrules: []\n',
      ),
      "binding.yaml": clusterBinding(
        "mesh-admin",
        "  - { kind: ServiceAccount, name: mesh, namespace: m }\n",
      ),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "member.yaml:10:9-10:12",
        `ServiceAccount 'm/mesh' can act on every resource of API group 'mesh.example.com', but no other, in the cluster, ${ADDED}: ClusterRole 'mesh-core' allows 'get' on '*', 'mesh-admin' aggregates it, and ClusterRoleBinding 'readers' grants it everywhere. ${LIST}`,
      ],
    ]);
  });
});
