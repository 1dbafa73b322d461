import { expect, test } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { printBuilds } from "../../../lib/cli/commands/print-builds.js";
import { explainSilence } from "../../../lib/cli/commands/explain-silence.js";
import { readRepository } from "../../../lib/repository/read-repository.js";
import { lint, repository } from "../../rules/lint.js";

const RBAC = "apiVersion: rbac.authorization.k8s.io/v1";
const ROLE = `${RBAC}
kind: ClusterRole
metadata: { name: manager-role }
rules:
  - apiGroups: [apps]
    resources: [deployments]
    verbs: ["*"]
`;
const WIDE =
  "Verb '*' allows every action on 'deployments', now and in future versions of Kubernetes. List the verbs that are needed.";
const DEFAULTS = "This is as installed with its defaults.";
const MADE = `${RBAC}\nkind: ClusterRole\nmetadata: { name: "{{ .Release.Name }}-manager" }\n`;

/** A chart with a manifest as its data, and what a template makes of it. */
function chart(template: string): Record<string, string> {
  return {
    "operator/Chart.yaml": "apiVersion: v2\nname: operator\nversion: 1.0.0\n",
    "operator/files/role.yaml": ROLE,
    "operator/templates/role.yaml": template,
  };
}

const RULES = `${MADE}rules: {{- (fromYaml (.Files.Get "files/role.yaml")).rules | toYaml | nindent 2 }}\n`;
const TEXT = `{{ .Files.Get "files/role.yaml" }}\n`;
const CONFIG_MAP = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { role: {{ .Files.Get "files/role.yaml" | quote }} }\n`;
const IN_FILE = ["operator/files/role.yaml:7:13-7:16", WIDE];

test.each([
  [
    "rules that a template takes from it",
    RULES,
    [
      [
        "operator/templates/role.yaml:4:8-4:83",
        `${WIDE} The value is in operator/files/role.yaml:7. ${DEFAULTS}`,
      ],
    ],
  ],
  [
    "a text that a template includes",
    TEXT,
    [
      [
        "operator/templates/role.yaml:1:1-1:35",
        `${WIDE} The value is in operator/files/role.yaml:7. ${DEFAULTS}`,
      ],
    ],
  ],
  ["what only goes into a ConfigMap, so that something else applies it", CONFIG_MAP, [IN_FILE]],
  ["what nothing includes", MADE, [IN_FILE]],
  ["what is not included by default", `{{ if .Values.all }}${TEXT}{{ end }}`, [IN_FILE]],
])("of a manifest among the files of a chart, %s", async (_, template, found) => {
  expect(await lint("no-wildcard-verbs", chart(template))).toEqual(found);
});

test("a manifest that a template makes another object of is no role that nothing binds", async () => {
  const binding = `${RBAC}
kind: ClusterRoleBinding
metadata: { name: "{{ .Release.Name }}-manager" }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "{{ .Release.Name }}-manager" }
subjects: [{ kind: User, name: ada }]
`;
  expect(await lint("no-unused-role", chart(`${RULES}---\n${binding}`))).toEqual([]);
});

test("what a kustomization applies is judged, be it taken by a chart as well", async () => {
  const files = { ...chart(RULES), "kustomization.yaml": "resources: [operator/files/role.yaml]\n" };
  const found = await lint("no-wildcard-verbs", files);
  expect(found.map(([place]) => place)).toEqual([IN_FILE[0], "operator/templates/role.yaml:4:8-4:83"]);
});

test("what installs the chart is none of its data, though values in it are in what is rendered", () => {
  const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: operator, namespace: argocd }
spec:
  project: default
  destination: { server: https://kubernetes.default.svc, namespace: operator }
  source:
    repoURL: https://git.example.org/it.git
    path: operator
    helm: { valuesObject: { verb: list } }
`;
  const rules = `rules: [{ apiGroups: [apps], resources: [deployments], verbs: ["{{ .Values.verb }}"] }]\n`;
  const files = {
    ...chart(`${RULES}---\n${MADE.replace("manager", "reader")}${rules}`),
    "operator/application.yaml": application,
    ".git/config": '[remote "origin"]\n\turl = https://git.example.org/it.git\n',
  };
  const analysis = new Analysis(readRepository(repository(files)), {});
  expect(analysis.classOf("operator/application.yaml")).toBe("plain");
  expect(analysis.classOf("operator/files/role.yaml")).toBe("data");
});

test("what the commands say of it", () => {
  const analysis = new Analysis(readRepository(repository(chart(RULES))), {});
  const file = "operator/files/role.yaml";
  expect(printBuilds(analysis, [file])).toContain(
    `${file} is data of a chart, of which its templates make objects.`,
  );
  expect(explainSilence(analysis, file)).toBe(
    `${file} is data of a chart: its templates make objects of it, which are judged instead.`,
  );
});
