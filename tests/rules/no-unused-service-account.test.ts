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

  describe("of a chart that is installed", () => {
    const chart = (template: string) => ({
      "kustomization.yaml": "helmCharts: [{ name: web, releaseName: web, namespace: shop }]\n",
      "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "charts/web/templates/account.yaml": `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {{ .Release.Name }}\n`,
      "charts/web/templates/use.yaml": template,
    });
    const name = "serviceAccountName: {{ .Release.Name }}\n";

    it.each([
      [
        "a workload of its",
        manifest("Deployment", "web", "shop", `spec:\n  template:\n    spec:\n      ${name}`),
      ],
      [
        "a resource of any kind of its",
        `apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nspec:\n  ${name}`,
      ],
    ])("is used by %s", async (_, template) => {
      expect(await lint(RULE, chart(template))).toEqual([]);
    });

    it("is found if nothing uses it", async () => {
      expect((await lint(RULE, chart(""))).map(([place]) => place)).toEqual([
        "charts/web/templates/account.yaml:4:9-4:28",
      ]);
    });
  });

  it("is quiet where the name of an account that pods run as is filled in later", async () => {
    expect(
      await lint(RULE, { "a.yaml": account, "b.yaml": workload("serviceAccountName: ${ACCOUNT}") }),
    ).toEqual([]);
  });

  it("is quiet about the one that every namespace has", async () => {
    expect(await lint(RULE, { "a.yaml": manifest("ServiceAccount", "default", "shop") })).toEqual([]);
  });
});
