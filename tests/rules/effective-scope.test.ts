import { describe, expect, it } from "vitest";
import { entryRole } from "./entries.js";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding } from "./manifests.js";

const RULE = "effective-scope";
const inRole = (groups: string, resources: string, verbs: string) =>
  entryRole(groups, resources, verbs, "", "Role");
const message = (name: string, why = "a Role grants only in its own namespace", what = "Resource") =>
  `${what} '${name}' ${what === "Path" ? "belongs to no namespace" : "is cluster-scoped"}, and ${why}, so this allows nothing. Remove it, or grant it alone, with a ClusterRole of its own and a ClusterRoleBinding.`;
const BOUND = "only RoleBindings grant it, such as RoleBinding 'shop/readers'";
const bound = roleBinding("x", "shop", "ClusterRole");

describe("a Role", () => {
  it("is found with resources of the cluster, as monitoring has them", async () => {
    expect(await lint(RULE, { "a.yaml": inRole('""', "nodes, pods, services", "get, list") })).toEqual([
      ["a.yaml:7:35-7:40", message("nodes")],
    ]);
  });

  it.each([
    ["the creation of reviews", "authorization.k8s.io", "subjectaccessreviews", "create"],
    ["somebody to impersonate", '""', "users", "impersonate"],
    ["a list of namespaces", '""', "namespaces", "list, watch, create"],
    ["classes", "storage.k8s.io", "storageclasses", "get"],
  ])("is found with %s", async (_, groups, resources, verbs) => {
    const found = await lint(RULE, { "a.yaml": inRole(groups, resources, verbs) });
    expect(found.map(([, words]) => words)).toEqual([message(resources)]);
  });

  it.each([
    ["what is in namespaces", '"", apps', "pods, deployments", "get"],
    ["its own namespace", '""', "namespaces", "get, update, patch, delete"],
    ["every verb on its own namespace", '""', "namespaces", "'*', list"],
    ["a verb that namespaces do not have", '""', "namespaces", "get, deletecollection"],
    ["no verbs", '""', "namespaces", ""],
    ["the status of its own namespace", '""', "namespaces/status", "update"],
    ["binding ClusterRoles in it", "rbac.authorization.k8s.io", "clusterroles", "bind"],
    ["every verb on ClusterRoles", "rbac.authorization.k8s.io", "clusterroles", "'*'"],
    ["the use of policies", "policy", "podsecuritypolicies", "use"],
    ["reviews of its own", "authorization.k8s.io", "localsubjectaccessreviews", "create"],
    ["patterns", '""', "'*', '*/status'", "get"],
    ["what is not known", "example.com", "nodes", "get"],
    ["what is in one group not known", '"", example.com', "nodes", "get"],
    ["a verb that is filled in later", '""', "namespaces", "'${VERB}'"],
  ])("is fine with %s", async (_, groups, resources, verbs) => {
    expect(await lint(RULE, { "a.yaml": inRole(groups, resources, verbs) })).toEqual([]);
  });
});

const lost = (verbs: string, name = "namespaces", why = "a Role grants only in its own namespace") =>
  verbs.includes(" and ")
    ? `Verbs ${verbs} on '${name}' are for the whole cluster, and ${why}, so these verbs allow nothing. Remove them, or grant them alone, with a ClusterRole of their own and a ClusterRoleBinding.`
    : `Verb ${verbs} on '${name}' is for the whole cluster, and ${why}, so the verb allows nothing. Remove it, or grant it alone, with a ClusterRole of its own and a ClusterRoleBinding.`;

describe("a verb", () => {
  it.each([
    ["list", '""', "namespaces", "get, list", "7:61-7:65", lost("'list'")],
    [
      "several, in one finding",
      '""',
      "namespaces",
      "list, get, watch",
      "7:56-7:60",
      lost("'list' and 'watch'"),
    ],
    [
      "what only binding is effective beside",
      "rbac.authorization.k8s.io",
      "clusterroles",
      "bind, get, list",
      "7:87-7:90",
      lost("'get' and 'list'", "clusterroles"),
    ],
    [
      "what works for another resource of the entry, there",
      '""',
      "pods, namespaces",
      "get, list",
      "7:41-7:51",
      lost("'list'"),
    ],
    [
      "the same beside a resource of the cluster",
      '""',
      "namespaces, nodes",
      "get, create",
      "7:35-7:45",
      lost("'create'"),
    ],
  ])("that cannot work in a Role is found: %s", async (_, groups, resources, verbs, place, words) => {
    const found = await lint(RULE, { "a.yaml": inRole(groups, resources, verbs) });
    expect(found[0]).toEqual([`a.yaml:${place}`, words]);
    const nodes = resources.includes("nodes") ? [["a.yaml:7:47-7:52", message("nodes")]] : [];
    expect(found.slice(1)).toEqual(nodes);
  });

  it("is found in a ClusterRole that only RoleBindings grant", async () => {
    const files = { "a.yaml": entryRole('""', "namespaces", "get, watch"), "b.yaml": bound };
    expect(await lint(RULE, files)).toEqual([["a.yaml:6:61-6:66", lost("'watch'", "namespaces", BOUND)]]);
    const both = { ...files, "c.yaml": clusterBinding("x") };
    expect(await lint(RULE, both)).toEqual([]);
  });

  it("is found in a List, in JSON, and in what an overlay applies", async () => {
    const role = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "x", namespace: "shop" },
      rules: [{ apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list"] }],
    };
    const files = {
      "base/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
      "base/a.yaml": entryRole('""', "namespaces", "get, list"),
      "base/b.yaml": bound,
      "overlay/kustomization.yaml": "resources: [../base]\nnamePrefix: dev-\n",
      "list.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [role] }),
    };
    const found = await lint(RULE, files);
    expect(found.map(([place]) => place)).toEqual(["base/a.yaml:6:61-6:65", "list.json:1:214-1:220"]);
    expect(found[1]?.[1]).toBe(lost("'list'"));
  });
});

describe("a ClusterRole", () => {
  const nodes = entryRole('""', "nodes, pods", "get");
  const urls = manifest(
    "ClusterRole",
    "x",
    undefined,
    `rules:\n  - {nonResourceURLs: [/metrics], verbs: [get]}\n`,
  );

  it("is found where only RoleBindings refer to it", async () => {
    expect(await lint(RULE, { "a.yaml": nodes, "b.yaml": bound })).toEqual([
      ["a.yaml:6:35-6:40", message("nodes", BOUND)],
    ]);
    expect(await lint(RULE, { "a.yaml": urls, "b.yaml": bound })).toEqual([
      ["a.yaml:6:24-6:32", message("/metrics", BOUND, "Path")],
    ]);
  });

  it("is found in the patch that writes it", async () => {
    const files = {
      "kustomization.yaml": "resources: [a.yaml, b.yaml]\npatches:\n  - path: p.yaml\n",
      "a.yaml": entryRole('""', "pods", "get"),
      "b.yaml": bound,
      "p.yaml": nodes,
    };
    expect(await lint(RULE, files)).toEqual([["p.yaml:6:35-6:40", message("nodes", BOUND)]]);
  });

  it.each([
    ["nothing binds it", {}],
    ["a ClusterRoleBinding refers to it as well", { "b.yaml": bound, "c.yaml": clusterBinding("x") }],
    ["a ClusterRoleBinding of another directory does", { "b.yaml": bound, "d/c.yaml": clusterBinding("x") }],
    [
      "a chart may bind it",
      {
        "b.yaml": bound,
        "c.yaml": "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: x }\n",
      },
    ],
    [
      "another one takes it in",
      {
        "a.yaml": nodes.replace("name: x\n", "name: x\n  labels: { a: b }\n"),
        "b.yaml": bound,
        "c.yaml": manifest(
          "ClusterRole",
          "all",
          undefined,
          "aggregationRule:\n  clusterRoleSelectors:\n    - matchLabels: { a: b }\n",
        ),
        "d.yaml": clusterBinding("all"),
      },
    ],
    [
      "a built-in one takes it in",
      {
        "a.yaml": nodes.replace(
          "name: x\n",
          `name: x\n  labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }\n`,
        ),
        "b.yaml": bound,
      },
    ],
    [
      "it aggregates",
      { "a.yaml": `${nodes}aggregationRule: { clusterRoleSelectors: [{}] }\n`, "b.yaml": bound },
    ],
  ])("is fine where %s", async (_, files) => {
    expect(await lint(RULE, { "a.yaml": nodes, ...files })).toEqual([]);
  });
});
