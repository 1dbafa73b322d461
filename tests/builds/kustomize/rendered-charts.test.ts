import { describe, expect, it } from "vitest";
import { kustomizeOf } from "../../../lib/builds/kustomize/kustomize.js";
import { repositoryOf } from "../repository-of.js";

const chart = (directory: string) => ({
  [`${directory}/Chart.yaml`]: "apiVersion: v2\nname: app\nversion: 1.0.0\n",
  [`${directory}/values.yaml`]: "verbs: [get]\nextra: {}\n",
  [`${directory}/crds/x.yaml`]:
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: xs.x.io }\n",
  [`${directory}/templates/role.yaml`]: [
    "apiVersion: rbac.authorization.k8s.io/v1",
    "kind: Role",
    "metadata: { name: {{ .Release.Name }}, annotations: { in: {{ .Release.Namespace }} } }",
    "rules: [{ apiGroups: [''], resources: [pods], verbs: {{ toJson .Values.verbs }} }]",
    "---",
    "apiVersion: v1",
    "kind: ServiceAccount",
    'metadata: { name: {{ keys .Values.extra | sortAlpha | join "-" | printf "x%s" }} }',
    "",
  ].join("\n"),
});

/** What a kustomization in `app` applies. */
function build(kustomization: string, texts: Record<string, string> = chart("app/charts/web")) {
  const all = { "app/kustomization.yaml": `${kustomization}\n`, ...texts };
  return kustomizeOf(repositoryOf(all)).build("app");
}

function shown({ objects, hidden }: ReturnType<typeof build>): string[] {
  return [
    ...objects.map(({ kind, object: { metadata, rules } }) => {
      const verbs =
        rules === undefined ? "" : ` ${JSON.stringify((rules as { verbs: unknown }[])[0]?.verbs)}`;
      return `${kind} ${[metadata?.namespace, metadata?.name].filter(Boolean).join("/")}${verbs}`;
    }),
    ...hidden.map(({ kind, reason }) => `${kind}: ${reason}`),
  ];
}

const CHART = "name: web, releaseName: web";

describe("a chart that a kustomization renders", () => {
  it("is one of its objects like any other", () => {
    const found = build(
      `helmCharts: [{ ${CHART} }]\nnamePrefix: a-\nnamespace: n\npatches: [{ target: { kind: Role }, patch: '[{ op: replace, path: /rules/0/verbs/0, value: list }]' }]`,
    );
    expect(shown(found)).toEqual(['Role n/a-web ["list"]', "ServiceAccount n/a-x"]);
    expect(found.charts).toEqual(["app/charts/web"]);
    expect(found.rendered).toHaveLength(2);
    expect(found.objects[0]?.file).toBe("app/charts/web/templates/role.yaml");
    expect(found.files.get("app/charts/web/templates/role.yaml")).toBe("resource");
  });

  it.each<[about: string, fields: string, shown: string[]]>([
    ["its namespace", `${CHART}, namespace: m`, ['Role web ["get"]', "ServiceAccount x"]],
    [
      "its CRDs",
      `${CHART}, includeCRDs: true`,
      ["CustomResourceDefinition xs.x.io", 'Role web ["get"]', "ServiceAccount x"],
    ],
    ["values", `${CHART}, valuesInline: { verbs: [list] }`, ['Role web ["list"]', "ServiceAccount x"]],
    ["a file", `${CHART}, valuesFile: values.yaml`, ['Role web ["watch"]', "ServiceAccount xa-b"]],
    [
      "values over a file",
      `${CHART}, valuesFile: values.yaml, valuesInline: { verbs: [list], extra: { a: null, c: 1 } }`,
      ['Role web ["list"]', "ServiceAccount xb-c"],
    ],
    [
      "a file over values",
      `${CHART}, valuesFile: values.yaml, valuesMerge: merge, valuesInline: { verbs: [list], extra: { c: 1 } }`,
      ['Role web ["watch"]', "ServiceAccount xa-b-c"],
    ],
    [
      "the chart's own file over values",
      `${CHART}, valuesMerge: merge, valuesInline: { verbs: [list], extra: { c: 1 } }`,
      ['Role web ["get"]', "ServiceAccount xc"],
    ],
    [
      "values in place of a file",
      `${CHART}, valuesFile: values.yaml, valuesMerge: replace, valuesInline: { extra: { c: 1 } }`,
      ['Role web ["get"]', "ServiceAccount xc"],
    ],
    [
      "more files over all",
      `${CHART}, additionalValuesFiles: [values.yaml], valuesInline: { verbs: [list], extra: { c: 1 } }`,
      ['Role web ["watch"]', "ServiceAccount xa-b-c"],
    ],
  ])("is rendered with %s", (_, fields, objects) => {
    const texts = {
      ...chart("app/charts/web"),
      "app/values.yaml": "verbs: [watch]\nextra: { a: 1, b: 1 }\n",
    };
    expect(shown(build(`helmCharts: [{ ${fields} }]`, texts))).toEqual(objects);
  });

  it.each([
    ["helmCharts: [{ name: web, releaseName: web }]\nhelmGlobals: { chartHome: ../other }", "other/web"],
    [
      "helmCharts: [{ name: web, releaseName: web, version: 1.2.3, repo: 'https://x.org' }]",
      "app/charts/web-1.2.3/web",
    ],
    ["helmCharts: [{ name: web, releaseName: web, version: 1.2.3 }]", "app/charts/web"],
    ["helmChartInflationGenerator: [{ chartName: web, releaseName: web, chartHome: home }]", "app/home/web"],
    [
      'generators: ["{apiVersion: builtin, kind: HelmChartInflationGenerator, metadata: {name: x}, name: web, releaseName: web, chartHome: home}"]',
      "app/home/web",
    ],
  ])("is found where %s says", (kustomization, directory) => {
    expect(shown(build(kustomization, chart(directory)))).toEqual(['Role web ["get"]', "ServiceAccount x"]);
  });

  it("has a name that is not known where it is made when it is applied", () => {
    const names = build("helmCharts: [{ name: web }]").objects.map(({ object }) => object.metadata?.name);
    expect(names).toEqual(["\0", "x"]);
  });

  it.each([
    [`${CHART}, valuesFile: missing.yaml`, "takes values from 'app/missing.yaml', which is not there"],
    [`${CHART}, valuesMerge: other`, "has a 'valuesMerge' that is none of override, merge and replace"],
  ])("is refused with %s", (fields, why) => {
    const found = build(`helmCharts: [{ ${fields} }]`);
    expect(shown(found)).toEqual([
      `impossible: app/kustomization.yaml renders the Helm chart 'web', which ${why}`,
    ]);
    expect(found.refused?.message).toBe(`the chart 'web' ${why}`);
    expect(found.charts).toEqual(["app/charts/web"]);
  });

  it("comes with the base that renders it, and is not kept for later runs", () => {
    const texts = {
      ...chart("base/charts/web"),
      "base/kustomization.yaml": `helmCharts: [{ ${CHART} }]\n`,
    };
    const found = build("resources: [../base]\nnameSuffix: -z", texts);
    expect(shown(found)).toEqual(['Role web-z ["get"]', "ServiceAccount x-z"]);
    expect(found.charts).toEqual(["base/charts/web"]);
  });

  it("stays hidden if it is not here", () => {
    expect(shown(build(`helmCharts: [{ ${CHART} }]`, {}))).toEqual([
      "chart: app/kustomization.yaml renders the Helm chart 'web'",
    ]);
  });
});
