import type { Applied } from "../../lib/builds/applied.js";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { grantWords } from "../../lib/rule-kit/grant-phrases.js";
import { reachOf } from "../../lib/analysis/grants.js";
import type { RoleKind } from "../../lib/kubernetes/objects.js";
import type { Checkout } from "../../lib/repository/git/remotes.js";
import { flux, gitRepository } from "../builds/controllers/controlled.js";
import { repositoryOf } from "../builds/repository-of.js";

/*
 * How the roles of a file are given. Each is shown as its build, its reach, and one line for each grant: the
 * build and the name of the binding, and the roles on the way.
 */

const RBAC = "rbac.authorization.k8s.io";
const join = (...documents: string[]) => documents.join("---\n");
const yaml = (value: unknown) => `${JSON.stringify(value)}\n`;
const object = (kind: string, metadata: object, rest: object = {}) =>
  yaml({ apiVersion: `${RBAC}/v1`, kind, metadata, ...rest });
const READ = { rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }] };

const role = (name = "reader", namespace?: string) =>
  object(namespace === undefined ? "ClusterRole" : "Role", { name, namespace }, READ);
const labelled = (labels: object, rest: object = READ, name = "reader") =>
  object("ClusterRole", { name, labels }, rest);
const selecting = (...clusterRoleSelectors: unknown[]) => ({ aggregationRule: { clusterRoleSelectors } });
const above = (name: string, labels: object, ...selectors: unknown[]) =>
  labelled(labels, selecting(...selectors), name);
const ada = [{ kind: "User", apiGroup: RBAC, name: "ada" }];
const bind = (
  to = "reader",
  { name = "b", kind = "ClusterRole", namespace, subjects = ada }: BindOptions = {},
) =>
  object(
    namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
    { name, namespace },
    {
      roleRef: { apiGroup: RBAC, kind, name: to },
      subjects,
    },
  );
interface BindOptions {
  name?: string;
  kind?: string;
  namespace?: string;
  subjects?: object[];
}

function given(files: Record<string, string>, file = "role.yaml", checkout?: Checkout) {
  const builds = new Analysis(repositoryOf(files, checkout), {});
  return (builds.applied(file, 0, []) as Applied<RoleKind>[]).map((applied) => {
    const grants = builds.grants.of(applied);
    const shown = grants.map(({ binding, through }) => {
      const { name = "", namespace } = binding.object.object.metadata ?? {};
      const full = namespace === undefined ? name : `${namespace}/${name}`;
      return [binding.build.directory || ".", full, ...through].join(" ");
    });
    return [applied.build.directory || ".", reachOf(applied, grants), ...shown];
  });
}

const effective = (files: Record<string, string>, file: string) => {
  const builds = new Analysis(repositoryOf(files), {});
  return (builds.applied(file, 0, []) as Applied<RoleKind>[]).map((applied) => {
    return builds.grants.rules(applied).map(({ resources = [], nonResourceURLs = [] }) => {
      return [...resources, ...nonResourceURLs].join();
    });
  });
};

describe("how a role is given", () => {
  it.each<[string, Record<string, string>, string[][]]>([
    ["nothing binds it", { "role.yaml": role() }, [[".", "unbound"]]],
    ["a ClusterRoleBinding", { "role.yaml": role(), "b.yaml": bind() }, [[".", "cluster", ". b"]]],
    [
      "RoleBindings, each in its namespace",
      {
        "role.yaml": role(),
        "b.yaml": join(bind("reader", { namespace: "shop" }), bind("reader", { namespace: "bakery" })),
      },
      [[".", "namespaces", ". shop/b", ". bakery/b"]],
    ],
    [
      "both, the one for the whole cluster first",
      { "role.yaml": role(), "b.yaml": join(bind("reader", { namespace: "shop" }), bind()) },
      [[".", "cluster", ". b", ". shop/b"]],
    ],
    [
      "a Role by a binding of its namespace only",
      {
        "role.yaml": role("reader", "shop"),
        "b.yaml": join(
          bind("reader", { kind: "Role", namespace: "shop" }),
          bind("reader", { kind: "Role", namespace: "bakery" }),
          bind("reader", { namespace: "shop", name: "of-cluster-role" }),
        ),
        "other.yaml": role("reader", "bakery"),
      },
      [[".", "namespaces", ". shop/b"]],
    ],
    [
      "a ClusterRoleBinding to a Role, which the API server refuses",
      { "role.yaml": role("reader", "shop"), "b.yaml": bind("reader", { kind: "Role" }) },
      [[".", "unbound"]],
    ],
    [
      "a binding without subjects",
      { "role.yaml": role(), "b.yaml": bind("reader", { subjects: [] }) },
      [[".", "cluster", ". b"]],
    ],
    [
      "a reference that is filled in later",
      { "role.yaml": role(), "b.yaml": bind("${ROLE}") },
      [[".", "unbound"]],
    ],
  ])("sees %s", (_, files, expected) => {
    expect(given(files)).toEqual(expected);
  });

  it("sees bindings of another build, and of each overlay its own", () => {
    const overlay = (prefix: string) => `namePrefix: ${prefix}\nresources: [../base, b.yaml]\n`;
    const files = {
      "base/kustomization.yaml": "resources: [role.yaml]\n",
      "base/role.yaml": role(),
      "dev/kustomization.yaml": overlay("dev-"),
      "dev/b.yaml": bind("reader", { namespace: "shop" }),
      "prod/kustomization.yaml": overlay("prod-"),
      "prod/b.yaml": bind(),
    };
    expect(given(files, "base/role.yaml")).toEqual([
      ["dev", "namespaces", "dev shop/dev-b"],
      ["prod", "cluster", "prod prod-b"],
    ]);
    const other = {
      "roles/kustomization.yaml": "resources: [role.yaml]\n",
      "roles/role.yaml": role(),
      "access/kustomization.yaml": "resources: [b.yaml]\n",
      "access/b.yaml": bind(),
    };
    expect(given(other, "roles/role.yaml")).toEqual([["roles", "cluster", "access b"]]);
  });

  it("keeps clusters apart", () => {
    const cluster = (name: string, path: string) => ({
      [`clusters/${name}/flux-system/gotk-sync.yaml`]: join(
        gitRepository("flux-system", "url: ssh://git@github.com/acme/fleet, ref: { branch: main }"),
        flux("flux-system", `path: ./clusters/${name}`),
      ),
      [`clusters/${name}/flux-system/kustomization.yaml`]: "resources: [gotk-sync.yaml]\n",
      [`clusters/${name}/apps.yaml`]: flux("apps", `path: ./${path}`),
    });
    const view = { [`${RBAC}/aggregate-to-view`]: "true" };
    const files = {
      ...cluster("prod", "prod"),
      ...cluster("test", "test"),
      "prod/role.yaml": role(),
      "test/b.yaml": bind(),
      "prod/view.yaml": labelled(view, READ, "extra"),
      "test/view.yaml": bind("view", { name: "viewers" }),
      "prod/part.yaml": labelled({ to: "x" }, READ, "part"),
      "test/whole.yaml": join(above("whole", {}, { matchLabels: { to: "x" } }), bind("whole", { name: "w" })),
    };
    const checkout = { remotes: ["git@github.com:acme/fleet.git"], branches: [] };
    expect(given(files, "prod/role.yaml", checkout)).toEqual([["prod", "unbound"]]);
    expect(given(files, "prod/view.yaml", checkout)).toEqual([["prod", "aggregated"]]);
    expect(given(files, "prod/part.yaml", checkout)).toEqual([["prod", "unbound"]]);
  });
});

describe("how a role is given through one that takes it in", () => {
  const x = { matchLabels: { to: "x" } };
  it.each<[string, Record<string, string>, string[][]]>([
    [
      "directly",
      { "role.yaml": labelled({ to: "x" }), "a.yaml": join(above("x", {}, x), bind("x")) },
      [[".", "cluster", ". b x"]],
    ],
    [
      "by one of several selectors",
      {
        "role.yaml": labelled({ to: "x" }),
        "a.yaml": join(above("x", {}, { matchLabels: { to: "y" } }, x), bind("x")),
      },
      [[".", "cluster", ". b x"]],
    ],
    [
      "by expressions, that of 'z' through 'x', which has no such label",
      {
        "role.yaml": labelled({ to: "x" }),
        "a.yaml": join(
          above("x", {}, { matchExpressions: [{ key: "to", operator: "In", values: ["w", "x"] }] }),
          above("y", {}, { matchExpressions: [{ key: "to", operator: "Exists" }] }),
          above("z", {}, { matchExpressions: [{ key: "to", operator: "NotIn", values: ["x"] }] }),
          ...["x", "y", "z"].map((name) => bind(name, { name: `to-${name}` })),
        ),
      },
      [[".", "cluster", ". to-x x", ". to-y y", ". to-z x z"]],
    ],
    [
      "by an empty selector, which selects every role",
      { "role.yaml": role(), "a.yaml": join(above("x", {}, {}), bind("x")) },
      [[".", "cluster", ". b x"]],
    ],
    [
      "not by no selector at all",
      { "role.yaml": labelled({ to: "x" }), "a.yaml": join(above("x", {}), bind("x")) },
      [[".", "unbound"]],
    ],
    [
      "not by a selector that cannot be read, or is filled in later",
      {
        "role.yaml": labelled({ to: "x" }),
        "a.yaml": join(
          above("x", {}, { matchExpressions: [{ key: "to", operator: "Like", values: ["x"] }] }),
          above("y", {}, { matchLabels: { to: "${TO}" } }),
          bind("x"),
          bind("y", { name: "to-y" }),
        ),
      },
      [[".", "unbound"]],
    ],
    [
      "through several, and in circles only once",
      {
        "role.yaml": labelled({ to: "x" }),
        "a.yaml": join(
          above("x", { to: "y" }, x, { matchLabels: { to: "z" } }),
          above("y", { to: "z" }, { matchLabels: { to: "y" } }),
          above("z", {}, { matchLabels: { to: "z" } }),
          bind("y"),
          bind("z", { name: "to-z" }),
        ),
      },
      [[".", "cluster", ". b x y", ". to-z x y z"]],
    ],
    [
      "and in namespaces where that one is",
      {
        "role.yaml": labelled({ to: "x" }),
        "a.yaml": join(above("x", {}, x), bind("x", { namespace: "shop" })),
      },
      [[".", "namespaces", ". shop/b x"]],
    ],
    [
      "by 'view', which feeds 'edit' and 'admin'",
      {
        "role.yaml": labelled({ [`${RBAC}/aggregate-to-view`]: "true" }),
        "b.yaml": join(bind("view", { namespace: "shop" }), bind("admin", { name: "admins" })),
      },
      [[".", "cluster", ". admins admin", ". shop/b view"]],
    ],
    [
      "by 'admin', not by those that feed it",
      {
        "role.yaml": labelled({ [`${RBAC}/aggregate-to-admin`]: "true" }),
        "b.yaml": join(bind("view"), bind("edit")),
      },
      [[".", "aggregated"]],
    ],
    [
      "not by a label that says no",
      { "role.yaml": labelled({ [`${RBAC}/aggregate-to-view`]: "false" }), "b.yaml": bind("view") },
      [[".", "unbound"]],
    ],
  ])("goes %s", (_, files, expected) => {
    expect(given(files)).toEqual(expected);
  });

  it("takes in a role of another build, but not another overlay's copy", () => {
    const base = {
      "base/kustomization.yaml": "resources: [role.yaml, x.yaml]\n",
      "base/role.yaml": labelled({ to: "x" }),
      "base/x.yaml": above("x", {}, { matchLabels: { to: "x" } }),
      "dev/kustomization.yaml": "resources: [../base]\n",
      "prod/kustomization.yaml": "resources: [../base, b.yaml]\n",
      "prod/b.yaml": bind("x"),
    };
    expect(given(base, "base/role.yaml")).toEqual([
      ["dev", "unbound"],
      ["prod", "cluster", "prod b x"],
    ]);
    const apart = {
      "roles/kustomization.yaml": "resources: [role.yaml]\n",
      "roles/role.yaml": labelled({ to: "x" }),
      "whole/kustomization.yaml": "resources: [x.yaml]\n",
      "whole/x.yaml": join(above("x", {}, { matchLabels: { to: "x" } }), bind("x")),
    };
    expect(given(apart, "roles/role.yaml")).toEqual([["roles", "cluster", "whole b x"]]);
  });
});

describe("what nobody wrote by hand", () => {
  const many = (count: number, each: (index: number) => string) =>
    join(...Array.from({ length: count }, (_, index) => each(index)));

  it("is told whole where a role has very many bindings, the whole cluster first", () => {
    const namespaces = many(600, (index) => bind("reader", { namespace: `n${index}` }));
    const [shown = []] = given({ "role.yaml": role(), "b.yaml": join(namespaces, bind()) });
    expect(shown.slice(0, 3)).toEqual([".", "cluster", ". b"]);
    expect(shown).toHaveLength(2 + 601);
  });

  it("is followed through twenty roles", () => {
    const chain = (length: number) => ({
      "role.yaml": labelled({ to: "x0" }),
      "a.yaml": join(
        many(length, (index) =>
          above(`x${index}`, { to: `x${index + 1}` }, { matchLabels: { to: `x${index}` } }),
        ),
        bind(`x${length - 1}`),
      ),
    });
    expect(given(chain(20))[0]?.[1]).toBe("cluster");
    expect(given(chain(21))[0]?.[1]).toBe("unbound");
  });

  it("is given up where thousands of roles take each other in", () => {
    const files = {
      "role.yaml": role(),
      "a.yaml": join(
        many(150, (index) => above(`x${index}`, {}, {})),
        bind("x0"),
      ),
    };
    expect(given(files)[0]?.[1]).toBe("cluster");
    // More pairs to compare than are compared, and none that is found.
    const exists = (index: number) => ({ matchExpressions: [{ key: `q${index}`, operator: "Exists" }] });
    const apart = {
      "role.yaml": role(),
      "a.yaml": join(
        many(1050, (index) => above(`x${index}`, {}, exists(index))),
        bind("x0"),
      ),
    };
    expect(given(apart)[0]?.[1]).toBe("unbound");
  });
});

describe("the rules of a role", () => {
  const part = (name: string, resource: string, labels: object) =>
    labelled(labels, { rules: [{ apiGroups: [""], resources: [resource], verbs: ["get"] }] }, name);

  it("are those that stand there", () => {
    expect(effective({ "role.yaml": role() }, "role.yaml")).toEqual([["secrets"]]);
    expect(effective({ "role.yaml": object("ClusterRole", { name: "x" }) }, "role.yaml")).toEqual([[]]);
  });

  it("are those of the roles that it takes in, each once, and never its own", () => {
    const files = {
      "x.yaml": labelled({ to: "x" }, { ...READ, ...selecting({ matchLabels: { to: "x" } }) }, "x"),
      "a.yaml": join(part("a", "pods", { to: "x" }), above("y", { to: "x" }, { matchLabels: { to: "y" } })),
      "b.yaml": join(
        part("b", "services", { to: "y" }),
        above("z", { to: "y" }, { matchLabels: { to: "x" } }),
      ),
    };
    expect(effective(files, "x.yaml").map((rules) => rules.sort())).toEqual([["pods", "services"]]);
  });

  it("are cluster-admin's too, where it takes in every role", () => {
    expect(effective({ "x.yaml": above("x", {}, {}) }, "x.yaml")).toEqual([["*", "*"]]);
    const bootstrapping = { matchLabels: { "kubernetes.io/bootstrapping": "rbac-defaults" } };
    expect(effective({ "x.yaml": above("x", {}, bootstrapping) }, "x.yaml")).toEqual([["*", "*"]]);
    expect(effective({ "x.yaml": above("x", {}, { matchLabels: { to: "x" } }) }, "x.yaml")).toEqual([[]]);
  });

  it("are given together with those that a role beside one has, in one that takes both in", () => {
    const rule = (resource: string) => ({
      rules: [{ apiGroups: [""], resources: [resource], verbs: ["get"] }],
    });
    const files = {
      "roles.yaml": join(
        labelled({ to: "x" }, rule("secrets"), "secrets"),
        labelled({ to: "x" }, rule("pods"), "pods"),
        labelled({}, rule("nodes"), "nodes"),
        above("x", { to: "y" }, { matchLabels: { to: "x" } }),
        above("y", { to: "x" }, { matchLabels: { to: "y" } }),
      ),
    };
    const { grants } = new Analysis(repositoryOf(files), {});
    const beside = (resource: string) =>
      [...grants.besideRule(({ resources }) => resources?.includes(resource) ?? false)].map(
        ({ object }) => object.metadata?.name,
      );
    expect(beside("pods").sort()).toEqual(["pods", "secrets", "x", "y"]);
    expect(beside("nodes")).toEqual(["nodes"]);
    expect(beside("jobs")).toEqual([]);
  });
});

describe("the words for a grant", () => {
  function words(files: Record<string, string>, file = "role.yaml") {
    const builds = new Analysis(repositoryOf(files), {});
    const [applied] = builds.applied(file, 0, []) as Applied<RoleKind>[];
    if (!applied) throw new Error(`nothing applies ${file}`);
    const grants = builds.grants.of(applied);
    const { kind, object } = applied.object;
    return grantWords(kind, object, { applied, grants, reach: reachOf(applied, grants) });
  }
  const role1 = "ClusterRole 'reader'";
  const account = (name: string, namespace?: string) => ({ kind: "ServiceAccount", name, namespace });

  it.each<[string, Record<string, string>, object]>([
    [
      "a role that nothing binds",
      { "role.yaml": role() },
      { who: `Anyone bound to ${role1}`, where: "the cluster", role: "it", through: "" },
    ],
    [
      "a Role that nothing binds",
      { "role.yaml": role("reader", "shop") },
      { who: "Anyone bound to Role 'reader'", where: "namespace 'shop'", role: "it", through: "" },
    ],
    [
      "a binding in the cluster",
      { "role.yaml": role(), "b.yaml": bind("reader", { subjects: [account("ci", "tools")] }) },
      {
        who: "ServiceAccount 'tools/ci'",
        where: "the cluster",
        role: role1,
        through: " and ClusterRoleBinding 'b' grants it everywhere",
      },
    ],
    [
      "a ServiceAccount in the namespace of its binding",
      { "role.yaml": role(), "b.yaml": bind("reader", { namespace: "shop", subjects: [account("ci")] }) },
      {
        who: "ServiceAccount 'shop/ci'",
        where: "namespace 'shop'",
        role: role1,
        through: " and RoleBinding 'shop/b' grants it there",
      },
    ],
    [
      "several namespaces, in alphabetical order",
      {
        "role.yaml": role(),
        "b.yaml": join(bind("reader", { namespace: "shop" }), bind("reader", { namespace: "bakery" })),
      },
      {
        who: "User 'ada'",
        where: "namespaces 'bakery' and 'shop'",
        role: role1,
        through: " and RoleBinding 'shop/b' and 1 more binding grant it there",
      },
    ],
    [
      "the bindings of the cluster, and not those of namespaces beside them",
      {
        "role.yaml": role(),
        "b.yaml": join(
          bind("reader", { namespace: "shop", subjects: [account("x")] }),
          bind("reader", { name: "one" }),
          bind("reader", { name: "two", subjects: [account("ci", "tools"), account("cd", "tools"), ...ada] }),
          bind("reader", { name: "three" }),
        ),
      },
      {
        who: "User 'ada' and 2 others",
        where: "the cluster",
        role: role1,
        through: " and ClusterRoleBinding 'one' and 2 more bindings grant it everywhere",
      },
    ],
    [
      "a binding without subjects, and without a namespace",
      {
        "role.yaml": role(),
        "b.yaml": yaml({
          apiVersion: `${RBAC}/v1`,
          kind: "RoleBinding",
          metadata: { name: "b" },
          roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: "reader" },
        }),
      },
      {
        who: "Any future subject of RoleBinding 'b'",
        where: "its namespace",
        role: role1,
        through: " and RoleBinding 'b' grants it there",
      },
    ],
    [
      "a role that others take in",
      {
        "role.yaml": labelled({ to: "x" }),
        "a.yaml": join(above("x", {}, { matchLabels: { to: "x" } }), bind("x")),
      },
      {
        who: "User 'ada'",
        where: "the cluster",
        role: role1,
        through: ", 'x' aggregates it, and ClusterRoleBinding 'b' grants it everywhere",
      },
    ],
    [
      "a ClusterRoleBinding with a namespace, which means nothing",
      {
        "role.yaml": role(),
        "b.yaml": object(
          "ClusterRoleBinding",
          { name: "b", namespace: "shop" },
          { roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: "reader" }, subjects: ada },
        ),
      },
      {
        who: "User 'ada'",
        where: "the cluster",
        role: role1,
        through: " and ClusterRoleBinding 'b' grants it everywhere",
      },
    ],
  ])("say %s", (_, files, expected) => {
    expect(words(files)).toEqual(expected);
  });

  it("name the role as it is written where no build applies it, and as it is applied where one does", () => {
    const none = { grants: [], reach: "unbound" as const };
    expect(grantWords("Role", {}, none)).toEqual({
      who: "Anyone bound to this Role",
      where: "its namespace",
      role: "it",
      through: "",
    });
    const files = {
      "kustomization.yaml": "namePrefix: x-\nresources: [role.yaml, b.yaml]\n",
      "b.yaml": bind(),
    };
    expect(words({ ...files, "role.yaml": role() }).role).toBe("ClusterRole 'x-reader'");
  });
});
