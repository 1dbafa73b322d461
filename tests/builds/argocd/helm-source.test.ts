import { describe, expect, it } from "vitest";
import { application, buildsOf, FLEET, role } from "../controllers/controlled.js";

const CHART = {
  "charts/app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
  "charts/app/values.yaml": "a: chart\nlist: [x]\n",
  "charts/app/prod.yaml": "a: file\n",
  "charts/app/crds/x.yaml":
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: xs.x.io }\n",
  "charts/app/templates/account.yaml": [
    "apiVersion: v1",
    "kind: ServiceAccount",
    "metadata:",
    "  name: {{ .Release.Name }}",
    "  annotations: { values: {{ list .Values.a .Values.b .Values.list .Release.Namespace | toJson | quote }} }",
    "",
  ].join("\n"),
};
const URL = "https://github.com/acme/fleet";

/** The values that the chart sees of a source with options for Helm, and what is hidden. */
function seen(helm: string, texts: Record<string, string> = {}, rest = "destination: { namespace: web }") {
  return shown({
    "apps/app.yaml": application("app", `path: charts/app, helm: { ${helm} }`, rest),
    ...texts,
  });
}

function shown(texts: Record<string, string>): string[] {
  const builds = buildsOf({ ...CHART, ...texts }, FLEET).filter(({ type }) => type === "argocd");
  return builds.flatMap(({ objects, hidden }) => [
    ...objects
      .filter(({ kind }) => kind === "ServiceAccount")
      .map(({ object: { metadata } }) => {
        return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""} ${metadata?.annotations?.values ?? ""}`;
      }),
    ...hidden.map(({ kind, reason }) => `${kind}: ${reason}`),
  ]);
}

describe("a chart that an Application installs", () => {
  it("brings a hook of which nobody knows when it runs only perhaps", () => {
    const hook = role("a").replace(" }", `, annotations: { helm.sh/hook: {{ randAlpha 5 }} } }`);
    expect(
      shown({
        "charts/app/templates/role.yaml": hook,
        "apps/app.yaml": application("app", "path: charts/app", "destination: { namespace: web }"),
      }),
    ).toEqual([
      'web/app ["chart",null,["x"],"web"]',
      "chart: charts/app/templates/role.yaml renders Role only depending on what is not known (when a hook is applied is not known)",
    ]);
  });

  it("brings no hook that Argo CD skips", () => {
    const skipped = role("a").replace(" }", `, annotations: { argocd.argoproj.io/hook: Skip } }`);
    const texts = {
      "charts/app/templates/role.yaml": skipped,
      "apps/app.yaml": application("app", "path: charts/app"),
    };
    const [build] = buildsOf({ ...CHART, ...texts }, FLEET).filter(({ type }) => type === "argocd");
    expect(build?.objects.map(({ kind }) => kind)).not.toContain("Role");
    expect(build?.rendered?.map(({ file }) => file)).toEqual(["charts/app/templates/account.yaml"]);
  });

  it.each<[about: string, helm: string, seen: string]>([
    ["nothing", "skipTests: true", 'web/app ["chart",null,["x"],"web"]'],
    ["a name and a namespace", "releaseName: other, namespace: ns", 'web/other ["chart",null,["x"],"ns"]'],
    ["a file", "valueFiles: [prod.yaml]", 'web/app ["file",null,["x"],"web"]'],
    ["a file from the root", "valueFiles: [/envs/one.yaml]", 'web/app ["one",null,["x"],"web"]'],
    ["a file above", "valueFiles: [../../envs/one.yaml]", 'web/app ["one",null,["x"],"web"]'],
    ["files in their order", "valueFiles: [/envs/one.yaml, prod.yaml]", 'web/app ["file",null,["x"],"web"]'],
    ["a pattern", "valueFiles: ['/envs/*.yaml']", 'web/app ["two",null,["x"],"web"]'],
    ["any depth", "valueFiles: ['/**/one.yaml']", 'web/app ["one",null,["x"],"web"]'],
    [
      "a pattern and one of its files",
      "valueFiles: ['/envs/*.yaml', /envs/one.yaml]",
      'web/app ["one",null,["x"],"web"]',
    ],
    [
      "a missing file",
      "valueFiles: [x.yaml, 'y*.yaml'], ignoreMissingValueFiles: true",
      'web/app ["chart",null,["x"],"web"]',
    ],
    [
      "a file of its name",
      "valueFiles: ['/envs/$ARGOCD_APP_NAME.yaml']",
      'web/app ["named",null,["x"],"web"]',
    ],
    ["a text", "valueFiles: [prod.yaml], values: 'a: text'", 'web/app ["text",null,["x"],"web"]'],
    [
      "an object in place of the text",
      "values: 'b: text', valuesObject: { a: object }",
      'web/app ["object",null,["x"],"web"]',
    ],
    [
      "parameters",
      "valuesObject: { a: object }, parameters: [{ name: a, value: p }, { name: b, value: '5', forceString: true }]",
      'web/app ["p","5",["x"],"web"]',
    ],
    [
      "parameters with commas, lists and variables",
      "parameters: [{ name: a, value: 'x,y' }, { name: b, value: '{1,2}' }, { name: 'list[1]', value: $ARGOCD_APP_NAMESPACE }]",
      'web/app ["x,y",[1,2],[null,"web"],"web"]',
    ],
    [
      "a file's text",
      "fileParameters: [{ name: a, path: ../../envs/one.yaml }]",
      'web/app ["a: one\\n",null,["x"],"web"]',
    ],
  ])("is rendered with %s", (_, helm, object) => {
    const texts = {
      "envs/one.yaml": "a: one\n",
      "envs/two.yaml": "a: two\n",
      "other/envs/one.yaml": "a: one\n",
      "envs/app.yaml": "a: named\n",
    };
    const { "envs/app.yaml": named, ...others } = texts;
    const isNamed = helm.includes("APP_NAME.");
    expect(seen(helm, isNamed ? { "envs/app.yaml": named } : others)).toEqual([object]);
  });

  it.each([
    ["valueFiles: [x.yaml]", "takes values from 'charts/app/x.yaml', which is not there"],
    ["valueFiles: ['x*.yaml']", "takes values from 'charts/app/x*.yaml', which matches no file"],
    [
      "valueFiles: [../../../x.yaml]",
      "takes values from '../../../x.yaml', which is outside of this repository",
    ],
    ["values: '[1]'", "takes values from its own 'values', which is not a map"],
    [
      "parameters: [{ name: a.b, value: x }, { name: a, value: y }, { name: a.c, value: z }]",
      "sets 'a.c', which Helm refuses: 'a' is not a map",
    ],
    [
      "fileParameters: [{ name: a, path: x.txt }]",
      "takes a value from 'charts/app/x.txt', which is not there",
    ],
  ])("is refused with %s", (helm, why) => {
    expect(seen(helm)).toEqual([`impossible: Application 'app' ${why}`]);
  });

  it("takes files of another source of this repository, and knows nothing of those of others", () => {
    const sources = (url: string) =>
      application("app", "path: unused").replace(
        /source: .*\}/,
        `destination: { namespace: web }, sources: [{ repoURL: "${URL}", path: charts/app, helm: { valueFiles: [$values/envs/one.yaml] } }, { repoURL: "${url}", ref: values }] }`,
      );
    const texts = { "envs/one.yaml": "a: one\n" };
    expect(shown({ ...texts, "apps/app.yaml": sources(URL) })).toEqual(['web/app ["one",null,["x"],"web"]']);
    const [other = ""] = shown({ ...texts, "apps/app.yaml": sources("https://github.com/acme/other") });
    expect(other).toContain("\0");
  });

  it.each([
    ["skipCrds: true", 0],
    ["skipCrds: false", 1],
  ])("has CRDs or not: %s", (helm, count) => {
    const builds = buildsOf(
      { ...CHART, "apps/app.yaml": application("app", `path: charts/app, helm: { ${helm} }`) },
      FLEET,
    );
    const build = builds.find(({ type }) => type === "argocd");
    expect(build?.objects.filter(({ kind }) => kind === "CustomResourceDefinition")).toHaveLength(count);
    expect(build?.charts).toEqual(["charts/app"]);
  });

  it("is not rendered where a file overrides what the Application says", () => {
    const found = seen("releaseName: x", { "charts/app/.argocd-source.yaml": "helm: { releaseName: y }\n" });
    expect(found).toEqual([
      "chart: Application 'app' has 'charts/app' rendered by Helm",
      "program: charts/app/.argocd-source.yaml changes what Application 'app' applies",
    ]);
  });

  it("is installed once for each directory that an ApplicationSet finds", () => {
    const set = [
      "apiVersion: argoproj.io/v1alpha1",
      "kind: ApplicationSet",
      "metadata: { name: set, namespace: argocd }",
      "spec:",
      `  generators: [{ git: { repoURL: "${URL}", directories: [{ path: charts/* }] } }]`,
      "  template:",
      '    metadata: { name: "x-{{path.basename}}" }',
      `    spec: { destination: { namespace: web }, source: { repoURL: "${URL}", path: "{{path}}", helm: { valuesObject: { a: "{{cluster}}" } } } }`,
      "",
    ].join("\n");
    const [only = "", ...others] = shown({ "apps/set.yaml": set });
    expect(others).toEqual([]);
    expect(only).toMatch(/^web\/x-app \0?/);
    expect(only).not.toContain("chart");
  });
});
