import { expect, test } from "vitest";
import { RenderedDocument } from "../../../lib/builds/helm/rendered-document.js";
import { type Piece, Text } from "../../../lib/helm/values/text.js";

const TEMPLATE =
  'kind: Role\nrules:\n  {{- toYaml .Values.rules | nindent 2 }}\nname: {{ .n }}-x\n{{ include "h" . }}\n';
const HELPERS = '{{ define "h" }}verbs: ["*"]{{ end }}';

/** A piece as it is written in a file. */
function written(file: string, source: string, text: string): Piece {
  const start = source.indexOf(text);
  return { text, origin: { file, start, end: start + text.length, isAction: false } };
}

function made(text: string, action: string, more: Partial<Piece> = {}): Piece {
  const start = TEMPLATE.indexOf(action);
  return { text, origin: { file: "t", start, end: start + action.length, isAction: true }, ...more };
}

const RULES = "{{- toYaml .Values.rules | nindent 2 }}";
const value = { file: "values.yaml", start: 7, end: 12 };
const include = { file: "t", start: TEMPLATE.indexOf("{{ inc"), end: TEMPLATE.length - 1 };
const document = new RenderedDocument(
  "t",
  1,
  Text.of(
    written("t", TEMPLATE, "kind: Role\nrules:"),
    made("\n  - verbs: [", RULES),
    made("watch", RULES, { value }),
    made("]", RULES),
    written("t", TEMPLATE, "\nname: "),
    made("app", "{{ .n }}"),
    written("t", TEMPLATE, "-x\n"),
    { ...written("h", HELPERS, 'verbs: ["*"]'), through: [include] },
  ),
  [],
);

test.each([
  ["a literal scalar", ["kind"], undefined, "Role"],
  ["the key of a literal", ["kind"], "key", "kind"],
  ["a collection, by its key", ["rules"], undefined, "rules"],
  ["what an action makes", ["rules", 0, "verbs"], undefined, RULES],
  ["an action and a literal", ["name"], undefined, "{{ .n }}-x"],
] as const)("the place of %s", (_, path, prefer, expected) => {
  const place = document.locate(path, prefer);
  expect(place?.file).toBe("t");
  expect(TEMPLATE.slice(place?.start, place?.end)).toBe(expected);
});

test("a value is also where the values have it", () => {
  expect(document.locate(["rules", 0, "verbs", 0])).toMatchObject({ file: "t", value });
});

test("what comes from another file is there", () => {
  const place = document.locate(["verbs", 0]);
  expect(place).toMatchObject({ file: "h", through: include });
  expect(HELPERS.slice(place?.start, place?.end)).toBe('"*"');
});

test("the files of which it has parts", () => {
  expect([...document.files]).toEqual(["t", "h"]);
});

test("what is no YAML has no places", () => {
  expect(new RenderedDocument("t", 1, Text.plain("a: [\nb"), []).locate(["a"])).toBeUndefined();
});
