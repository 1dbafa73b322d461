import { expect, test } from "vitest";
import { Text, type Piece } from "../../../lib/helm/values/text.js";
import { dict } from "../../../lib/helm/values/value.js";
import { run, type Options } from "./helpers.js";

/** Each piece with what stands at its origin, at its place in the values, and at what it came through. */
function pieces(main: string, options: Options = {}): unknown[] {
  const files: Readonly<Record<string, string>> = { ...options.files, main, "values.yaml": VALUES };
  const excerpt = ({ file, start, end }: { file: string; start: number; end: number }) =>
    (files[file] ?? "").slice(start, end);
  return run(main, { data: DATA, ...options }).pieces.map(({ text, origin, value, through }: Piece) => [
    text,
    origin && `${origin.isAction ? "action" : "literal"} ${excerpt(origin)}`,
    ...(value ? [`value ${excerpt(value)}`] : []),
    ...(through ?? []).map((one) => `through ${excerpt(one)}`),
  ]);
}

const VALUES = "name: web\ntext: a{{ .name }}b\n";
const NAME = { file: "values.yaml", start: 6, end: 9 };
const TEXT = { file: "values.yaml", start: 16, end: 29 };
const DATA = dict([
  ["name", Text.plain("web", NAME)],
  ["text", Text.plain("a{{ .name }}b", TEXT)],
]);

test("a literal text has its own characters, without what is trimmed", () => {
  expect(pieces("a: \n {{- 1 -}} \n b\n")).toEqual([
    ["a:", "literal a:"],
    ["1", "action {{- 1 -}}"],
    ["b\n", "literal b\n"],
  ]);
});

test("a value has its place in the values, and the action that writes it", () => {
  expect(pieces("x: {{ .name }}{{ print .name 1 }}")).toEqual([
    ["x: ", "literal x: "],
    ["web", "action {{ .name }}", "value web"],
    ["web", "action {{ print .name 1 }}", "value web"],
    ["1", "action {{ print .name 1 }}"],
  ]);
});

test("what a template writes keeps its place, and says what brought it", () => {
  const defines = '{{ define "t" }}k: {{ .name }}{{ end }}{{ define "u" }}{{ include "t" . }}{{ end }}';
  const files = { defines };
  expect(pieces('{{ include "u" . }}', { files })).toEqual([
    ["k: ", "literal k: ", 'through {{ include "t" . }}', 'through {{ include "u" . }}'],
    ["web", "action {{ .name }}", "value web", 'through {{ include "t" . }}', 'through {{ include "u" . }}'],
  ]);
  expect(pieces('{{ template "t" . }}', { files })).toEqual([
    ["k: ", "literal k: ", 'through {{ template "t" . }}'],
    ["web", "action {{ .name }}", "value web", 'through {{ template "t" . }}'],
  ]);
});

test("a block is defined where it stands", () => {
  expect(pieces('{{ block "b" . }}k{{ end }}')).toEqual([["k", "literal k", 'through {{ block "b" . }}']]);
});

test("a text that is executed has the place of its value", () => {
  expect(pieces("{{ tpl .text . }}")).toEqual([
    ["a", "action {{ tpl .text . }}", "value a"],
    ["web", "action {{ tpl .text . }}", "value web"],
    ["b", "action {{ tpl .text . }}", "value b"],
  ]);
});

test("a text of a template that is executed has its place in that", () => {
  const defines = '{{ define "t" }}a {{ print "{{ .name }}" }}{{ end }}';
  expect(pieces('{{ tpl (include "t" .) . }}', { files: { defines } })).toEqual([
    ["a ", "literal a ", 'through {{ tpl (include "t" .) . }}'],
    ["web", 'action {{ print "{{ .name }}" }}', "value web", 'through {{ tpl (include "t" .) . }}'],
  ]);
});

test("keys of maps have their places", () => {
  const keys = new Map([["name", { file: "values.yaml", start: 0, end: 4 }]]);
  const data = { ...dict([["name", Text.plain("web", NAME)]]), keys };
  expect(pieces("{{ range $k, $v := . }}{{ $k }}{{ end }}", { data })).toEqual([
    ["name", "action {{ $k }}", "value name"],
  ]);
});

test("`<no value>` is left out, whatever it is made of", () => {
  expect(pieces('<no{{ print " value>x" }}<no value>y{{ .none }}')).toEqual([
    ["x", 'action {{ print " value>x" }}'],
    ["y", "literal y"],
    ["", "action {{ .none }}"],
  ]);
  expect(run("a<no value>b<no value>").text).toBe("ab");
});
