import fc from "fast-check";
import { described, inCharts } from "../../../helm/chart/charts.js";

/** A chart, as the texts of its files by their paths. */
export type ChartTexts = Readonly<Record<string, string>>;

/** A word that is made up stands in texts as `%`, so that each of them becomes another word; Go's `%` is this. */
const PERCENT = "\uE000";
/** The words that are made up, and numbers. */
export const WORDS = /\bw\d+|\b70\d\d\b/g;

const VALUES = `name: %
image: { repo: "%", tag: '%' }
labels:
  x-%: %
  y-%: "%"
list:
  - %
  - '%'
rules:
  - apiGroups: [%]
    verbs: ["%", %]
  - nested:
      - - %
text: |
  %
    % %
folded: >-
  %
  %
template: "%-{{ .Values.name }}-%"
templates: |
  a: % {{ include "c.name" . }}
  b: {{ .Values.list | first }}
enabled: true
count: 7001
anchored: &anchor %
alias: *anchor
global:
  shared: %
sub:
  given: %
`;

const HELPERS = [
  '{{- define "c.name" -}}\n%-{{ .Values.name }}\n{{- end }}\n',
  '{{- define "c.full" -}}\n{{ include "c.name" . }}-% # %\n{{- end -}}\n',
  '{{ define "c.labels" }}\na: %\nb: {{ include "c.name" . }}\nc-%: "%"\n{{ end }}\n',
  "{{- define \"c.rules\" -}}\n- verbs: [%, '%']\n  {{- with .Values.labels }}\n  labels: {{ toYaml . | nindent 4 }}\n  {{- end }}\n- verbs:\n    - %\n{{- end -}}\n",
].join("");

/** Entries of a map; what stands for a key is numbered. */
const ENTRIES = [
  "K: % # %",
  'K: "% %"',
  "K: '%'",
  "K:   %  ",
  "K-%: %",
  '"K %": { "%": % }',
  'K: [%, "%", {{ .Values.name }}, {{ .Values.image.repo | quote }}]',
  "K: { a: %, b: {{ .Values.name | squote }}, 😀: {{ .Values.count }} }",
  "K: {{ .Values.name }}-%",
  'K: %-{{ include "c.name" . }}-%',
  'K: "%-{{ include "c.full" . }}"',
  'K: {{ include "c.full" . | quote }}',
  'K: {{ template "c.name" . }}',
  "K:\n  {{- toYaml .Values.rules | nindent 2 }}",
  "K:\n{{ toYaml .Values.labels | indent 2 }}",
  "K: {{ toYaml .Values.text | nindent 2 }}",
  "K: {{ .Values.folded | toYaml }}",
  "K: {{ toJson .Values.rules }}",
  "K: |\n  % %\n  {{ .Values.name }} %\n\n  %",
  "K: >-\n  %\n  %\n",
  "K: |-\n  {{- .Values.text | nindent 2 }}\n  %",
  'K: |\n  {{- include "c.labels" . | nindent 2 }}',
  "K: %\n  %\n  {{ .Values.name }}",
  "K:\n{{- range .Values.list }}\n  - {{ . }}\n  - %-{{ . }}\n{{- end }}",
  "K:\n{{- range $index, $item := .Values.list }}\n  - {{ $index }}{{ $item }}\n  - { %: {{ $.Values.name }} }\n{{- end }}",
  "{{- range $key, $value := .Values.labels }}\nK-{{ $key }}: {{ $value | quote }}\n{{- end }}",
  "{{- if .Values.enabled }}\nK: %\n{{- else }}\nK: % %\n{{- end }}",
  '{{ if eq .Values.count 1.0 }}K: %{{ else if .Values.enabled }}K: "%"{{ end }}',
  "{{- with .Values.image }}\nK: {{ .repo }}:{{ .tag }}\n{{- end }}",
  'K: {{ printf "\uE000s-\uE000s:\uE000v" .Values.name "w" .Values.count }}',
  'K: {{ printf "\uE000s" (include "c.name" .) }}',
  "K: {{ tpl .Values.template . }}",
  "K:\n  {{- tpl .Values.templates $ | nindent 2 }}",
  "K: {{ tpl (toYaml .Values.template) . }}",
  'K: {{ default "%" .Values.missing }}',
  'K: {{ .Values.name | default "%" }}',
  "K: {{ .Values.missing | default .Values.list | first }}",
  'K: {{ include "c.labels" . | sha256sum }}',
  "K: {{ upper .Values.name }}-%",
  "K: {{ toYaml .Values.rules | b64enc }}",
  'K:\n  {{- include "c.labels" . | nindent 2 }}',
  'K:\n  {{- include "c.rules" . | nindent 2 }}\n  - %',
  'K: {{ (include "c.labels" . | fromYaml).b }}',
  'K:\n  {{- include "c.labels" . | fromYaml | toYaml | nindent 2 }}',
  'K: {{ include "c.labels" . | fromYaml | keys | sortAlpha | join " " }}',
  'K: {{ get (include "c.labels" . | fromYaml) "a" | quote }}',
  'K:\n  {{- include "c.rules" . | fromYamlArray | toYaml | nindent 2 }}',
  'K: {{ .Values.name | trunc 63 | trimSuffix "-" }}',
  'K: {{ join "," .Values.list | quote }}',
  'K: {{ .Values.name | replace "w" "v" }}-%',
  'K: {{ ternary "%" "%" .Values.enabled }}',
  "K: {{ .Values.count }}\nK-b: {{ .Values.enabled }}\nK-c: {{ int .Values.count }}",
  '{{- $name := include "c.full" . }}\nK: {{ $name | quote }}',
  '{{- $values := dict }}{{ $_ := set $values "a" .Values.name }}\nK: {{ $values.a }}',
  'K: {{ cat .Values.name "%" | quote }}',
  'K: {{ (dict "a" .Values.name "b" (list .Values.image.tag)).b | first }}',
  'K:\n  {{- merge (dict "own" "%") .Values.labels | toYaml | nindent 2 }}',
  "K: {{ .Release.Name }}-%\nK-n: {{ .Chart.Name }}",
  "K: {{ .Values.anchored }}\nK-b: %{{ .Values.alias }}",
  "K: {{ .Values.global.shared }}",
  "K: {{ .Values.sub.given }}",
  "{{- /* % */}}\nK: %",
  "K: {{ .Values.list | toString | quote }}",
  "K: {{ .Values.name }}{{ .Values.image.tag }}%",
  'K: "{{ .Values.name }} 😀 %" # {{ .Values.name }}',
  "K: &a-K %\nK-b: *a-K",
  "K: {{ `{{ % }}` | quote }}",
  "K: {{- if .Values.enabled }} % {{- end }}",
  "# % is in a comment",
  'K: {{ .Values.labels | keys | sortAlpha | join "-" }}',
  'K: {{ pick .Values.image "tag" | toYaml | nindent 2 }}',
  'K:\n  {{- omit .Values.image "tag" | toYaml | nindent 2 }}',
  'K:\n  {{- mergeOverwrite (deepCopy .Values.labels) (dict "a" "%" "b" .Values.name) | toYaml | nindent 2 }}',
  'K: {{ dig "repo" "%" .Values.image }}-{{ dig "none" "%" .Values.image }}',
  'K: {{ coalesce .Values.missing .Values.name "%" }}',
  'K: {{ concat .Values.list (list "%" .Values.name) | toJson }}',
  'K:\n  {{- append .Values.list "%" | uniq | reverse | toYaml | nindent 2 }}',
  "K: {{ .Values.list | last | title }}",
  'K: {{ regexSplit "-" .Values.name -1 | last | quote }}',
  'K: {{ regexReplaceAll "-" .Values.name "%" }}',
  "K: {{ .Values.rules | toJson | fromJsonArray | toYaml | nindent 2 }}",
  "K: {{ toPrettyJson .Values.labels | nindent 2 }}",
  "K: {{ .Values.text | trim | indent 2 | quote }}",
  "{{- range .Values.rules }}\n{{- if .verbs }}\nK:\n  {{- range .verbs }}\n  - {{ . | quote }}\n  {{- end }}\n{{- end }}\n{{- end }}",
  'K: {{ lookup "v1" "Secret" "a" "b" | default "%" }}',
  '{{- $all := list }}{{ range .Values.list }}{{ $all = append $all (printf "\uE000s-%" .) }}{{ end }}\nK: {{ $all | toJson }}',
  '{{- define "own-K" }}%: {{ .Values.name }}{{ end }}\nK: { {{- include "own-K" . -}} }',
  '{{ block "block-K" . }}K: % {{ .Values.name }}{{ end }}',
  'K:\n  {{- range tuple "%" "%" }}\n  - {{ . }}\n  {{- end }}',
];

const SUBCHART = inCharts("sub", {
  "Chart.yaml": described("sub"),
  "values.yaml": "own: %\ngiven: %\nglobal:\n  shared: %\n",
  "templates/sub.yaml":
    'own: {{ .Values.own }}-%\ngiven: "{{ .Values.given }}"\nshared: {{ .Values.global.shared }}\nname: {{ include "s.name" . }}\n',
  "templates/_s.tpl": '{{ define "s.name" }}%-{{ .Values.given }}{{ end }}',
});

const documents = fc.array(fc.array(fc.constantFrom(...ENTRIES), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 3,
});
const lineEnd = fc.constantFrom("\n", "\n", "\r\n");

/** Charts of which each literal word is another one. */
export const charts: fc.Arbitrary<ChartTexts> = fc
  .record({
    templates: fc.array(documents, { minLength: 1, maxLength: 3 }),
    lineEnds: fc.record({ templates: lineEnd, helpers: lineEnd, values: lineEnd }),
    mark: fc.constantFrom("", "", "\uFEFF"),
    isInTabs: fc.boolean(),
  })
  .map(({ templates, lineEnds, mark, isInTabs }) => {
    let keys = 0;
    let words = 0;
    const worded = (text: string) => text.replace(/%/g, () => `w${++words}`).replaceAll(PERCENT, "%");
    const written = templates.map((documentsOfOne, index) => {
      const text = documentsOfOne
        .map((entries) => entries.map((entry) => entry.replaceAll("K", `k${++keys}`)).join("\n"))
        .join("\n---\n");
      const spaced = isInTabs ? text.replaceAll("{{ ", "{{\t") : text;
      return [`templates/t${index}.yaml`, mark + ended(worded(spaced), lineEnds.templates)] as const;
    });
    const others = Object.entries(SUBCHART).map(([path, text]) => [path, worded(text)] as const);
    return Object.fromEntries([
      ["Chart.yaml", described("a")],
      ...written,
      ...others,
      ["templates/_helpers.tpl", mark + ended(worded(HELPERS), lineEnds.helpers)],
      ["values.yaml", mark + ended(worded(VALUES), lineEnds.values)],
    ]);
  });

function ended(text: string, end: string): string {
  return text.replaceAll("\n", end);
}
