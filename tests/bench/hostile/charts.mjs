// Charts that loop, grow, nest, install each other, or are many.
import { Buffer } from "node:buffer";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { archive } from "../archive.mjs";
import { lines, times } from "../objects.mjs";

const DESCRIPTION = "apiVersion: v2\nname: c\nversion: 1.0.0\n";
const role = (name = "r") =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name} }\nrules:\n  - { apiGroups: [""], resources: ["*"], verbs: ["*"] }\n`;

/** One chart, of some files. */
const chart = (files, { directory = "c", values = "" } = {}) => ({
  files: () => ({
    [`${directory}/Chart.yaml`]: DESCRIPTION,
    [`${directory}/values.yaml`]: values,
    ...inDirectory(directory, files()),
  }),
});
const inDirectory = (directory, files) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, text]));
/** One chart of one template. */
const template = (text, values = "") =>
  chart(() => ({ "templates/t.yaml": text() }), { values: values && values() });

const SOURCE =
  "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: here, namespace: flux-system }\nspec: { interval: 1m, url: https://example.com/here.git }\n---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: all, namespace: flux-system }\nspec: { interval: 1m, prune: true, path: ./apps, sourceRef: { kind: GitRepository, name: here } }\n";
const release = (name, path, more = "", indent = "") =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  interval: 1m\n  chart:\n    spec:\n      chart: ${path}\n      sourceRef: { kind: GitRepository, name: here, namespace: flux-system }\n${more}`
    .split("\n")
    .map((line) => (line === "" ? line : `${indent}${line}`))
    .join("\n");

const written = (root, path, bytes) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), bytes);
};

export const scenarios = {
  "10,000 charts": {
    files: () =>
      Object.assign(
        {},
        ...times(10_000, (index) => ({
          [`c${index}/Chart.yaml`]: DESCRIPTION,
          [`c${index}/templates/r.yaml`]: role("{{ .Release.Name }}"),
        })),
      ),
  },
  "300 charts in each other": {
    files: () => Object.fromEntries(times(300, (index) => [`${"d/".repeat(index)}Chart.yaml`, DESCRIPTION])),
  },
  "a chart in 3,000 charts": {
    files: () => ({
      "Chart.yaml": DESCRIPTION,
      ...Object.fromEntries(
        times(3000, (index) => [
          `charts/c${index}/Chart.yaml`,
          `apiVersion: v2\nname: c${index}\nversion: 1.0.0\n`,
        ]),
      ),
      ...Object.fromEntries(
        times(3000, (index) => [`charts/c${index}/templates/r.yaml`, role(`{{ .Chart.Name }}`)]),
      ),
    }),
  },
  "10,000 releases of a chart": {
    files: () => ({
      "flux.yaml": SOURCE,
      "charts/c/Chart.yaml": DESCRIPTION,
      "charts/c/templates/r.yaml": role("{{ .Release.Name }}"),
      ...Object.fromEntries(
        times(100, (file) => [
          `apps/a${file}.yaml`,
          times(100, (index) => release(`r${file}-${index}`, "./charts/c")).join("\n---\n"),
        ]),
      ),
    }),
  },
  "1,000 releases of a chart that is large": {
    files: () => ({
      "flux.yaml": SOURCE,
      "charts/c/Chart.yaml": DESCRIPTION,
      "charts/c/templates/r.yaml": `{{ range until 500 }}\n---\n${role("r{{ . }}-{{ $.Release.Name }}")}{{ end }}`,
      "apps/a.yaml": times(1000, (index) => release(`r${index}`, "./charts/c")).join("\n---\n"),
    }),
  },
  "1,000 releases that change a chart's values": {
    files: () => ({
      "flux.yaml": SOURCE,
      "charts/c/Chart.yaml": DESCRIPTION,
      "charts/c/values.yaml": lines(50_000, (index) => `v${index}: x\n`),
      "charts/c/templates/r.yaml": role("{{ .Release.Name }}{{ .Values.a }}"),
      "apps/a.yaml": times(1000, (index) =>
        release(`r${index}`, "./charts/c", `  values: { a: x${index} }\n`),
      ).join("\n---\n"),
    }),
  },
  "1,000 releases of a chart that loops": {
    files: () => ({
      "flux.yaml": SOURCE,
      "charts/c/Chart.yaml": DESCRIPTION,
      "charts/c/templates/r.yaml":
        "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}\n" + role("r"),
      "apps/a.yaml": times(1000, (index) => release(`r${index}`, "./charts/c")).join("\n---\n"),
    }),
  },
  "releases that install each other's charts": {
    files: () => ({
      "flux.yaml": SOURCE,
      ...Object.assign(
        {},
        ...times(200, (index) => ({
          [`charts/c${index}/Chart.yaml`]: DESCRIPTION,
          [`charts/c${index}/templates/r.yaml`]: times(20, (one) =>
            release(`{{ .Release.Name }}-${one}`, `./charts/c${(index * 7 + one) % 200}`),
          ).join("\n---\n"),
        })),
      ),
      "apps/a.yaml": release("first", "./charts/c0"),
    }),
  },
  "a release that installs its own chart": {
    files: () => ({
      "flux.yaml": SOURCE,
      "charts/c/Chart.yaml": DESCRIPTION,
      "charts/c/templates/r.yaml": times(2, (one) =>
        release(`{{ .Release.Name }}${one}`, "./charts/c", `  values: { a: "{{ .Values.a }}${one}" }\n`),
      ).join("\n---\n"),
      "apps/a.yaml": release("first", "./charts/c"),
    }),
  },
  "200 charts that loop": {
    files: () =>
      Object.assign(
        {},
        ...times(200, (index) => ({
          [`c${index}/Chart.yaml`]: DESCRIPTION,
          [`c${index}/templates/r.yaml`]:
            "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}",
        })),
      ),
  },
  "200 charts that write 10 MB": {
    files: () =>
      Object.assign(
        {},
        ...times(200, (index) => ({
          [`c${index}/Chart.yaml`]: DESCRIPTION,
          [`c${index}/templates/r.yaml`]: `${role("r")}  # {{ repeat 9000000 "a" }}\n`,
        })),
      ),
  },
  "5,000 templates with 20 conditions": chart(() =>
    Object.fromEntries(
      times(5000, (index) => [
        `templates/t${index}.yaml`,
        `${lines(20, (one) => `{{ if (lookup "v1" "Secret" "a" "s${one}") }}\n# ${one}\n{{ end }}\n`)}${role(`r${index}`)}`,
      ]),
    ),
  ),
  "one template with 2,000 conditions": template(() =>
    lines(2000, (one) => `{{ if (lookup "v1" "Secret" "a" "s${one}") }}\n---\n${role(`r${one}`)}{{ end }}\n`),
  ),
  "5,000 templates that change values": chart(() =>
    Object.fromEntries(
      times(5000, (index) => [
        `templates/t${index}.yaml`,
        `{{ if (lookup "v1" "Secret" "a" "s${index}") }}{{ $_ := set .Values "a${index}" "b" }}{{ end }}\n${role(`r${index}`)}`,
      ]),
    ),
  ),
  "values of 5 MB": template(
    () => role("{{ .Values.v0 }}") + "  {{- range $k, $v := .Values }}\n  # {{ $k }}{{ $v }}\n  {{- end }}\n",
    () => lines(250_000, (index) => `v${index}: value-${index}\n`),
  ),
  "values of 5 MB as YAML": template(
    () =>
      `${role("r")}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  {{- toYaml .Values.a | nindent 2 }}\n`,
    () => `a:\n${lines(250_000, (index) => `  v${index}: v-${index}\n`)}`,
  ),
  "100,000 documents of a template": template(
    () => `{{ range until 100000 }}\n---\n${role("r{{ . }}")}{{ end }}`,
  ),
  "40,000 accounts of a template": template(
    () =>
      "{{ range until 40000 }}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a{{ . }} }\n{{ end }}",
  ),
  "an object of 100,000 rules": template(
    () =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: r }\nrules:\n{{- range until 100000 }}\n  - { apiGroups: [""], resources: ["*"], verbs: ["*"] }\n{{- end }}\n`,
  ),
  "an object of 50,000 rules from a define": template(
    () =>
      `{{ define "rule" }}\n  - apiGroups: [""]\n    resources: [secrets]\n    verbs: ["*"]\n{{- end }}apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: r }\nrules:\n{{- range until 50000 }}\n{{- include "rule" . }}\n{{- end }}\n`,
  ),
  "a definition used in 100,000 places": chart(() => ({
    "templates/_helpers.tpl": '{{ define "verbs" }}["*"]{{ end }}',
    "templates/t.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: r }\nrules:\n${lines(
      60_000,
      () => '  - { apiGroups: [""], resources: [secrets], verbs: {{ include "verbs" . }} }\n',
    )}`,
  })),
  "definitions that include each other 200 deep": template(
    () =>
      `${lines(190, (index) => `{{ define "d${index}" }}{{ include "d${index + 1}" . }}{{ end }}\n`)}{{ define "d190" }}${"{{ 1 }}x".repeat(2000)}{{ end }}\n${role("r")}  # {{ include "d0" . }}\n`,
  ),
  "definitions that double": template(
    () =>
      `${lines(40, (index) => `{{ define "d${index}" }}{{ include "d${index + 1}" . }}{{ include "d${index + 1}" . }}{{ end }}\n`)}{{ define "d40" }}x{{ end }}\n{{ include "d0" . }}\n`,
  ),
  "a template that includes itself": template(
    () => `{{ define "a" }}{{ include "a" . }}{{ include "a" . }}{{ end }}{{ include "a" . }}`,
  ),
  "tpl of values that call tpl": template(
    () => `${role("r")}  # {{ tpl .Values.a . }}\n`,
    () => `a: '{{ tpl .Values.a . }}{{ tpl .Values.a . }}'\n`,
  ),
  "tpl of 100,000 values": template(
    () => `${role("r")}{{ range .Values.a }}\n  # {{ tpl . $ }}\n{{ end }}`,
    () => `a:\n${lines(100_000, (index) => `  - '{{ ${index} }}'\n`)}`,
  ),
  "a text of many pieces as YAML": template(
    () => `${role("r")}# {{ toYaml .Values | fromYaml | len }}\n`,
    () => lines(100_000, (index) => `key${index}: v${index}\n`),
  ),
  "tpl of one long value many times": template(
    () =>
      `${role("r")}{{ range $i, $_ := until 10000 }}{{ $_ := tpl (printf "%s%d" $.Values.a $i) $ }}{{ end }}`,
    () => `a: '${"{{ 1 }}".repeat(50_000)}'\n`,
  ),
  "texts that double": template(
    () => `{{ $a := "aaaaaaaaaa" }}{{ range until 100 }}{{ $a = print $a $a }}{{ end }}{{ $a }}`,
  ),
  "lists that double": template(
    () => `{{ $a := list 1 2 3 }}{{ range until 100 }}{{ $a = concat $a $a }}{{ end }}{{ toYaml $a }}`,
  ),
  "maps in each other": template(
    () => `{{ $a := dict }}{{ range until 100000 }}{{ $a = dict "a" $a }}{{ end }}{{ toYaml $a }}`,
  ),
  "a map that holds itself": template(
    () => `{{ $a := dict }}{{ $_ := set $a "a" $a }}{{ toYaml $a }}{{ $a }}{{ deepCopy $a }}{{ toJson $a }}`,
  ),
  "maps that hold one map twice": template(
    () =>
      `{{ $a := dict }}{{ range until 60 }}{{ $a = dict "a" $a "b" $a }}{{ end }}${role("r")}  # {{ toJson $a }}\n`,
  ),
  "regular expressions that cost much": template(
    () => `{{ range until 10000 }}{{ regexReplaceAll "(a*)*b" (repeat 10000 "a") "x" }}{{ end }}`,
  ),
  "regular expressions that are large": template(
    () =>
      `{{ range $i, $_ := until 10000 }}{{ regexMatch (printf "((a{1,30}){1,30}){1,%d}" $i) "aaaa" }}{{ end }}`,
  ),
  "hashes of long texts": template(
    () => `{{ $a := repeat 1000000 "a" }}{{ range until 100000 }}{{ $_ := sha256sum $a }}{{ end }}`,
  ),
  "passwords that are derived": template(
    () => `{{ range until 10000 }}{{ derivePassword 1 "long" "a" "b" "c" }}{{ end }}`,
  ),
  "deep YAML in a text": template(
    () =>
      `{{ repeat 100000 "[" }}\n---\n{{ fromYaml (repeat 100000 "{a: ") }}\n---\n{{ toYaml (fromJson (repeat 100000 "[")) }}`,
  ),
  "deep YAML that is rendered": template(() => `${role("r")}x: {{ repeat 2000000 "[" }}`),
  "a deep map that is rendered": template(
    () => `${role("r")}x:\n{{ range $i, $_ := until 3000 }}{{ repeat (int (add $i 1)) " " }}a:\n{{ end }}`,
  ),
  "aliases that are rendered": template(
    () =>
      `${role("r")}x0: &x0 [a]\n${lines(30, (index) => `x${index + 1}: &x${index + 1} [${times(9, () => `*x${index}`).join(", ")}]\n`)}`,
  ),
  "aliases in values": template(
    () => `${role("r")}---\n{{ toYaml .Values }}\n`,
    () =>
      `x0: &x0 [a]\n${lines(30, (index) => `x${index + 1}: &x${index + 1} [${times(9, () => `*x${index}`).join(", ")}]\n`)}`,
  ),
  "a template of 2 MB of actions": template(() => `${role("r")}  # ${"{{ 1 }}".repeat(280_000)}\n`),
  "a template of unclosed blocks": template(() => "{{ if true }}".repeat(300_000)),
  "a template of parentheses": template(() => `{{ ${"(".repeat(2_000_000)}`),
  "a template of trim markers": template(() => "{{- 1 -}} \n ".repeat(300_000)),
  "a template of open comments": template(() => "{{/* ".repeat(1_000_000)),
  "a template of words": template(() => `{{ ${"a ".repeat(2_000_000)}}}`),
  "a template of pipes": template(() => `{{ 1 ${"| quote ".repeat(400_000)}}}`),
  "a template of variables": template(() =>
    lines(100_000, (index) => `{{ $v${index} := $v${Math.max(0, index - 1)} }}`).replace("$v0 }}", "1 }}"),
  ),
  "comments for ESLint in a template": template(
    () => lines(70_000, () => "{{/* eslint-disable-next-line gitops/no-wildcard-verbs */}}\n") + role("r"),
  ),
  "20,000 files for a pattern": {
    files: () => ({
      "c/Chart.yaml": DESCRIPTION,
      "c/templates/t.yaml": `{{ range until 100 }}{{ range $p, $_ := $.Files.Glob "**" }}{{ $p }}{{ end }}{{ end }}`,
      ...Object.fromEntries(times(19_000, (index) => [`c/files/f${index}`, "x"])),
    }),
  },
  "patterns over files that cost much": {
    files: () => ({
      "c/Chart.yaml": DESCRIPTION,
      "c/templates/t.yaml": `{{ range until 1000 }}{{ range $p, $_ := $.Files.Glob "${"*a".repeat(100)}{b,c}**" }}{{ $p }}{{ end }}{{ end }}`,
      ...Object.fromEntries(times(5000, (index) => [`c/${"a".repeat(200)}${index}`, "x"])),
    }),
  },
  "files that are read as configuration": {
    files: () => ({
      "c/Chart.yaml": DESCRIPTION,
      "c/templates/t.yaml": `{{ range until 1000 }}{{ ($.Files.Glob "**").AsConfig }}{{ end }}`,
      ...Object.fromEntries(times(1000, (index) => [`c/files/f${index}`, "x".repeat(5000)])),
    }),
  },
  "a file read as bytes": {
    files: () => ({
      "c/Chart.yaml": DESCRIPTION,
      "c/templates/t.yaml": `{{ range until 1000 }}{{ len ($.Files.GetBytes "f") }}{{ $.Files.Get "f" | b64enc | len }}{{ $.Files.Lines "f" | len }}{{ end }}`,
      "c/f": "x\n".repeat(2_000_000),
    }),
  },
  "a .helmignore that costs much": {
    files: () => ({
      "c/Chart.yaml": DESCRIPTION,
      "c/.helmignore": lines(100, (index) => `${"*a".repeat(100)}b${index}\n`),
      ...Object.fromEntries(times(5000, (index) => [`c/${"a".repeat(200)}${index}`, "x"])),
    }),
  },
  "values files by a pattern": {
    files: () => ({
      "c/Chart.yaml": DESCRIPTION,
      "c/templates/r.yaml": role("{{ .Release.Name }}"),
      ...Object.fromEntries(times(2000, (index) => [`c/values/v${index}.yaml`, `a${index}: x\n`])),
      "argocd/all.yaml": times(
        300,
        (index) =>
          `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a${index}, namespace: argocd }\nspec:\n  project: default\n  destination: { server: https://kubernetes.default.svc, namespace: n }\n  source:\n    repoURL: https://example.com/here.git\n    path: c\n    helm: { valueFiles: ["values/*.yaml", "**/*.yaml"] }\n`,
      ).join("---\n"),
    }),
  },
  "values files by name": {
    files: () => ({
      "flux.yaml": SOURCE,
      "c/Chart.yaml": DESCRIPTION,
      "c/templates/r.yaml": role("{{ .Release.Name }}"),
      "c/big.yaml": lines(20_000, (index) => `a${index}: x\n`),
      "apps/a.yaml": times(200, (index) =>
        release(`r${index}`, "./c").replace(
          "      sourceRef",
          `      valuesFiles:\n${lines(100, () => "        - c/big.yaml\n")}      sourceRef`,
        ),
      ).join("\n---\n"),
    }),
  },
  "set values that are long lists": {
    files: () => ({
      "c/Chart.yaml": DESCRIPTION,
      "c/templates/r.yaml": `${role("r")}  # {{ toJson .Values }}\n`,
      "argocd/all.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\nspec:\n  project: default\n  destination: { server: https://kubernetes.default.svc, namespace: n }\n  source:\n    repoURL: https://example.com/here.git\n    path: c\n    helm:\n      parameters:\n${lines(50_000, (index) => `        - { name: "a[${65_535 - index}].b${".c".repeat(20)}", value: x }\n`)}`,
    }),
  },
  "dependencies under 3,000 names": {
    files: () => ({
      "c/Chart.yaml": `${DESCRIPTION}dependencies:\n${lines(3000, (index) => `  - { name: d, version: "*", repository: "file://./d", alias: d${index}, condition: "d${index}.on,c${index}" }\n`)}`,
      "c/charts/d/Chart.yaml": "apiVersion: v2\nname: d\nversion: 1.0.0\n",
      "c/charts/d/values.yaml": lines(1000, (index) => `v${index}: x\n`),
      "c/charts/d/templates/r.yaml": role("{{ .Chart.Name }}"),
    }),
  },
  "a chart 100 charts deep": {
    files: () =>
      Object.assign(
        {},
        ...times(100, (index) => ({
          [`c/${"charts/c/".repeat(index)}Chart.yaml`]: DESCRIPTION,
          [`c/${"charts/c/".repeat(index)}values.yaml`]: "a: b\n",
        })),
      ),
  },
  "charts 19 deep with doubled dependencies": {
    files: () =>
      Object.assign(
        {},
        ...times(19, (index) => ({
          [`c/${"charts/c/".repeat(index)}Chart.yaml`]: `${DESCRIPTION}dependencies:\n  - { name: c, version: "*", alias: a }\n  - { name: c, version: "*", alias: b }\n`,
          [`c/${"charts/c/".repeat(index)}values.yaml`]: "a: { x: y }\n",
          [`c/${"charts/c/".repeat(index)}templates/r.yaml`]: role("{{ .Chart.Name }}"),
        })),
      ),
  },
  "300 archives that are bombs": {
    files: () => Object.fromEntries(times(300, (index) => [`c${index}/Chart.yaml`, DESCRIPTION])),
    prepare: (root) => {
      const bomb = gzipSync(Buffer.alloc(29 * 2 ** 20));
      times(300, (index) => written(root, `c${index}/charts/d.tgz`, bomb));
    },
  },
  "an archive of 300 archives": {
    files: () => ({ "c/Chart.yaml": DESCRIPTION }),
    prepare: (root) => {
      const inner = archive([
        ["d/Chart.yaml", DESCRIPTION.replace("name: c", "name: d")],
        ["d/f", "x".repeat(4_000_000)],
      ]);
      times(300, (index) => written(root, `c/charts/d${index}.tgz`, inner));
    },
  },
  "300 charts with an archive": {
    files: () => Object.fromEntries(times(300, (index) => [`c${index}/Chart.yaml`, DESCRIPTION])),
    prepare: (root) => {
      const inner = archive([
        ["d/Chart.yaml", DESCRIPTION.replace("name: c", "name: d")],
        ...times(6, (one) => [`d/f${one}`, "x".repeat(4_000_000)]),
      ]);
      times(300, (index) => written(root, `c${index}/charts/d.tgz`, inner));
    },
  },
  "links in a chart": {
    files: () => ({ "c/Chart.yaml": DESCRIPTION, "c/templates/r.yaml": role("r") }),
    prepare: (root) => {
      mkdirSync(join(root, "c/charts"));
      symlinkSync("/", join(root, "c/charts/root"));
      symlinkSync("../..", join(root, "c/templates/up"));
      symlinkSync(".", join(root, "c/charts/self"));
      symlinkSync("/etc/passwd", join(root, "c/templates/passwd.yaml"));
      symlinkSync("/dev/zero", join(root, "c/values.yaml.link"));
    },
  },
};
