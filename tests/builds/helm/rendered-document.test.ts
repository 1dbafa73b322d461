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

test.each([
  ["between quotation marks", [made('"', RULES), made("*", RULES, { value }), made('"', RULES)], value],
  [
    "in parts",
    [made("a", RULES, { value }), made('\\"', RULES, { value }), made("b", RULES, { value })],
    value,
  ],
  ["with more behind it", [made("app", RULES, { value }), made("-x", RULES)], undefined],
  [
    "with another one",
    [made("a", RULES, { value }), made("b", RULES, { value: { ...value, start: 20 } })],
    undefined,
  ],
] as const)("a value %s", (_, pieces, expected) => {
  const text = Text.of(written("t", TEMPLATE, "\nname: "), ...pieces);
  expect(new RenderedDocument("t", 1, text, []).locate(["name"])?.value).toEqual(expected);
});

test("a text of another file is there too, where an action brings it into a line", () => {
  const text = Text.of(written("t", TEMPLATE, "\nname: "), {
    ...written("h", HELPERS, "verbs"),
    through: [include],
  });
  const place = new RenderedDocument("t", 1, text, []).locate(["name"]);
  expect(place).toEqual({ ...include, value: { file: "h", start: 16, end: 21 }, note: "" });
});

const LIBRARY = 'name: {{ include "names" . }}\n{{ define "names" }}{{ include "h" . }}{{ end }}';
const deployment = include;
const names = { file: "l", start: 6, end: 29 };
const inner = { file: "l", start: LIBRARY.lastIndexOf("{{ inc"), end: LIBRARY.lastIndexOf("{{ end") };

test.each<[what: string, through: Piece["through"], place: object]>([
  ["at the include in that line", [names, deployment], { ...names, through: deployment }],
  ["nowhere deeper", [inner, names, deployment], { ...names, through: deployment }],
  ["where it is itself, if that line does not include it", [inner], { file: "h", through: inner }],
])("what comes into a line of another file is %s", (_, through, place) => {
  const text = Text.of(
    { ...written("l", LIBRARY, "name: "), through: [deployment] },
    { ...written("h", HELPERS, "verbs"), through },
  );
  expect(new RenderedDocument("t", 1, text, []).locate(["name"])).toMatchObject(place);
});

test("a block ends with its last word", () => {
  const template = "a: |\n  one\n  two\n\n{{/* three */}}\n";
  const [start, end] = ["a: |\n  one\n  two\n\n", "\n"];
  const text = Text.of(
    { text: start, origin: { file: "t", start: 0, end: start.length, isAction: false } },
    { text: end, origin: { file: "t", start: template.length - 1, end: template.length, isAction: false } },
  );
  const place = new RenderedDocument("t", 1, text, []).locate(["a"]);
  expect(template.slice(place?.start, place?.end)).toBe("|\n  one\n  two");
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
