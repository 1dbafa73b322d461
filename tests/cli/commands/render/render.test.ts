import { describe, expect, it } from "vitest";
import { repository } from "../../../rules/lint.js";
import { run } from "../../run.js";

const CHART = {
  "charts/app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
  "charts/app/values.yaml": "verbs: [get]\nextra: false\n",
  "charts/app/templates/_helpers.tpl":
    '{{ define "rules" }}rules:\n- verbs:\n{{ toYaml .Values.verbs | indent 4 }}{{ end }}',
  "charts/app/templates/b.yaml":
    'kind: Role\nmetadata:\n  name: {{ .Release.Name }}\n{{ include "rules" . }}\n---\nkind: Namespace\nmetadata: {name: {{ .Release.Namespace }}}\n',
  "charts/app/templates/c.yaml":
    'kind: Widget\nnumber: {{ lookup "v1" "Secret" "a" "b" | len }}\n---\n{{ if .Values.extra }}kind: Extra{{ end }}\n',
  "charts/app/templates/hook.yaml":
    'kind: Job\nmetadata:\n  annotations: {helm.sh/hook: "pre-install, test"}\n',
  "charts/app/crds/crd.yaml": "kind: CustomResourceDefinition\n",
};
const source = "sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}";
const helmRelease = (name: string, namespace: string, more = "", chart = "./charts/app") =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec:\n  chart: {spec: {chart: ${chart}, ${source}}}\n${more}`;

const render = async (files: Record<string, string>, ...argv: string[]) => {
  const root = repository(files);
  const paths = argv.map((one) => one.replace(/^(charts|apps|values)\//, `${root}/$1/`));
  return run(root, "render", ...paths, "--root", root);
};

describe("a chart", () => {
  it("is printed as Helm installs it, with what is not known", async () => {
    expect(await render(CHART, "charts/app")).toEqual({
      code: 0,
      err: "",
      out: `---
# Source: app/crds/crd.yaml
kind: CustomResourceDefinition
---
# Source: app/templates/b.yaml
kind: Namespace
metadata:
  name: <not known> # not known: the namespace of the release
---
# Source: app/templates/b.yaml
kind: Role
metadata:
  name: release-name
rules:
  - verbs:
      - get
---
# Source: app/templates/c.yaml
kind: Widget
number: <not known> # not known: what is in the cluster is not known
---
# Source: app/templates/hook.yaml
# A hook (pre-install, test), which is applied with the release.
kind: Job
metadata:
  annotations:
    helm.sh/hook: "pre-install, test"`,
    });
  });

  it("is given names and values, each over those before it", async () => {
    const { out } = await render(
      { ...CHART, "values/a.yaml": "verbs: [list]\nextra: true\n" },
      ...["charts/app", "--namespace", "shop", "--release-name", "web", "--values", "values/a.yaml"],
      ...["--set", "verbs={watch,create}"],
    );
    expect(out).toContain("  - verbs:\n      - watch");
    expect(out).toContain("kind: Extra");
    expect(out).toContain("  name: web\n");
    expect(out).toContain("  name: shop\n");
  });

  it("says with --origins where parts come from", async () => {
    const { out } = await render(CHART, "charts/app", "--origins");
    expect(out).toContain(`# Source: app/templates/b.yaml
# charts/app/templates/b.yaml:1
kind: Role
metadata:
  name: release-name
rules:
  - verbs:
      - get # charts/app/values.yaml:1`);
  });

  it.each([
    [
      "a template",
      { "charts/app/templates/x.yaml": "a: 1\nb: {{ .x.y.z | nope }}" },
      "charts/app/templates/x.yaml:2",
    ],
    [
      "the values that it requires",
      { "charts/app/templates/x.yaml": '{{ required "name it" .Values.name }}' },
      "name it",
    ],
  ])("that Helm refuses is not printed: %s", async (_, files, expected) => {
    const { code, out, err } = await render({ ...CHART, ...files }, "charts/app");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^gitops-lint: Helm refuses the chart in 'charts\/app': .* \(.*\)\.$/);
    expect(err).toContain(expected);
  });

  it("says which chart it lacks", async () => {
    const { code, out } = await render(
      {
        ...CHART,
        "charts/app/Chart.yaml": `${CHART["charts/app/Chart.yaml"]}dependencies: [{name: db, version: 1.x.x}]\n`,
      },
      "charts/app",
    );
    expect(code).toBe(0);
    expect(out).toContain("# Not here: the chart 'db', without which Helm refuses this one.\n---\n");
  });

  it.each([
    [
      ["charts/app", "--set", "verbs"],
      "'--set verbs' must look like 'key=value'. See gitops-lint render --help.",
    ],
    [
      ["charts/app", "--values", "values/none.yaml"],
      "The file of values 'ROOT/values/none.yaml' cannot be read.",
    ],
    [
      ["charts/app", "--values", "values/list.yaml"],
      "The file of values 'ROOT/values/list.yaml' is not a map.",
    ],
    [["charts/app", "--set", "a[x]=1"], "The command line sets 'a[x]', which Helm refuses: "],
    [["values/"], "'ROOT/values/' has no Chart.yaml, so it is no chart."],
    [["charts/none"], "There is no directory 'ROOT/charts/none'."],
  ])("is not what is asked for: %j", async (argv, expected) => {
    const { code, out, err } = await render({ ...CHART, "values/list.yaml": "- a\n" }, ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`gitops-lint: ${expected}`);
  });
});

describe("what installs a chart", () => {
  const files = {
    ...CHART,
    "apps/a.yaml": helmRelease("web", "shop", "  values: {verbs: [list]}\n  postRenderers: []\n"),
    "apps/b.yaml": helmRelease("web", "blog"),
    "apps/c.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: site, namespace: argocd}\nspec:\n  source: {path: charts/app, helm: {valuesObject: {verbs: [watch]}}}\n  destination: {namespace: site}\n`,
    "apps/d.yaml": helmRelease("other", "shop", "", "./charts/none"),
    "apps/e.yaml": helmRelease("lost", "shop", "  valuesFrom: [{kind: ConfigMap, name: x}]\n"),
  };

  it("is a HelmRelease, with its values and its namespace", async () => {
    const { code, out } = await render(files, "HelmRelease/shop/web", "--origins");
    expect(code).toBe(0);
    expect(
      out.startsWith(
        "# HelmRelease 'web', from apps/a.yaml:1\n# Its postRenderers change this afterwards.\n---\n",
      ),
    ).toBe(true);
    expect(out).toContain("      - list # apps/a.yaml:6");
    expect(out).toContain("kind: Namespace\nmetadata:\n  name: shop\n");
  });

  it("are all of that name", async () => {
    const { out } = await render(files, "helmrelease/web");
    expect(out.match(/^# HelmRelease .*$/gm)).toEqual([
      "# HelmRelease 'web', from apps/a.yaml:1",
      "# HelmRelease 'web', from apps/b.yaml:1",
    ]);
  });

  it("is an Application, for which nothing is looked up", async () => {
    const { code, out } = await render(files, "Application/site");
    expect(code).toBe(0);
    expect(out).toContain("      - watch\n");
    expect(out).toContain("kind: Widget\nnumber: 0\n");
  });

  it("may give values that are not known", async () => {
    const { out } = await render(files, "HelmRelease/lost");
    expect(out).toContain("not known: what is in ConfigMap 'x' is not known");
  });

  it.each([
    ["HelmRelease/other", 1, "HelmRelease/other installs no chart of this repository."],
    ["HelmRelease/wbe", 2, "There is no HelmRelease/wbe in this repository. Did you mean 'web'?"],
    [
      "HelmRelease/none/web",
      2,
      "There is no HelmRelease/none/web. HelmRelease 'web' is in 'blog' and 'shop'.",
    ],
    [
      "HelmReleese/web",
      2,
      "There is no directory 'HelmReleese/web'. Did you mean 'HelmRelease'? See gitops-lint render --help.",
    ],
  ] as const)("is not there: %s", async (asked, code, message) => {
    expect(await render(files, asked)).toEqual({ code, out: "", err: `gitops-lint: ${message}` });
  });
});
