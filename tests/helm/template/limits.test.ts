import { describe, expect, test } from "vitest";
import { Budget, LIMITS } from "../../../lib/helm/template/budget.js";
import { run } from "./helpers.js";

const LIMITED = { name: "Error", message: expect.stringMatching(/follow|deep/) as string };

// What stops each is a count, so that it is the same on every machine.
test.each<[name: string, template: string]>([
  ["parentheses", `{{ ${"(".repeat(100_000)}1${")".repeat(100_000)} }}`],
  ["conditions", "{{ if true }}".repeat(100_000) + "{{ end }}".repeat(100_000)],
  ["else", `{{ if false }}${"{{ else if false }}".repeat(100_000)}{{ end }}`],
  ["actions", "{{ .x }}\n".repeat(1_000_000)],
  ["arguments", `{{ print ${"1 ".repeat(1_000_000)}}}`],
  ["include", '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}'],
  ["template", '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}'],
  [
    "include in much else",
    '{{ define "a" }}{{ with 1 }}{{ range 1 }}{{ if (print (print (include "a" .))) }}{{ end }}{{ end }}{{ end }}{{ end }}{{ include "a" . }}',
  ],
  ["tpl", '{{ define "a" }}{{ tpl "{{ include `a` . }}" . }}{{ end }}{{ include "a" . }}'],
  ["range", "{{ range 10 }}".repeat(20) + "x" + "{{ end }}".repeat(20)],
  ["range over a number", "{{ range 9223372036854775807 }}{{ end }}"],
  ["strings that double", '{{ $x := "aaaaaaaaaa" }}' + "{{ $x = print $x $x }}".repeat(100)],
  ["lists that double", "{{ $x := list 1 }}" + "{{ $x = list $x $x }}".repeat(100) + "{{ $x }}"],
  ["lists in lists", "{{ $x := list }}{{ range 100000 }}{{ $x = list $x }}{{ end }}{{ $x }}"],
  ["wide numbers", '{{ range 100000 }}{{ printf "%999999d" 1 }}{{ end }}'],
])("%s that do not end are stopped", (_name, template) => {
  expect(() => run(template, { limits: { steps: 400_000 } })).toThrow(expect.objectContaining(LIMITED));
});

test("what is large, but ends, is followed", () => {
  expect(run("a".repeat(5_000_000)).text).toHaveLength(5_000_000);
  expect(run(`{{ "${"a".repeat(1_000_000)}" }}`).text).toHaveLength(1_000_000);
  expect(run("{{/* */}}".repeat(300_000)).text).toBe("");
  expect(run(`{{ ${"(".repeat(200)}1${")".repeat(200)} }}`).text).toBe("1");
  const template =
    '{{ define "a" }}x{{ with slice . 1 }}{{ include "a" . }}{{ end }}{{ end }}{{ include "a" .l }}';
  expect(run(template, { data: { l: Array(150).fill(1) } }).text).toBe("x".repeat(150));
});

test("limits are those that are given", () => {
  expect(() => run("abc", { limits: { output: 2 } })).toThrow("the templates write more than is followed");
  expect(() => run("{{ range 9 }}{{ end }}", { limits: { steps: 9 } })).toThrow(
    "the templates do more than is followed",
  );
});

describe("a part of a budget", () => {
  test("has half of the steps that are left", () => {
    const whole = new Budget({ ...LIMITS, steps: 100 });
    whole.work(20);
    const part = whole.part();
    part.work(40);
    expect(() => part.work(1)).toThrow("the templates do more than is followed");
    expect(whole.spent).toBe(61);
  });

  test("spends what the whole one has", () => {
    const whole = new Budget({ ...LIMITS, output: 10 });
    whole.part().write(10);
    expect(() => whole.write(1)).toThrow("the templates write more than is followed");
  });
});
