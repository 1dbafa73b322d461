import { describe, expect, it } from "vitest";
import { Excerpts } from "../../../lib/cli/report/excerpt/excerpts.js";

/** The line of an excerpt of a template, whose last line has the finding. */
function shown(lines: string, filePath = "/r/web/templates/role.yaml"): string | undefined {
  const source = `{{- if .Values.rbac }}\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  labels:\n    {{- include "secret" . | nindent 4 }}\n${lines}\n{{- end }}\n`;
  const all = source.split("\n");
  const line = all.length - 2;
  const excerpts = new Excerpts({ filePath, source });
  const row = excerpts.rows({ line, column: 3, endLine: line, endColumn: 8 })[0];
  return row?.text.trim();
}

describe("an excerpt of a template", () => {
  it.each([
    ["  name: web", "name: web"],
    ["  name: {{ .Values.name }}", "name: {{ .Values.name }}"],
    ["  name: web-{{ .Release.Name }}-x", "name: web-{{ .Release.Name }}-x"],
    ["rules:\n  - verbs: {{ toJson .Values.verbs }}", "- verbs: {{ toJson .Values.verbs }}"],
  ])("shows %j", (lines, text) => {
    expect(shown(lines)).toBe(text);
  });

  it.each([
    '  name: {{ default "hunter2" .Values.name }}',
    "  annotations: { password: hunter2 }",
    '  {{ printf "hunter2" }}: x',
    "  name: x # hunter2 {{ .Values.x }}",
    "  name: {{ .Values.x /* hunter2 */ }}",
    "  labels2:\n    {{ `hunter2` }}",
  ])("shows no text that may be a secret in %j", (lines) => {
    expect(shown(lines) ?? "").not.toContain("hunter2");
  });

  it("is none where the rest is no YAML", () => {
    expect(shown("  name: [")).toBeUndefined();
  });
});
