import { describe, expect, it } from "vitest";
import { loadChart } from "../../../lib/helm/chart/load.js";
import { chartReads } from "../../../lib/helm/render/chart-reads.js";

/** What the templates of a chart read, as `FILE: NAMES`, and what is written there. */
function readsOf(files: Readonly<Record<string, string>>): string[] {
  const all = { "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n", ...files };
  const encoded = Object.entries(all).map(([path, text]) => {
    return [path, { file: path, read: () => new TextEncoder().encode(text) }] as const;
  });
  const { charts } = chartReads(loadChart(new Map(encoded)));
  return charts.flatMap(({ chart, files: found }) =>
    [...found].flatMap(([file, reads]) =>
      reads.map(({ names, start, end }) => {
        const text = (all as Record<string, string>)[file]?.slice(start, end);
        return `${chart.metadata.name} ${file}: ${names.join(".")} '${text}'`;
      }),
    ),
  );
}

describe("what a template reads", () => {
  it.each([
    ["{{ .Values.a.b }}", "a.b '.Values.a.b'"],
    ["{{ $.Values.a }}", "a '$.Values.a'"],
    ['{{ .Values.a | default (printf "%s" .Values.b) }}', "a '.Values.a'", "b '.Values.b'"],
    [
      "{{ if .Values.a }}{{ .Values.b }}{{ else }}{{ .Values.c }}{{ end }}",
      "a '.Values.a'",
      "b '.Values.b'",
      "c '.Values.c'",
    ],
    [
      "{{ with .Values.a }}{{ .b }}{{ .Values.c }}{{ $.Values.d }}{{ else }}{{ .Values.e }}{{ end }}",
      "a '.Values.a'",
      "d '$.Values.d'",
      "e '.Values.e'",
    ],
    ["{{ range .Values.a }}{{ .Values.b }}{{ end }}", "a '.Values.a'"],
    ["{{ range $k, $v := .Values.a }}{{ $v.b }}{{ end }}", "a '.Values.a'"],
    ['{{ index .Values "a" }}{{ .Values }}{{ (.Values.a).b }}', "a '.Values.a'"],
    ["{{ $x := .Values }}{{ $x.a }}{{ $y := . }}{{ $y.Values.a }}"],
    ["{{ .Release.Name }}{{ .Chart.Values.a }}"],
  ])("is found in %s", (text, ...expected) => {
    expect(readsOf({ "templates/a.yaml": text })).toEqual(
      expected.map((one) => `web templates/a.yaml: ${one}`),
    );
  });

  it("is what a define reads that is given the same", () => {
    const helpers = `{{ define "one" }}{{ .Values.a }}{{ include "two" . }}{{ end }}{{ define "two" }}{{ $.Values.b }}{{ end }}`;
    const found = ["web templates/_helpers.tpl: a '.Values.a'", "web templates/_helpers.tpl: b '$.Values.b'"];
    const of = (text: string) => readsOf({ "templates/_helpers.tpl": helpers, "templates/a.yaml": text });
    expect(of('{{ include "one" . }}')).toEqual(found);
    expect(of('{{ template "one" $ }}')).toEqual(found);
    expect(of('{{ range list 1 }}{{ include "one" $ }}{{ end }}')).toEqual(found);
    expect(of('{{ range list 1 }}{{ include "one" . }}{{ end }}')).toEqual([]);
    expect(of('{{ include "one" . }}{{ include "two" (dict "Values" .Release) }}')).toEqual([found[0]]);
    expect(of("")).toEqual([]);
  });

  it("is not known of a define that another chart calls", () => {
    const part = { "charts/part/Chart.yaml": "apiVersion: v2\nname: part\nversion: 1.0.0\n" };
    const helpers = `{{ define "one" }}{{ .Values.a }}{{ end }}`;
    const own = { ...part, "charts/part/templates/_helpers.tpl": helpers };
    expect(readsOf({ ...own, "charts/part/templates/a.yaml": '{{ include "one" . }}' })).toEqual([
      "part charts/part/templates/_helpers.tpl: a '.Values.a'",
    ]);
    expect(
      readsOf({
        ...own,
        "charts/part/templates/a.yaml": '{{ include "one" . }}',
        "templates/b.yaml": '{{ include "one" . }}',
      }),
    ).toEqual([]);
  });
});
