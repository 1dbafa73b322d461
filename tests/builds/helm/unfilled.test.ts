import { expect, test } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../repository-of.js";

const CHART = {
  "mirror/Chart.yaml": "apiVersion: v2\nname: mirror\nversion: 1.0.0\n",
  "mirror/values.yaml": 'cluster: ""\nnobody:\nname: web\n',
  "mirror/templates/_names.tpl":
    '{{ define "mirror.name" }}{{ printf "mirror-%s" .Values.cluster | trunc 63 }}{{ end }}' +
    '{{ define "mirror.trimmed" }}{{ include "mirror.name" . | trimSuffix "-" }}{{ end }}',
};
const account = (name: string) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n  labels: { app: mirror }\n`;

/** The names of the ServiceAccounts in a repository with a chart. */
function namesIn(name: string, others: Record<string, string> = {}): unknown[] {
  const texts = { ...CHART, "mirror/templates/account.yaml": account(name), ...others };
  const { all } = new Analysis(repositoryOf(texts), {});
  return all.flatMap(({ objects }) =>
    objects.flatMap(({ kind, object }) => (kind === "ServiceAccount" ? [object.metadata?.name] : [])),
  );
}

test.each([
  ["at its end", "mirror-{{ .Values.cluster }}", `mirror-${UNKNOWN}`],
  ["at its start", "{{ .Values.cluster }}-mirror", `${UNKNOWN}-mirror`],
  ["within it", "a.{{ .Values.cluster }}.b", `a.${UNKNOWN}.b`],
  ["in quotation marks", '"mirror-{{ .Values.cluster }}"', `mirror-${UNKNOWN}`],
  ["that is nothing at all", "mirror-{{ .Values.nobody }}", `mirror-${UNKNOWN}`],
  ["that is not among the values", "mirror-{{ .Values.other }}", `mirror-${UNKNOWN}`],
  ["that a function puts there", '{{ printf "mirror-%s" .Values.cluster | quote }}', `mirror-${UNKNOWN}`],
  ["that a template puts there", '{{ include "mirror.name" . }}', `mirror-${UNKNOWN}`],
  ["in a text of another value", '{{ tpl "mirror-{{ .Values.cluster }}" . }}', `mirror-${UNKNOWN}`],
])("a part of a name that nobody fills in is not known: %s", (_, written, expected) => {
  expect(namesIn(written)).toEqual([expected]);
});

test.each([
  ["it is given", "mirror-{{ .Values.name }}", "mirror-web"],
  ["the template says what it is else", '{{ .Values.other | default "default" }}', "default"],
  ["the name reads well without it", "{{ .Values.cluster }}mirror", "mirror"],
  ["it is within a word", "mir{{ .Values.cluster }}ror", "mirror"],
  ["another part joins the two beside it", "a{{ .Values.cluster }}-b", "a-b"],
  ["the name is made to fit", '{{ include "mirror.trimmed" . }}', "mirror"],
  ["the template itself leaves it out", "mirror-", "mirror-"],
  ["the rest is a default", '{{ .Values.cluster | default "mirror" }}', "mirror"],
])("a name is known where %s", (_, written, expected) => {
  expect(namesIn(written)).toEqual([expected]);
});

test("a release gives what it gives", () => {
  const kustomization =
    "helmGlobals: { chartHome: . }\nhelmCharts: [{ name: mirror, releaseName: mirror, namespace: web }]\n";
  const others = { "kustomization.yaml": kustomization };
  expect(namesIn("mirror-{{ .Values.cluster }}", others)).toEqual(["mirror-"]);
});
