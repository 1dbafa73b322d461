import { expect, test } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import type { Path } from "../../../lib/manifests/locate.js";
import { repositoryOf } from "../repository-of.js";

const TEMPLATE = `# 😀
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ include "web.name" . }}
  labels: { kind: "{{ .Values.kind }}", role: {{ template "web.role" }} }
rules:
  {{- toYaml .Values.rules | nindent 2 }}
  {{- include "web.rules" . | nindent 2 }}
`;
const HELPERS = `{{- define "web.name" }}{{ .Release.Name }}-{{ .Values.kind }}{{ end -}}
{{- define "web.role" }}reader{{ end -}}
{{- define "web.rules" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [{{ .Values.verb | quote }}]
{{- end }}
`;
const VALUES = `kind: app
verb: "*"
rules:
  - apiGroups: [apps]
    resources: ["*"]
    verbs: [get]
`;

test.each<[path: Path, file: string, place: string, note: string]>([
  [["kind"], "t.yaml", "ClusterRole", ""],
  [["metadata", "name"], "t.yaml", '{{ include "web.name" . }}', ""],
  [["metadata", "labels", "kind"], "t.yaml", '"{{ .Values.kind }}"', "The value is in web/values.yaml:1."],
  [
    ["metadata", "labels", "role"],
    "t.yaml",
    '{{ template "web.role" }}',
    "The value is in web/templates/_h.tpl:2.",
  ],
  [
    ["rules", 0, "resources", 0],
    "t.yaml",
    "{{- toYaml .Values.rules | nindent 2 }}",
    "The value is in web/values.yaml:5.",
  ],
  [["rules", 1, "resources", 0], "_h.tpl", "pods", "web/templates/t.yaml:9 includes it."],
  [
    ["rules", 1, "verbs", 0],
    "_h.tpl",
    "{{ .Values.verb | quote }}",
    "The value is in web/values.yaml:2. web/templates/t.yaml:9 includes it.",
  ],
])("what is said of %j", (path, file, place, note) => {
  const texts = {
    "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "web/values.yaml": VALUES,
    "web/templates/t.yaml": TEMPLATE,
    "web/templates/_h.tpl": HELPERS,
  };
  const analysis = new Analysis(repositoryOf(texts), {});
  const template = analysis.chartTemplate(`web/templates/${file}`);
  const found = template?.locate(template.objects[0]?.document ?? -1, path);
  const text = file === "t.yaml" ? TEMPLATE : HELPERS;
  expect(text.slice(found?.start, found?.end)).toBe(place);
  expect(found?.note).toBe(`${note} This is as installed with its defaults.`.trim());
});
