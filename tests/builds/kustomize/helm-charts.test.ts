import { describe, expect, it } from "vitest";
import { applied, text } from "./applied.js";

const ROLE = text.role("name: a");

/** The charts of a kustomization as hidden parts, without what they have in common. */
function charts(kustomization: string, others: Record<string, string> = {}) {
  return applied(kustomization, ROLE, others).hidden.map((part) => {
    const { kind, reason, file, ...about } = part;
    expect([kind, reason, file]).toEqual([
      "chart",
      "kustomization.yaml renders the Helm chart 'web'",
      "kustomization.yaml",
    ]);
    return about;
  });
}

const HERE = { names: ["web"], texts: ["charts/web/templates/"], values: "[]" };

describe("a chart of a kustomization", () => {
  it.each<[string, object]>([
    ["", {}],
    ["namespace: team", { namespace: "team" }],
    ["releaseNamespace: team", { namespace: "team" }],
    ["namespace: one, releaseNamespace: two", { namespace: "one" }],
    [
      "nameTemplate: shop, repo: 'https://example.org'",
      {
        names: ["web", "shop", "https://example.org"],
        source: { type: "helm", repository: "https://example.org", chart: "web" },
      },
    ],
    ["releaseName: shop, repo: 1", { names: ["web", "shop"] }],
    ["valuesInline: { nameOverride: shop }", { names: ["web", "shop"], values: '[{"nameOverride":"shop"}]' }],
    ["values: { a: 1 }, valuesInline: { b: 2 }", { values: '[{"b":2},{"a":1}]' }],
    ["valuesInline: text, values: [1]", {}],
    [
      "valuesInline: { networkPolicy: { enabled: true } }",
      { values: '[{"networkPolicy":{"enabled":true}}]', bringsPolicies: true },
    ],
    ["valuesFile: values.yaml", { names: ["web", "filed"], values: '[{"nameOverride":"filed"}]' }],
    [
      "valuesFile: ./values.yaml, values: { a: 1 }",
      { names: ["web", "filed"], values: '[{"a":1},{"nameOverride":"filed"}]' },
    ],
    [
      "additionalValuesFiles: [more.yaml, values.yaml]",
      { names: ["web", "filed"], values: '[{"more":1},{"nameOverride":"filed"}]' },
    ],
    ['additionalValuesFiles: [list.yaml, gone.yaml, 1, "values.yaml\\n"]', {}],
    ["valuesFile: ../outside.yaml", {}],
  ])("with %j", (fields, about) => {
    const files = {
      "values.yaml": "nameOverride: filed\n",
      "more.yaml": "more: 1\n",
      "list.yaml": "[1]\n",
    };
    expect(charts(`helmCharts: [{ name: web, ${fields} }]`, files)).toEqual([{ ...HERE, ...about }]);
  });

  it("of a generator in a file is one too", () => {
    const generator =
      "apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: { name: x }\nname: web\nnamespace: team\n";
    expect(charts("generators: [chart.yaml]", { "chart.yaml": generator })).toEqual([
      { ...HERE, namespace: "team" },
    ]);
  });

  it("is looked for below the directory of the kustomization", () => {
    const others = { "charts/web/Chart.yaml": "name: web\n" };
    expect(charts("helmGlobals: { chartHome: ./some/../home }\nhelmCharts: [{ name: web }]", others)).toEqual(
      [{ ...HERE, texts: ["home/web/templates/"] }],
    );
    expect(charts("helmGlobals: 1\nhelmCharts: [{ name: web }]")).toEqual([HERE]);
  });

  it("goes into the namespace that is set for all", () => {
    expect(charts("namespace: all\nhelmCharts: [{ name: web, namespace: own }]")).toEqual([
      { ...HERE, namespace: "all" },
    ]);
  });

  it("uses its files of values, which are no manifests", () => {
    const { files } = applied("helmCharts: [{ name: web, valuesFile: values.yaml }]", ROLE, {
      "values.yaml": ROLE,
    });
    expect(Object.fromEntries(files)).toEqual({
      "kustomization.yaml": "kustomization",
      "objects.yaml": "resource",
      "values.yaml": "configuration",
    });
  });
});
