import { describe, expect, test } from "vitest";
import { Text } from "../../../lib/helm/values/text.js";
import { dict, list, unknown, type Unknown, type Value } from "../../../lib/helm/values/value.js";
import { run, valueOf } from "./helpers.js";

const SECRET = "it is in a Secret";
const u = unknown("u", SECRET);
const half = Text.join([Text.plain("a-"), Text.unknown(SECRET, "u")]);
const known: readonly (readonly [string, Value])[] = [["a", valueOf(1)]];
const partial: Value = { ...dict(known), others: unknown("o", SECRET) };
const unordered: Value = { ...list([Text.plain("a"), Text.plain("b")], "[]string"), isUnordered: true };
const DATA = {
  u,
  v: unknown("v", SECRET),
  half,
  partial,
  unordered,
  known: dict(known),
  whole: Text.unknown(SECRET, "u"),
};

/** All that a template can write, by the answers that were given; `?` stands for what is not known. */
function worlds(template: string): Record<string, string> {
  const found: Record<string, string> = {};
  const open: boolean[][] = [[]];
  for (let answers = open.pop(); answers; answers = open.pop()) {
    const asked = new Map<string, boolean>();
    const given = answers;
    const decide = ({ id }: Unknown): boolean => {
      const earlier = asked.get(id);
      if (earlier !== undefined) return earlier;
      const answer = given[asked.size] ?? true;
      if (asked.size >= given.length) open.push([...[...asked.values()], false]);
      asked.set(id, answer);
      return answer;
    };
    const text = run(template, { data: DATA, decide }).text.replaceAll("\uE0F0", "?");
    found[[...asked].map(([id, answer]) => `${answer ? "" : "!"}${id}`).join(" ")] = text;
  }
  return found;
}

describe("what is written", () => {
  test.each<[template: string, output: Record<string, string>]>([
    ["{{ .u }}", { "": "?" }],
    ["{{ .u.x.y }}", { "": "?" }],
    ["{{ .half }}", { "": "a-?" }],
    ["{{ print 1 .u }}", { "": "1 ?" }],
    ['{{ printf "%s:%d" .half .u }}', { "": "a-?:?" }],
    ["{{ printf .u 1 }}", { "": "?" }],
    ["{{ upper .u }}", { "": "?" }],
    ["{{ html .half }}", { "": "a-?" }],
    ["{{ len .u }}{{ len .half }}{{ len .partial }}{{ len .known }}", { "": "???1" }],
    ['{{ index .u "a" }}{{ index .known .u }}', { "": "??" }],
    ["{{ index .unordered 0 }}{{ slice .unordered 1 }}{{ slice .unordered 0 2 }}", { "": "???" }],
    ['{{ .partial.a }}{{ .partial.b }}{{ index .partial "c" }}', { "": "1??" }],
    ["{{ slice .half 0 1 }}{{ slice .u 1 }}", { "": "??" }],
    ["{{ eq .u 1 }}{{ lt .u 1 }}{{ le .u 1 }}{{ eq .half .u }}", { "": "????" }],
    ["{{ eq .u .u }}{{ eq .half .half }}{{ eq .u .whole }}", { "": "truetruetrue" }],
    ["{{ .u.Get 1 }}", { "": "?" }],
    ["{{ call .u }}", { "": "?" }],
  ])("%s", (template, output) => {
    expect(worlds(template)).toEqual(output);
  });
});

describe("conditions are decided, alike where they are the same", () => {
  test.each<[template: string, output: Record<string, string>]>([
    ["{{ if .u }}A{{ else }}B{{ end }}", { u: "A", "!u": "B" }],
    ["{{ if .u }}A{{ end }}{{ if .u }}B{{ end }}{{ if .whole }}C{{ end }}", { u: "ABC", "!u": "" }],
    ["{{ if not .u }}A{{ else }}B{{ end }}", { u: "B", "!u": "A" }],
    ["{{ if .half }}A{{ end }}", { "": "A" }],
    ["{{ with .u }}{{ .x }}{{ else }}B{{ end }}", { u: "?", "!u": "B" }],
    ["{{ if eq .u 1 }}A{{ end }}{{ if ne 1 .u }}B{{ end }}", { "eq(int 1,u)": "A", "!eq(int 1,u)": "B" }],
    ["{{ if lt .u 1 }}A{{ end }}{{ if ge .u 1 }}B{{ end }}", { "lt(u,int 1)": "A", "!lt(u,int 1)": "B" }],
    ["{{ if gt .u 1 }}A{{ end }}{{ if le .u 1 }}B{{ end }}", { "le(u,int 1)": "B", "!le(u,int 1)": "A" }],
    [
      "{{ if eq .u 1 2 }}A{{ end }}",
      { "eq(int 1,u)": "A", "!eq(int 1,u) eq(int 2,u)": "A", "!eq(int 1,u) !eq(int 2,u)": "" },
    ],
    ["{{ if and .u true }}A{{ end }}", { u: "A", "!u": "" }],
    ["{{ if or .u true }}A{{ end }}", { u: "A", "!u": "A" }],
    ["{{ or .u 1 }}", { u: "?", "!u": "1" }],
    ["{{ and .u 1 }}", { u: "1", "!u": "?" }],
    ["{{ if and false .u }}A{{ end }}", { "": "" }],
    ["{{ if or .u .v }}A{{ end }}", { u: "A", "!u v": "A", "!u !v": "" }],
    ["{{ if .partial }}A{{ end }}", { "": "A" }],
  ])("%s", (template, output) => {
    expect(worlds(template)).toEqual(output);
  });
});

describe("range", () => {
  test.each<[template: string, output: Record<string, string>]>([
    ["{{ range .u }}[{{ . }}]{{ else }}E{{ end }}", { u: "[?]", "!u": "E" }],
    ["{{ range $k, $v := .u }}{{ $k }}={{ $v.x }}{{ end }}", { u: "?=?", "!u": "" }],
    ["{{ range $k, $v := .partial }}{{ $k }}={{ $v }};{{ end }}", { o: "a=1;?=?;", "!o": "a=1;" }],
    ["{{ range .unordered }}{{ . }}{{ end }}", { "": "ab" }],
    ["{{ range .u }}{{ break }}{{ end }}x", { u: "x", "!u": "x" }],
  ])("%s", (template, output) => {
    expect(worlds(template)).toEqual(output);
  });
});

describe("tpl", () => {
  const tpl = (...texts: Text[]) =>
    run("{{ tpl .text . }}", { data: { a: 1, text: Text.join(texts) } }).text.replaceAll("\uE0F0", "?");
  const open = Text.unknown(SECRET);

  test("of a text that is known in part executes what is known", () => {
    expect(tpl(Text.plain("x{{ .a }}-"), open)).toBe("x1-?");
  });

  test("knows nothing if an action is not known", () => {
    expect(tpl(Text.plain('{{ print "'), open, Text.plain('" }}'))).toBe("?");
    expect(tpl(Text.plain("{{ if true }}"), open)).toBe("?");
  });

  test("defines templates for the text alone", () => {
    expect(tpl(Text.plain('{{ define "x" }}<{{ . }}>{{ end }}{{ include "x" .a }}'))).toBe("<1>");
  });
});
