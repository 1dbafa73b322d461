import { expect, test } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { repositoryOf } from "../repository-of.js";

const CHART = {
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/values.yaml": "verb: get\nisWide: false\n",
  "web/templates/role.yaml": `{{ if .Values.isWide }}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: wide
{{ end }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
rules:
  - { apiGroups: [""], resources: [pods], verbs: ["{{ .Values.verb }}"] }
`,
};
const CI = {
  "web/ci/b-wide-values.yaml": "isWide: true\n",
  "web/ci/a-verb-values.yaml": "verb: '*'\n",
  "web/ci/values.yaml": "verb: list\n",
  "web/ci/more/c-values.yaml": "verb: list\n",
  "web/ci/d-values.yml": "verb: list\n",
};

function buildsOf(texts: Record<string, string>, chartTestValues?: boolean): string[] {
  const { all } = new Analysis(repositoryOf(texts), { ...(chartTestValues && { chartTestValues }) });
  return all
    .filter(({ type }) => type === "helm")
    .map(({ objects, hidden, testValues, isDefault = false }) => {
      const names = objects.map(({ object }) => {
        const { rules = [] } = object as { rules?: { verbs?: string[] }[] };
        return [object.metadata?.name, ...rules.flatMap(({ verbs = [] }) => verbs)].join(" ");
      });
      const found = [...names, ...hidden.map(({ file, reason }) => `${file}: ${reason}`)].join(", ");
      return `${isDefault ? "default" : "installed"}, ${testValues ?? "-"}: ${found}`;
    });
}

test("a chart that nothing installs is judged by its defaults alone", () => {
  expect(buildsOf({ ...CHART, ...CI })).toEqual(["default, -: reader get"]);
});

test("it is judged with the values that it is tested with, too, where that is wanted", () => {
  expect(buildsOf({ ...CHART, ...CI }, true)).toEqual([
    "default, -: reader get",
    "default, ci/a-verb-values.yaml: reader *",
    "default, ci/b-wide-values.yaml: wide, reader get",
  ]);
});

test("values that it is tested with and that are not read are a hidden part", () => {
  expect(buildsOf({ ...CHART, "web/ci/x-values.yaml": "- a\n" }, true)).toEqual([
    "default, -: reader get",
    "default, ci/x-values.yaml: web/ci/x-values.yaml: the chart in 'web' is not rendered with 'ci/x-values.yaml', which is not a map",
  ]);
});

test("a chart that something installs is not judged with them", () => {
  const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  project: default
  destination: { namespace: shop }
  source: { repoURL: https://example.com/here.git, path: web }
`;
  const texts = { ...CHART, ...CI, "apps/web.yaml": application };
  expect(buildsOf(texts, true)).toEqual([]);
});

test("what is said of a place names the values with which it is so", () => {
  const analysis = new Analysis(repositoryOf({ ...CHART, ...CI }), { chartTestValues: true });
  const template = analysis.chartTemplate("web/templates/role.yaml");
  const notes = (template?.objects ?? []).map(({ document, object }) => {
    return `${object.metadata?.name}: ${template?.locate(document, ["metadata", "name"])?.note}`;
  });
  expect(notes).toEqual([
    "reader: This is as installed with its defaults.",
    "reader: This is as installed with ci/a-verb-values.yaml.",
    "wide: This is as installed with ci/b-wide-values.yaml.",
    "reader: This is as installed with ci/b-wide-values.yaml.",
  ]);
});
