import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { account, clusterBinding, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-default-service-account-binding";
const message = (namespace: string, role: string, where: string) =>
  `Every pod of ${namespace} that names no ServiceAccount runs as 'default', so all of them can do what ${role} allows in ${where}. Create a ServiceAccount for the workload that needs this, and name it here.`;

describe("no-default-service-account-binding", () => {
  it.each([
    [
      "in the cluster",
      clusterBinding("view", account("default", "shop")),
      "a.yaml:10:35-10:42",
      message("namespace 'shop'", "ClusterRole 'view'", "the whole cluster"),
    ],
    [
      "of the binding's own namespace",
      roleBinding("reader", "shop", "Role", account("ci", "tools") + account("default")),
      "a.yaml:12:35-12:42",
      message("namespace 'shop'", "Role 'reader'", "namespace 'shop'"),
    ],
    [
      "of a namespace that is left open",
      manifest(
        "RoleBinding",
        "x",
        undefined,
        `roleRef: { kind: Role, name: r }\nsubjects:\n${account("default")}`,
      ),
      "a.yaml:7:35-7:42",
      message("its namespace", "Role 'r'", "the namespace it is applied in"),
    ],
  ])("reports it %s", async (_, text, place, words) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, words]]);
  });

  it("names the namespaces that kustomize gives it", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [b.yaml]\n",
      "base/b.yaml": clusterBinding("view", account("default", "system")),
      "prod/kustomization.yaml": "namespace: prod\nnamePrefix: a-\nresources: [../base]\n",
      "test/kustomization.yaml": "namespace: test\nnamePrefix: b-\nresources: [../base]\n",
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "base/b.yaml:10:35-10:42",
        message("namespaces 'prod' and 'test'", "ClusterRole 'view'", "the whole cluster"),
      ],
    ]);
  });

  it("heeds that kustomize renames it with its object", async () => {
    const files = {
      "kustomization.yaml": "namespace: shop\nnamePrefix: web-\nresources: [all.yaml]\n",
      "all.yaml": `${manifest("ServiceAccount", "default")}---\n${roleBinding("view", "", "ClusterRole", account("default")).replace("  namespace: \n", "")}`,
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it.each([
    ["another ServiceAccount", clusterBinding("view", account("ci", "default"))],
    ["a User of that name", clusterBinding("view", user("default"))],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
