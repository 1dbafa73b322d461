import { describe, expect, test } from "vitest";
import { described, inCharts } from "../chart/charts.js";
import { layer, renderFiles, renderTemplate, written, writtenBy } from "./releases.js";
import { layerAt } from "../../../lib/helm/chart/layers.js";
import { NOT_KNOWN } from "../../../lib/helm/values/text.js";
import { LimitError, TemplateError, unknown } from "../../../lib/helm/values/value.js";

const SECRET = unknown("secret", "the Secret is not in the repository");
const secretAt = (...path: string[]) => [layerAt(path, SECRET) ?? SECRET];

describe("what templates see", () => {
  test.each([
    [
      "{{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.Service }} {{ .Release.Revision }}",
      "rel ns Helm 1",
    ],
    ["{{ .Release.IsInstall }} {{ .Release.IsUpgrade }}", "true false"],
    ["{{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.AppVersion }} {{ .Chart.APIVersion }}", "a 1.2.3  v2"],
    [
      "{{ .Chart.IsRoot }} {{ .Chart.Deprecated }} {{ .Chart.Metadata.Name }} {{ len .Chart.Keywords }}",
      "true false a 0",
    ],
    ["{{ .Template.Name }} {{ .Template.BasePath }}", "a/templates/t.yaml a/templates"],
    ["{{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Version }}", "v1.33.2 v1.33.2"],
    ["{{ .Capabilities.KubeVersion.Major }}.{{ .Capabilities.KubeVersion.Minor }}", "1.33"],
    ["{{ .Capabilities.KubeVersion.GitVersion }} {{ .Capabilities.HelmVersion.Version }}", "v1.33.2 v3.19.0"],
    [
      '{{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.APIVersions.Has "x/v1" }}',
      "true false",
    ],
    [
      '{{ has "apps/v1" .Capabilities.APIVersions }} {{ has "x/v1" .Capabilities.APIVersions }} {{ has 1 .Capabilities.APIVersions }}',
      "true false false",
    ],
    ["{{ range .Capabilities.APIVersions }}{{ . }},{{ end }}", "v1,apps/v1,"],
    ["{{ len .Capabilities.APIVersions }} {{ .Capabilities.APIVersions | sortAlpha | first }}", "2 apps/v1"],
    [
      "{{ kindOf .Capabilities.APIVersions }} {{ typeOf .Capabilities.APIVersions }}",
      "slice chartutil.VersionSet",
    ],
    ["{{ if .Capabilities.APIVersions }}some{{ end }}", "some"],
    ["{{ .Values.missing }}x", "x"],
    ["{{ range $k, $v := .Subcharts }}{{ $k }}{{ end }}x", "x"],
  ])("%s", (template, text) => {
    expect(writtenBy(template)).toEqual({ "": [text] });
  });

  test("files of the chart", () => {
    const files = { "conf/a.txt": "one\ntwo\n", "conf/b.txt": "b", empty: "" };
    const see = (template: string) => writtenBy(template, {}, files);
    expect(see('{{ .Files.Get "conf/a.txt" }}')).toEqual({ "": ["one\ntwo"] });
    expect(see('{{ .Files.Get "none" }}x')).toEqual({ "": ["x"] });
    expect(see('{{ .Files.GetBytes "conf/b.txt" | toString }}')).toEqual({ "": ["b"] });
    expect(see('{{ range .Files.Lines "conf/a.txt" }}<{{ . }}>{{ end }}')).toEqual({ "": ["<one><two>"] });
    const paths = '{{ range $p, $_ := .Files.Glob "conf/*" }}{{ $p }} {{ end }}';
    expect(see(paths)).toEqual({ "": ["conf/a.txt conf/b.txt"] });
    expect(see('{{ (.Files.Glob "conf/*").AsConfig }}')).toEqual({
      "": ["a.txt: |\n  one\n  two\nb.txt: b"],
    });
    expect(see('{{ (.Files.Glob "conf/b*").AsSecrets }}')).toEqual({ "": ["b.txt: Yg=="] });
    expect(see('{{ .Files.Lines "empty" }}')).toEqual({
      "": "the file 'empty' is empty, so it has no lines",
    });
  });

  test("values, and those of charts in it below", () => {
    const files = {
      "values.yaml": "v: 1\ns: {v: 2}\nglobal: {g: 3}",
      "templates/t.yaml":
        "{{ .Values.v }} {{ .Values.s.v }} {{ .Subcharts.s.Values.v }} {{ .Subcharts.s.Chart.Name }}",
      ...inCharts("s", {
        "Chart.yaml": described("s"),
        "templates/u.yaml": "{{ .Values.v }} {{ .Values.global.g }} {{ .Chart.IsRoot }}",
      }),
    };
    expect(written(renderFiles(files))).toEqual({
      "a/charts/s/templates/u.yaml": { "": ["2 3 false"] },
      "a/templates/t.yaml": { "": ["1 2 2 s"] },
    });
  });
});

describe("the methods of .Values", () => {
  const see = (template: string) =>
    writtenBy(template, {}, { "values.yaml": "a: {b: 1, c: {d: x}}\nl: [1]" });
  test.each([
    ['{{ dig "a" "b" 0 .Values.AsMap }}', ["1"]],
    ["{{ .Values.YAML }}", ["a:\n  b: 1\n  c:\n    d: x\nl:\n- 1"]],
    ['{{ (.Values.Table "a.c").d }}', ["x"]],
    ['{{ .Values.PathValue "a.c.d" }}', ["x"]],
    ['{{ $_ := set .Values.AsMap "n" 2 }}{{ .Values.n }}', ["2"]],
    ['{{ .Values.Table "l" }}', "there is no table 'l' in the values"],
    ['{{ .Values.PathValue "a.c" }}', "there is no value 'a.c' in the values"],
  ])("%s", (template, text) => {
    expect(see(template)).toEqual({ "": text });
  });
});

describe("which templates write", () => {
  test("are not those that others take, nor those of libraries", () => {
    const files = {
      "templates/_h.tpl": '{{ define "x" }}from a{{ end }}not written',
      "templates/t.yaml": '{{ include "x" . }} {{ include "lib" . }}',
      "templates/NOTES.txt": "Thank you.",
      ...inCharts("l", {
        "Chart.yaml": described("l", "type: library"),
        "templates/_l.tpl": '{{ define "x" }}from l{{ end }}{{ define "lib" }}lib{{ end }}',
        "templates/no.yaml": "no",
      }),
    };
    expect(written(renderFiles(files))).toEqual({
      "a/templates/NOTES.txt": { "": [] },
      "a/templates/t.yaml": { "": ["from a lib"] },
    });
  });

  test("are those of each alias", () => {
    const dependencies = "[{name: s, version: 1.x, alias: p}, {name: s, version: 1.x, alias: q}]";
    const files = {
      "Chart.yaml": described("a", `dependencies: ${dependencies}`),
      "values.yaml": "q: {v: 2}",
      ...inCharts("s", {
        "Chart.yaml": described("s"),
        "values.yaml": "v: 1",
        "templates/t.yaml": "{{ .Chart.Name }} {{ .Values.v }}",
      }),
    };
    expect(written(renderFiles(files))).toEqual({
      "a/charts/p/templates/t.yaml": { "": ["p 1"] },
      "a/charts/q/templates/t.yaml": { "": ["q 2"] },
    });
  });

  test("crds are as they are, if they are asked for", () => {
    const files = { "crds/c.yaml": "a: {{ x }}\n---\nb: 1\n", "crds/README.md": "no" };
    expect(written(renderFiles(files))).toEqual({ "a/crds/c.yaml": { "": ["a: {{ x }}", "b: 1"] } });
    expect(written(renderFiles(files, { includeCrds: false }))).toEqual({});
  });

  test("hooks are marked", () => {
    const hook = "metadata: {annotations: {helm.sh/hook: pre-delete}}";
    const [file] = renderTemplate(`${hook}\n---\na: 1`).files;
    expect(file?.worlds[0]?.documents).toMatchObject([{ hook: { applied: "on deletion" } }, {}]);
  });
});

test("each piece is from a template, an action or a value", () => {
  const template = "a: {{ .Values.v }}\nb: {{ .Values.w | quote }}";
  const { files } = renderTemplate(
    template,
    { values: [layer("w: x", "my.yaml")] },
    { "values.yaml": "v: u\nw: z" },
  );
  expect(files[0]?.worlds[0]?.documents).toMatchObject([
    {
      text: {
        pieces: [
          { text: "a: ", origin: { file: "templates/t.yaml", start: 0, end: 3, isAction: false } },
          {
            text: "u",
            origin: { start: 3, end: 18, isAction: true },
            value: { file: "values.yaml", start: 3, end: 4 },
          },
          { text: "\nb: ", origin: { start: 18, end: 22, isAction: false } },
          { text: '"', origin: { isAction: true } },
          {
            text: "x",
            origin: { start: 22, end: 45, isAction: true },
            value: { file: "my.yaml", start: 3, end: 4 },
          },
          { text: '"' },
        ],
      },
    },
  ]);
});

describe("what is not known", () => {
  test("is tried both ways where something hangs on it", () => {
    const template = "{{ if .Values.s }}yes{{ else }}no{{ end }}";
    expect(writtenBy(template, { values: secretAt("s") })).toEqual({ "+secret": ["yes"], "-secret": ["no"] });
  });

  test("is whether a release is installed or upgraded", () => {
    const template =
      "{{ .Release.IsInstall | ternary 1 2 }}{{ if .Release.IsUpgrade }}u{{ end }}{{ if .Release.IsInstall }}i{{ end }}";
    expect(writtenBy(template, { operation: "both" })).toEqual({
      "+release is installed": ["1i"],
      "-release is installed": ["2u"],
    });
    expect(writtenBy(template, { operation: "upgrade" })).toEqual({ "": ["2u"] });
  });

  test("is what a cluster has", () => {
    const capabilities = { kubernetesVersion: "1.33.0", apiVersions: new Set(["v1"]), isComplete: false };
    const has = (name: string) => `{{ if .Capabilities.APIVersions.Has "${name}" }}${name}{{ end }}`;
    expect(writtenBy(has("v1") + has("x"), { capabilities })).toEqual({
      "+api x": ["v1x"],
      "-api x": ["v1"],
    });
    const isIn = (name: string) => `{{ if has "${name}" .Capabilities.APIVersions }}${name}{{ end }}`;
    expect(writtenBy(isIn("v1") + isIn("x") + has("x"), { capabilities })).toEqual({
      "+api x": ["v1xx"],
      "-api x": ["v1"],
    });
    const each = "{{ range .Capabilities.APIVersions }}{{ . }},{{ end }}";
    expect(writtenBy(each, { capabilities })).toEqual({ "": [`v1,${NOT_KNOWN},`] });
    const some = ["len", "first", "uniq", 'append (uniq .) "x" | len', "toYaml"].map((one) =>
      one.includes(" ")
        ? `({{ with .Capabilities.APIVersions }}{{ ${one} }}{{ end }})`
        : `({{ ${one} .Capabilities.APIVersions }})`,
    );
    expect(writtenBy(some.join(""), { capabilities })).toEqual({
      "": [`(${NOT_KNOWN})(${NOT_KNOWN})(${NOT_KNOWN})(${NOT_KNOWN})(${NOT_KNOWN})`],
    });
  });

  test("may be whether a chart in it is there", () => {
    const files = {
      "Chart.yaml": described("a", "dependencies: [{name: s, version: '*', condition: s.use}]"),
      "templates/t.yaml": "{{ len .Subcharts }}",
      ...inCharts("s", { "Chart.yaml": described("s"), "templates/u.yaml": "u" }),
    };
    expect(written(renderFiles(files, { values: secretAt("s", "use") }))).toEqual({
      "a/charts/s/templates/u.yaml": { "+secret": ["u"], "-secret": [] },
      "a/templates/t.yaml": { "+secret": ["1"], "-secret": ["0"] },
    });
  });

  test("may be the name of a release, which is equal to itself", () => {
    const name = unknown("release name", "the chart is not installed here");
    expect(writtenBy("{{ if eq .Release.Name .Release.Name }}same{{ end }}", { name })).toEqual({
      "": ["same"],
    });
  });
});

describe("templates that change what they share", () => {
  const order = (first: string, second: string) => ({
    "templates/z.yaml": first,
    "templates/t.yaml": second,
  });
  const read = "{{ .Values.x }}";

  test("are seen by later ones, not by earlier ones", () => {
    const set = '{{ $_ := set .Values "x" 1 }}set';
    expect(written(renderFiles(order(set, read)))).toMatchObject({ "a/templates/t.yaml": { "": ["1"] } });
    expect(written(renderFiles(order(read, set)))).toMatchObject({ "a/templates/z.yaml": { "": [] } });
  });

  test("are seen in each world of their own", () => {
    const set = '{{ if .Values.s }}{{ $_ := set .Values "x" "yes" }}{{ end }}';
    expect(written(renderFiles(order(set, `<${read}>`), { values: secretAt("s") }))).toMatchObject({
      "a/templates/t.yaml": { "+secret": ["<yes>"], "-secret": ["<>"] },
    });
  });

  test("make no difference where all worlds see the same", () => {
    const set = '{{ $_ := set .Values "x" (dict "y" 1) }}{{ if .Values.s }}a{{ end }}';
    const later = '{{ $_ := set .Values.x "z" 2 }}{{ if .Values.other }}b{{ end }}{{ len .Values.x }}';
    const other = layerAt(["other"], unknown("other", SECRET.why)) ?? SECRET;
    expect(written(renderFiles(order(set, later), { values: [...secretAt("s"), other] }))).toEqual({
      "a/templates/z.yaml": { "+secret": ["a"], "-secret": [] },
      "a/templates/t.yaml": { "+other": ["b2"], "-other": ["2"] },
    });
  });

  test("change the values of the charts around them too", () => {
    const files = {
      "templates/t.yaml": "{{ .Values.s.x }}{{ .Values.s.v }}",
      ...inCharts("s", {
        "Chart.yaml": described("s"),
        "templates/u.yaml": '{{ $_ := set .Values "x" 5 }}{{ $_ := unset .Values "v" }}',
        "values.yaml": "v: 1",
      }),
    };
    expect(written(renderFiles(files))).toMatchObject({ "a/templates/t.yaml": { "": ["5"] } });
  });

  test("may put a map into itself", () => {
    const set = '{{ $_ := set .Values "x" .Values }}{{ if .Values.s }}{{ end }}ok';
    expect(written(renderFiles(order(set, "{{ len .Values }}"), { values: secretAt("s") }))).toMatchObject({
      "a/templates/z.yaml": { "+secret": ["ok"], "-secret": ["ok"] },
    });
  });
});

describe("Helm refuses", () => {
  test.each<[string, Record<string, string>, string]>([
    ["a template that is none", { "templates/t.yaml": "{{ if }}" }, "templates/t.yaml"],
    ["an unknown function", { "templates/t.yaml": '{{ env "HOME" }}' }, "templates/t.yaml"],
    ["what a template refuses", { "templates/t.yaml": '{{ fail "no" }}' }, "templates/t.yaml"],
    ["what NOTES.txt refuses", { "templates/NOTES.txt": '{{ fail "no" }}' }, "templates/NOTES.txt"],
    ["another Kubernetes", { "Chart.yaml": described("a", "kubeVersion: '>=1.40'") }, "Chart.yaml"],
    ["a library", { "Chart.yaml": described("a", "type: library") }, "Chart.yaml"],
  ])("%s", (_, files, file) => {
    expect(renderFiles(files).refused).toMatchObject({ at: { file } });
  });

  test("what hangs on what is not known only in some worlds", () => {
    const template = '{{ if .Values.s }}{{ fail "no" }}{{ end }}x';
    const rendering = renderTemplate(template, { values: secretAt("s") });
    expect(rendering.refused).toBeUndefined();
    expect(written(rendering)["a/templates/t.yaml"]).toMatchObject({ "-secret": ["x"] });
    expect(rendering.files[0]?.worlds[0]?.documents).toHaveProperty("error");
  });

  test("a chart whose dependency is missing, but the rest is rendered", () => {
    const { missing, refused, files } = renderFiles({
      "Chart.yaml": described("a", "dependencies: [{name: gone, version: 1.x}]"),
      "templates/t.yaml": "x",
    });
    expect(missing).toMatchObject([{ in: "a", dependency: { name: "gone", at: { file: "Chart.yaml" } } }]);
    expect([refused, files.length]).toEqual([undefined, 1]);
  });
});

describe("what is too much", () => {
  test.each([
    [
      "a loop in loops",
      "{{ range until 9999 }}{{ range until 9999 }}{{ range until 9999 }}{{ end }}{{ end }}{{ end }}",
    ],
    ["a template that includes itself", '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'],
    ["a gigabyte", '{{ $x := "0123456789" }}{{ range until 30 }}{{ $x = print $x $x }}{{ end }}{{ $x }}'],
    ["a text that is repeated", '{{ repeat 1000000000 "x" }}'],
    ["a text in itself", '{{ define "x" }}{{ tpl "{{ include \\"x\\" . }}" . }}{{ end }}{{ include "x" . }}'],
  ])("%s is not followed", (_, template) => {
    const [file] = renderTemplate(template).files;
    const documents = file?.worlds[0]?.documents;
    const error = documents && "error" in documents ? documents.error : undefined;
    expect(error instanceof LimitError || error instanceof TemplateError).toBe(true);
  });

  test("templates that change values in two ways each are followed up to a depth", () => {
    const set = (index: number) =>
      `{{ if (lookup "v1" "Secret" "a" "s${index}") }}{{ $_ := set .Values "s${index}" 1 }}{{ end }}x`;
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`templates/t${index}.yaml`, set(index)]),
    );
    const { files: found } = renderFiles(files, { lookup: "unknown" });
    expect(found).toHaveLength(3000);
    const cut = found.filter(({ worlds }) => worlds.some(({ documents }) => "error" in documents));
    expect(cut).toHaveLength(3000 - 64);
    expect(cut[0]?.worlds[0]?.documents).toMatchObject({
      error: { message: "more templates before it change the values in several ways than are followed" },
    });
  });

  test("the worlds of many templates end together", () => {
    const loop = "{{ if .Values.s }}{{ range until 900 }}{{ $x := . }}{{ end }}{{ end }}";
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`templates/t${index}.yaml`, loop]),
    );
    const limits = { steps: 20_000, output: 1000, depth: 100 };
    const { files: found } = renderFiles(files, { values: secretAt("s") }, limits);
    expect(found).toHaveLength(20);
    const isCut = ({ worlds, isComplete }: (typeof found)[number]) =>
      !isComplete || worlds.some(({ documents }) => "error" in documents);
    expect(found.some(isCut)).toBe(true);
  });
});
