import fc from "fast-check";
import { type Choices, chooser } from "./yaml-structure.js";

const FILLED = [
  ...[
    "${NAME}",
    "${NAME:=web}",
    "${NAME:-}",
    "$NAME",
    "$(NAME)",
    "{{ .Values.name }}",
    "{{name}}",
    "{{path.basename}}",
  ],
  ...[
    "##NAME##",
    "<name>",
    "[[ name ]]",
    "__NAME__",
    "#{name}#",
    "%NAME%",
    "${",
    "{{",
    "}}",
    "{%",
    "{{- x -}}",
  ],
];
const LINES = [
  ...[
    "{{- if .Values.rbac }}",
    "{{- end }}",
    "{{ toYaml .Values.x | nindent 4 }}",
    "{% for x in y %}",
    "{{/* x */}}",
  ],
  ...["#@ load('x')", "${INCLUDE}", "<% x %>", "  {{- with .Values.x }}"],
];

/** What becomes YAML, or another text, only when something fills it in: words and whole lines of a text are marks. */
export function templated(text: string, marks: Choices): string {
  if (marks.length === 0) return text;
  const choose = chooser(marks);
  const lines = text.split("\n");
  return lines
    .flatMap((line) => {
      const how = choose(12);
      if (how === 1) return [LINES[choose(LINES.length)] ?? "", line];
      if (how > 3) return line;
      const words = line.split(/(?<=[:,[\s"'-])/);
      words[choose(words.length)] = FILLED[choose(FILLED.length)] ?? "";
      return how === 2
        ? words.join("")
        : line.replace(/[\w./-]+$/, () => FILLED[choose(FILLED.length)] ?? "");
    })
    .join("\n");
}

/** What Flux and Argo CD fill in, and where. */
export const controllers: fc.Arbitrary<unknown> = fc.oneof(
  fc
    .record({
      path: fc.constantFrom("./o", "o", ".", "", "./base", "../x", "${DIR}", "./gone"),
      name: fc.constantFrom("flux-system", "other"),
      targetNamespace: fc.constantFrom(undefined, "team", "${NS}"),
      namePrefix: fc.constantFrom(undefined, "p-"),
      substitute: fc.constantFrom(
        undefined,
        { NAME: "web" },
        { NAME: "a: b\nc: [" },
        { NS: "", NAME: "${NAME}" },
      ),
      substituteFrom: fc.constantFrom(undefined, [{ kind: "ConfigMap", name: "vars" }]),
      serviceAccountName: fc.constantFrom(undefined, "deployer"),
      patches: fc.constantFrom(undefined, [
        { patch: '[{"op": "remove", "path": "/rules/0"}]', target: { kind: "Role" } },
      ]),
      dependsOn: fc.constantFrom(undefined, [{ name: "other" }]),
    })
    .map(({ name, substitute, substituteFrom, ...spec }) => ({
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata: { name, namespace: "flux-system" },
      spec: {
        ...spec,
        sourceRef: { kind: "GitRepository", name: "flux-system" },
        ...((substitute ?? substituteFrom) && { postBuild: { substitute, substituteFrom } }),
      },
    })),
  fc
    .record({
      path: fc.constantFrom("o", "base", ".", "{{path}}", "apps/{{.name}}"),
      namespace: fc.constantFrom(undefined, "team", "{{path.basename}}"),
      directory: fc.constantFrom(undefined, { recurse: true, exclude: "{x,y}*" }),
      kustomize: fc.constantFrom(undefined, { namePrefix: "a-", namespace: "{{ns}}" }),
      isSet: fc.boolean(),
    })
    .map(({ namespace, isSet, ...source }) => {
      const spec = {
        project: "default",
        source: { repoURL: "https://git.example.com/a/b", ...source },
        destination: { server: "https://kubernetes.default.svc", namespace },
        syncPolicy: { syncOptions: ["CreateNamespace=true"] },
      };
      const application = {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata: { name: "app" },
        spec,
      };
      if (!isSet) return application;
      const generators = [{ git: { repoURL: "https://git.example.com/a/b", directories: [{ path: "*" }] } }];
      return { ...application, kind: "ApplicationSet", spec: { generators, template: { spec } } };
    }),
);
