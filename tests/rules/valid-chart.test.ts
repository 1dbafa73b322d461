import { describe, expect, it } from "vitest";
import { type Found, lint } from "./lint.js";

const RULE = "valid-chart";
const DESCRIBED = "apiVersion: v2\nname: web\nversion: 1.0.0\n";
const chart = (files: Record<string, string>, description = DESCRIBED) => ({
  "charts/web/Chart.yaml": description,
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`charts/web/${path}`, text])),
});
const template = (text: string, values = "") => chart({ "templates/a.yaml": text, "values.yaml": values });
const find = (files: Record<string, string>): Promise<Found[]> => lint(RULE, files);

const URL = "https://github.com/acme/fleet";
const CHECKOUT = {
  ".git/HEAD": "ref: refs/heads/main\n",
  ".git/config": `[remote "origin"]\n\turl = ${URL}\n`,
};
const flux = (name: string, values: string) =>
  [
    "apiVersion: helm.toolkit.fluxcd.io/v2",
    "kind: HelmRelease",
    `metadata: { name: ${name}, namespace: shop }`,
    "spec:",
    "  chart:",
    "    spec: { chart: charts/web, sourceRef: { kind: GitRepository, name: fleet } }",
    values,
    "---",
    "apiVersion: source.toolkit.fluxcd.io/v1",
    "kind: GitRepository",
    "metadata: { name: fleet, namespace: shop }",
    `spec: { url: "${URL}" }`,
    "",
  ].join("\n");
const argo = (helm: string) =>
  [
    "apiVersion: argoproj.io/v1alpha1",
    "kind: Application",
    "metadata: { name: web, namespace: argocd }",
    "spec:",
    "  destination: { namespace: shop }",
    "  source:",
    `    repoURL: ${URL}`,
    "    path: charts/web",
    `    helm: ${helm}`,
    "",
  ].join("\n");
const kustomize = (values: string) =>
  `helmGlobals: { chartHome: ../charts }\nhelmCharts:\n  - name: web\n    releaseName: web\n    valuesInline: ${values}\n`;

const IN_CHART = "Helm cannot load this chart because of this:";
const IN_TEMPLATE = "Helm refuses this template whatever the values are:";

describe("a chart that Helm refuses whatever its values", () => {
  it.each([
    ["without a name", "apiVersion: v2\nversion: 1.0.0\n", "1:1-1:15", "it has no 'name'"],
    ["with a name that is a path", "name: a/web\nversion: 1.0.0\n", "1:7-1:12", "'a/web' is not a name"],
    ["without a version", "apiVersion: v2\nname: web\n", "1:1-1:15", "it has no 'version'"],
    ["with a version that is none", "name: web\nversion: new\n", "2:10-2:13", "'new' is not a version"],
    [
      "of a type that is none",
      `${DESCRIBED}type: app\n`,
      "4:7-4:10",
      "its type is 'app', not 'application' or 'library'",
    ],
  ])("is found %s", async (_, description, place, problem) => {
    expect(await find(chart({}, description))).toEqual([
      [`charts/web/Chart.yaml:${place}`, `${IN_CHART} ${problem}.`],
    ]);
  });

  it("is found where its values are none", async () => {
    expect(await find(chart({ "values.yaml": "- a\n- b\n" }))).toEqual([
      ["charts/web/values.yaml:1:1-1:4", `${IN_CHART} it is not a mapping.`],
    ]);
    const [[place, message] = []] = await find(chart({ "values.yaml": "a: [\nb: 1\n" }));
    expect(place).toBe("charts/web/values.yaml:2:1-2:2");
    expect(message).toContain(`${IN_CHART} it is not YAML: flow sequence in block collection`);
  });

  it("is none where something else fills it in", async () => {
    expect(await find(chart({}, "name: web\nversion: ${VERSION}\n"))).toEqual([]);
    expect(await find(chart({}, "name: web\nversion: {{ version }}\n"))).toEqual([]);
    expect(await find(chart({}, "name: web\nversion: _\n"))).toEqual([]);
    expect(await find(chart({ "values.yaml": "a: {% if x %}\n" }))).toEqual([]);
  });

  it("is found once for all its templates, each at its own place", async () => {
    const files = chart({ "templates/a.yaml": "a: {{ .Values.a\n", "templates/b.yaml": "{{ end }}\n" });
    expect(await find(files)).toEqual([
      ["charts/web/templates/a.yaml:1:4-1:6", `${IN_TEMPLATE} the action has no end.`],
      ["charts/web/templates/b.yaml:1:1-1:10", `${IN_TEMPLATE} 'end' belongs to nothing.`],
    ]);
  });
});

describe("a template that Helm refuses whatever the values", () => {
  it.each([
    [
      "a function that is none",
      "a: {{ toYml .Values }}\n",
      "1:7-1:12",
      "there is no function 'toYml'",
      "toYaml",
    ],
    ["one of another program", "a: {{ frob 1 }}\n", "1:7-1:11", "there is no function 'frob'", ""],
    [
      "a literal of a wrong type",
      'a: {{ .Values.a | default "x" | nindent "4" }}\n',
      "1:41-1:44",
      "'nindent' needs an integer ('int') here, but this is a string ('string')",
      "",
    ],
    ["too few arguments", "a: {{ trunc }}\n", "1:7-1:12", "'trunc' takes 2 arguments, not 0", ""],
    [
      "a field that no chart has",
      "a: {{ .Chart.Nope }}\n",
      "1:7-1:18",
      "'.Chart' ('struct { chart.Metadata; IsRoot bool }') has no 'Nope'",
      "",
    ],
    [
      "a template that is not there",
      'a: {{ include "no" . }}\n',
      "1:7-1:21",
      "there is no template 'no'",
      "",
    ],
    [
      "what is no YAML",
      "a: b: c\n",
      "1:4-1:5",
      "what it renders is not YAML: nested mappings are not allowed in compact mappings",
      "",
    ],
  ])("is found with %s", async (_, text, place, problem, meant) => {
    const hint = meant === "" ? "" : ` Did you mean '${meant}'?`;
    expect(await find(template(text))).toEqual([
      [`charts/web/templates/a.yaml:${place}`, `${IN_TEMPLATE} ${problem}.${hint}`],
    ]);
  });

  it.each([
    ["guarded by a value", "{{ if .Values.on }}a: {{ trunc `a` `b` }}{{ end }}\n"],
    [
      "guarded by what the cluster has",
      "{{ if .Capabilities.APIVersions.Has `a/v1` }}a: {{ trunc `a` `b` }}{{ end }}\n",
    ],
    [
      "guarded by its version",
      "{{ if semverCompare `>=1.20-0` .Capabilities.KubeVersion.Version }}a: {{ trunc `a` `b` }}{{ end }}\n",
    ],
    [
      "guarded by the name of the release",
      "{{ if eq .Release.Name `release-name` }}a: {{ trunc `a` `b` }}{{ end }}\n",
    ],
    ["guarded by the namespace", "{{ if ne .Release.Namespace `web` }}a: {{ trunc `a` `b` }}{{ end }}\n"],
    ["guarded by an installation", "{{ if .Release.IsInstall }}a: {{ trunc `a` `b` }}{{ end }}\n"],
    ["of a value that is not set", "a: {{ .Values.x.y }}\n"],
    ["of a table that may become a text", "a: {{ .Values.table | indent 4 }}\n"],
    ["of a part of a table", "a: {{ trunc .Values.table.a `b` }}\n"],
    ["of a value of the wrong type", "a: {{ trunc .Values.on `b` }}\n"],
    ["that the chart itself has", "a: {{ required `x is needed` .Values.x }}{{ fail `no` }}\n"],
    ["of a part of a name", "a: {{ index (splitList `-` .Release.Name) 4 }}\n"],
    ["of YAML that depends on a value", "a: b: {{ .Values.on }}\n"],
    ["in a definition that nothing includes", "{{ define `x` }}{{ trunc `a` `b` }}{{ end }}\n"],
  ])("is none with an error %s", async (_, text) => {
    expect(await find(template(text, "on: true\ntable: { a: x }\n"))).toEqual([]);
  });

  it("is none without the charts that it needs", async () => {
    const description = `${DESCRIBED}dependencies: [{ name: lib, version: 1.x.x, repository: "https://acme.io" }]\n`;
    const files = { "templates/a.yaml": 'a: {{ include "lib.name" . }}\n' };
    expect(await find(chart(files, description))).toEqual([]);
    expect(await find(chart(files))).toHaveLength(1);
  });

  it("is judged in the partials of a library, and nothing else of it", async () => {
    const files = chart(
      { "templates/_a.yaml": "{{ toYml }}\n", "templates/b.yaml": "{{ toYml }}\n" },
      `${DESCRIBED}type: library\n`,
    );
    expect((await find(files)).map(([place]) => place)).toEqual(["charts/web/templates/_a.yaml:1:4-1:9"]);
  });
});

describe("a release that Helm refuses", () => {
  const REQUIRED = template("a: {{ required `Set a.` .Values.a }}\nb: {{ .Values.b.c }}\n", "b: {}\n");
  const OWN = "The chart refuses the values of";
  const SAID = "in charts/web/templates/a.yaml:1, and says: 'Set a.'. Give it other values.";

  it("is found where it gives the values that the chart refuses itself", async () => {
    const all = {
      ...CHECKOUT,
      ...REQUIRED,
      "a/flux.yaml": flux("web", "  values: { b: { c: 1 } }"),
      "b/argo.yaml": argo("{ valuesObject: { a: null } }"),
      "c/kustomization.yaml": kustomize("{ b: { c: 1 } }"),
    };
    expect(await find(all)).toEqual([
      ["a/flux.yaml:7:3-7:9", `${OWN} HelmRelease 'web', ${SAID}`],
      ["b/argo.yaml:9:5-9:9", `${OWN} Application 'web', ${SAID}`],
      ["c/kustomization.yaml:3:5-3:9", `${OWN} the chart 'web', ${SAID}`],
    ]);
  });

  it("is found in the template where the chart does not say it, once for all of them", async () => {
    const files = (values: string) => ({
      ...CHECKOUT,
      ...REQUIRED,
      "charts/web/values.yaml": "b:\n",
      "a/one.yaml": flux("one", values),
      "b/two.yaml": flux("two", values),
      "c/kustomization.yaml": kustomize("{ a: 1, b: { c: 1 } }"),
    });
    expect(await find(files("  values: { a: 1 }"))).toEqual([
      [
        "charts/web/templates/a.yaml:2:7-2:18",
        "Helm refuses HelmRelease 'one' and HelmRelease 'two' because of this: '.Values.b' is not set, so it has no 'c'.",
      ],
    ]);
    expect(await find(files("  values: { a: 1, b: { c: 1 } }"))).toEqual([]);
  });

  it.each([
    ["a value that is filled in", "  values: { a: ${A}, b: { c: 1 } }"],
    ["a Secret", "  valuesFrom: [{ kind: Secret, name: web }]"],
  ])("is none where it depends on %s", async (_, values) => {
    expect(await find({ ...CHECKOUT, ...REQUIRED, "a/flux.yaml": flux("web", values) })).toEqual([]);
  });

  it("is none where what is not known may take the place of a table", async () => {
    const files = { ...CHECKOUT, ...template("a: {{ .Values.b | indent 4 }}\n", "b: { c: 1 }\n") };
    const findWith = (values: string) => find({ ...files, "a/flux.yaml": flux("web", values) });
    expect(await findWith("  valuesFrom: [{ kind: Secret, name: web }]")).toEqual([]);
    expect(await findWith("  values: {}")).toHaveLength(1);
  });

  it("is found in spite of values that are not known", async () => {
    const files = { ...CHECKOUT, ...template("a: {{ fail `Never.` }}\n") };
    const values = "  valuesFrom: [{ kind: Secret, name: web }]";
    const place = "a/flux.yaml:4:1-4:5";
    const said = `${OWN} HelmRelease 'web', in charts/web/templates/a.yaml:1, and says: 'Never.'. Give it other values.`;
    expect(await find({ ...files, "a/flux.yaml": flux("web", values) })).toEqual([[place, said]]);
  });

  it("is none where the cluster decides", async () => {
    const guarded = (condition: string) => ({
      ...CHECKOUT,
      ...template(`{{ if ${condition} }}{{ fail "No." }}{{ end }}\n`),
      "a/flux.yaml": flux("web", "  values: {}"),
    });
    const old = "semverCompare `<1.30-0` .Capabilities.KubeVersion.Version";
    expect(await find(guarded(old))).toEqual([]);
    expect(await find(guarded(`not (${old})`))).toEqual([]);
    expect(await lint(RULE, guarded(old), { settings: { kubernetesVersion: "1.29" } })).toHaveLength(1);
    expect(await find(guarded('not (.Capabilities.APIVersions.Has "acme.io/v1")'))).toEqual([]);
    expect(await find(guarded('not (lookup "v1" "Secret" "shop" "web")'))).toEqual([]);
    expect(await find(guarded('eq .Release.Namespace "shop"'))).toHaveLength(1);
    expect(await find(guarded(".Release.IsInstall"))).toEqual([]);
  });

  it("is found where it asks for values that are not there", async () => {
    const files = { ...CHECKOUT, ...template("a: 1\n"), "b/argo.yaml": argo("{ valueFiles: [prod.yaml] }") };
    expect(await find(files)).toEqual([
      [
        "b/argo.yaml:9:26-9:35",
        "Application 'web' takes values from 'charts/web/prod.yaml', which is not there, so nothing of it is installed.",
      ],
    ]);
  });

  it("is found at the action that renders what is no YAML, where all of it is known", async () => {
    const files = (values: string) => ({
      ...CHECKOUT,
      ...template("a: {{ .Values.a }}\nb: {{ .Values.b }}\n"),
      "a/flux.yaml": flux("web", values),
    });
    expect(await find(files("  values: { a: 'x: y', b: 1 }"))).toEqual([
      [
        "charts/web/templates/a.yaml:1:4-1:19",
        "Helm refuses HelmRelease 'web' because of this: what it renders is not YAML: nested mappings are not allowed in compact mappings.",
      ],
    ]);
    expect(await find(files("  values: { a: 'x: y', b: ${B} }"))).toEqual([]);
  });

  it("is found at the dependency whose chart is that of others", async () => {
    const description = `${DESCRIBED}dependencies:\n  - { name: lib, version: 1.0.0, repository: "https://acme.io" }\n`;
    const files = chart({ "templates/a.yaml": "a: 1\n" }, description);
    const lib = {
      "charts/web/charts/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\n",
      "charts/web/charts/lib/templates/a.yaml": "a: {{ .Values.x.y }}\n",
    };
    expect(await find({ ...files, ...lib, "c/kustomization.yaml": kustomize("{ a: 1 }") })).toEqual([
      [
        "charts/web/Chart.yaml:5:13-5:16",
        "Helm refuses the chart 'web' because of charts/web/charts/lib/templates/a.yaml:1: '.Values.x' is not set, so it has no 'y'.",
      ],
    ]);
  });
});
