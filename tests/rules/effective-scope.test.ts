import { describe, expect, it } from "vitest";
import { entryRole } from "./entries.js";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding } from "./manifests.js";

const RULE = "effective-scope";
const inRole = (groups: string, resources: string, verbs: string) =>
  entryRole(groups, resources, verbs, "", "Role");
const message = (name: string, why = "a Role grants only in its own namespace", what = "Resource") =>
  `${what} '${name}' ${what === "Path" ? "belongs to no namespace" : "is cluster-scoped"}, and ${why}, so this allows nothing. Move it to a ClusterRole that a ClusterRoleBinding grants.`;
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
    ["its own namespace", '""', "namespaces", "get, list"],
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
