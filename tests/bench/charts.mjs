// What charts cost: a set of them as long as public ones are, and a repository without any beside one that has one.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { madeUp, write } from "./made-up.mjs";
import { lines, times } from "./objects.mjs";
import { measure, median } from "./process.mjs";

const command = resolve(import.meta.dirname, "../../dist/cli/bin.js");
const MANIFESTS = 10_000;

const VALUES = `replicaCount: 1
image: { repository: registry.example.com/shop/web, tag: "", pullPolicy: IfNotPresent }
nameOverride: ""
fullnameOverride: ""
serviceAccount: { create: true, annotations: {}, name: "" }
rbac: { create: true, verbs: [get, list, watch] }
podAnnotations: {}
podSecurityContext: { runAsNonRoot: true }
service: { type: ClusterIP, port: 80 }
ingress: { enabled: false, className: "", hosts: [{ host: shop.example.com, paths: [/] }] }
resources: { requests: { cpu: 100m, memory: 128Mi } }
nodeSelector: {}
tolerations: []
config:
${lines(120, (index) => `  # How often setting ${index} is looked at, in seconds.\n  setting${index}: ${index}\n`)}`;

const HELPERS = `{{- define "web.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- define "web.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "web.name" .) .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name (include "web.name" .) | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- define "web.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "web.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
{{- define "web.selectorLabels" -}}
app.kubernetes.io/name: {{ include "web.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
{{- define "web.account" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "web.fullname" .) .Values.serviceAccount.name }}{{ else }}default{{ end }}
{{- end }}
`;

const metadata = (apiVersion, kind, name = '{{ include "web.fullname" . }}') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  labels:\n    {{- include "web.labels" . | nindent 4 }}\n`;
const RBAC = "rbac.authorization.k8s.io/v1";

const TEMPLATES = {
  "_helpers.tpl": HELPERS,
  "serviceaccount.yaml": `{{- if .Values.serviceAccount.create }}\n${metadata("v1", "ServiceAccount", '{{ include "web.account" . }}')}{{- end }}\n`,
  "rbac.yaml": `{{- if .Values.rbac.create }}\n${metadata(RBAC, "Role")}rules:\n  - apiGroups: [""]\n    resources: [configmaps]\n    verbs:\n      {{- toYaml .Values.rbac.verbs | nindent 6 }}\n---\n${metadata(RBAC, "RoleBinding")}roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{ include "web.fullname" . }} }\nsubjects:\n  - { kind: ServiceAccount, name: {{ include "web.account" . }}, namespace: {{ .Release.Namespace }} }\n{{- end }}\n`,
  "configmap.yaml": `${metadata("v1", "ConfigMap")}data:\n  {{- range $key, $value := .Values.config }}\n  {{ $key }}: {{ $value | quote }}\n  {{- end }}\n`,
  "service.yaml": `${metadata("v1", "Service")}spec:\n  type: {{ .Values.service.type }}\n  ports:\n    - { name: http, port: {{ .Values.service.port }}, targetPort: http }\n  selector:\n    {{- include "web.selectorLabels" . | nindent 4 }}\n`,
  "ingress.yaml": `{{- if .Values.ingress.enabled }}\n${metadata("networking.k8s.io/v1", "Ingress")}spec:\n  rules:\n    {{- range .Values.ingress.hosts }}\n    - host: {{ .host | quote }}\n    {{- end }}\n{{- end }}\n`,
  "deployment.yaml": `${metadata("apps/v1", "Deployment")}spec:
  replicas: {{ .Values.replicaCount }}
  selector:
    matchLabels:
      {{- include "web.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      {{- with .Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      labels:
        {{- include "web.selectorLabels" . | nindent 8 }}
    spec:
      serviceAccountName: {{ include "web.account" . }}
      securityContext:
        {{- toYaml .Values.podSecurityContext | nindent 8 }}
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          ports:
            - { name: http, containerPort: 8080 }
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
      {{- with .Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
`,
};

/** Charts of 13 kB of templates and values each, which is the median of public ones. */
export function chartsOf(count) {
  const files = new Map();
  for (const name of times(count, (index) => `chart-${index}`)) {
    files.set(
      `charts/${name}/Chart.yaml`,
      `apiVersion: v2\nname: ${name}\nversion: 1.2.3\nappVersion: "4.5"\n`,
    );
    files.set(`charts/${name}/values.yaml`, VALUES);
    for (const [path, text] of Object.entries(TEMPLATES)) files.set(`charts/${name}/templates/${path}`, text);
  }
  return files;
}

export async function measureCharts(runs) {
  const manifests = madeUp(MANIFESTS);
  const repositories = [
    ["100 charts", chartsOf(100)],
    ["10,000 manifests, no chart", manifests],
    ["10,000 manifests, one chart", new Map([...manifests, ...chartsOf(1)])],
  ];
  const rows = [];
  for (const [name, files] of repositories) {
    const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
    try {
      mkdirSync(join(root, ".git"));
      write(root, files);
      const all = [];
      for (let run = 0; run < runs; run++)
        all.push(await measure(process.execPath, [command, "--root", root], { cwd: root }));
      rows.push({
        "a repository": name,
        "processor ms": Math.round(median(all.map(({ processor }) => processor))),
        "peak MB": Math.round(median(all.map(({ peak }) => peak))),
      });
    } finally {
      rmSync(root, { recursive: true });
    }
  }
  return rows;
}
