import { describe, expect, test } from "vitest";
import { described, inCharts } from "../chart/charts.js";
import { layer, renderFiles, renderTemplate, writtenBy } from "./releases.js";
import { LimitError } from "../../../lib/helm/values/value.js";

// Helm writes these characters like any other, while they stand for what is not known here.
const CLAUSE = "has a character between U+E0F0 and U+E0F2, which stand here for what is not known";

describe("a chart that says a character with a meaning of its own here", () => {
  test.each<[what: string, files: Readonly<Record<string, string>>, place: string]>([
    ["a template", { "templates/t.yaml": "a: \uE0F0" }, "'templates/t.yaml'"],
    ["a comment in a template", { "templates/t.yaml": "{{/* \uE0F1 */}}" }, "'templates/t.yaml'"],
    ["an escape in a template", { "templates/t.yaml": 'a: "\\ue0F2"' }, "'templates/t.yaml'"],
    ["a value", { "values.yaml": "a: [b, \uE0F0]" }, "'values.yaml'"],
    ["an escape in a value", { "values.yaml": 'a: "\\uE0F1"' }, "'values.yaml'"],
    ["a key", { "values.yaml": "a: {\uE0F2: 1}" }, "'values.yaml'"],
    ["an annotation", { "Chart.yaml": described("a", "annotations: {a: \uE0F0}") }, "'Chart.yaml'"],
    [
      "a chart in it",
      inCharts("s", { "Chart.yaml": described("s"), "templates/t.yaml": "\uE0F0" }),
      "in 's', 'templates/t.yaml'",
    ],
  ])("is not followed: %s", (_, files, place) => {
    const { files: written, excess, refused } = renderFiles({ "templates/u.yaml": "b: 1", ...files });
    expect([written, excess, refused]).toEqual([[], new LimitError(`${place} ${CLAUSE}`), undefined]);
  });

  test("is not followed if its values are given", () => {
    const { excess } = renderTemplate("a: 1", { values: [layer('a: "\\uE0F0"')] });
    expect(excess).toEqual(new LimitError(`what is given to it as values ${CLAUSE}`));
  });

  test("may say the characters next to them", () => {
    expect(writtenBy("a: \uE0EF \uE0F3")).toEqual({ "": ["a: \uE0EF \uE0F3"] });
  });
});

test.each([
  ['{{ tpl (print "{{ " (quote "\\xee\\x83\\xb0") " }}") . }}'],
  ['{{ "\\xee\\x83\\xb0" }}'],
  ['{{ printf "%c" 57584 }}'],
  ["{{ fromJson .Values.json }}"],
  ["{{ fromYaml .Values.json }}"],
])("a template is not followed that makes such a character: %s", (template) => {
  const { files, excess } = renderTemplate(template, {}, { "values.yaml": `json: '{"a": "\\uE0F0"}'` });
  const errors = files.flatMap(({ worlds }) =>
    worlds.map(({ documents }) => ("error" in documents ? documents.error : documents)),
  );
  expect([...errors, ...(excess ? [excess] : [])]).toEqual([expect.any(LimitError)]);
});

test("what cannot be told from what is not known is not known", () => {
  const files = { font: "\uE0F0" };
  expect(writtenBy('{{ "7oOw" | b64dec | eq "a" }}', {}, files)).toEqual({ "": ["\uE0F0"] });
  expect(writtenBy('{{ .Files.Get "font" | eq "a" }}', {}, files)).toEqual({ "": ["\uE0F0"] });
});

test("definitions with such a character are not followed", () => {
  const { files } = renderFiles({ "crds/a.yaml": "a: \uE0F0", "templates/t.yaml": "a: 1" });
  expect(files.map(({ template, worlds }) => [template, worlds[0]?.documents])).toEqual([
    ["a/crds/a.yaml", { error: new LimitError(`'a/crds/a.yaml' ${CLAUSE}`) }],
    ["a/templates/t.yaml", [expect.anything()]],
  ]);
});
