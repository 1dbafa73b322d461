import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, manifest } from "./manifests.js";

const RULE = "no-unused-service-account";
const account = manifest("ServiceAccount", "runner", "shop");
const workload = (field = "serviceAccountName: runner") =>
  manifest("Deployment", "web", "shop", `spec:\n  template:\n    spec:\n      ${field}\n`);

describe("no-unused-service-account", () => {
  it("finds one that nothing names", async () => {
    expect(await lint(RULE, { "a.yaml": account, "b.yaml": workload("serviceAccountName: other") })).toEqual([
      [
        "a.yaml:4:9-4:15",
        "Nothing in this repository runs as ServiceAccount 'runner' and nothing grants it a role. Delete it, or name it where it is meant to be used.",
      ],
    ]);
  });

  it.each([
    ["a workload", { "b.yaml": workload() }],
    ["a workload with the older field", { "b.yaml": workload('"serviceAccount": "runner"') }],
    [
      "a resource of any kind",
      {
        "b.yaml":
          "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nspec:\n  serviceAccountName: runner\n",
      },
    ],
    [
      "a binding",
      { "b.yaml": clusterBinding("x", "  - { kind: ServiceAccount, name: runner, namespace: shop }\n") },
    ],
    [
      "a binding that calls it a user",
      { "b.yaml": clusterBinding("x", '  - { kind: User, name: "system:serviceaccount:shop:runner" }\n') },
    ],
    [
      "a kustomization that renames both",
      { "b.yaml": workload(), "kustomization.yaml": "namePrefix: x-\nresources: [a.yaml, b.yaml]\n" },
    ],
    ["a remote base", { "kustomization.yaml": "resources: [a.yaml, https://github.com/x/y]\n" }],
    ["nothing that applies it", { "b.yaml": workload("{}"), "kustomization.yaml": "resources: [b.yaml]\n" }],
  ])("is quiet with %s", async (_, files) => {
    expect(await lint(RULE, { "a.yaml": account, ...files })).toEqual([]);
  });

  it("is quiet about the one that every namespace has", async () => {
    expect(await lint(RULE, { "a.yaml": manifest("ServiceAccount", "default", "shop") })).toEqual([]);
  });
});
