import { describe, expect, test } from "vitest";
import { Text } from "../../../lib/helm/values/text.js";
import type { Value } from "../../../lib/helm/values/value.js";
import { readYaml } from "../../../lib/helm/yaml/read.js";
import { plain } from "../plain.js";

describe("what YAML says, as Helm reads it", () => {
  test.each<[string, unknown]>([
    ["1", 1],
    ["1_000", 1000],
    ["_1", "_1"],
    ["0777", 511],
    ["0o17", 15],
    ["0o8", "0o8"],
    ["08", 8],
    ["0x1F", 31],
    ["-0b101", -5],
    ["1e3", 1000],
    ["1.", 1],
    ["+.5", 0.5],
    ["._5", "._5"],
    ["1e999", "1e999"],
    ["12:30", "12:30"],
    ["2001-01-01", "2001-01-01"],
    ["18446744073709551615", 18446744073709552000],
    ["yes", true],
    ["N", false],
    ["on", true],
    ["nULL", "nULL"],
    ["~", null],
    ["", null],
    ["!!str 123", "123"],
    ["!!float 0x10", 16],
    ["!!binary aGVsbG8=", "hello"],
    ["!foo 12", "12"],
    ["! 12", "12"],
    ["'yes'", "yes"],
    ["|\n  a\n  b", "a\nb"],
    ["|\n  a\n  b\n", "a\nb\n"],
    ["a: [\n]", { a: [] }],
    ["a: {\n}\nb: 1", { a: {}, b: 1 }],
    ["a: 1\na: 2", { a: 2 }],
    ["<<: {a: 1}\na: 2", { a: 2 }],
    ["a: 2\n<<: {a: 1}", { a: 1 }],
    [
      "x: &x {a: 1}\nz: &z {a: 3, c: 4}\nm:\n  <<: [*x, *z]",
      { x: { a: 1 }, z: { a: 3, c: 4 }, m: { a: 1, c: 4 } },
    ],
    ["'<<': {a: 1}", { "<<": { a: 1 } }],
    [
      "1.5: a\n1234567.5: b\n0.00001: c\ntrue: d",
      { "1.5": "a", "1.2345675e+06": "b", "1e-05": "c", true: "d" },
    ],
    ["a: &x 1\nb: &x 2\nc: *x", { a: 1, b: 2, c: 2 }],
    ["a: 1\n---\nb: 2", { a: 1 }],
    ["---\n---\na: 1", null],
    ["%YAML 1.1\n---\na: yes", { a: true }],
  ])("%j", (text, value) => {
    expect(plain(readYaml(text))).toEqual(value);
  });

  test.each([
    [".nan", "a number that is infinite or none is not in JSON"],
    ["!!int x", "it is not what its tag '!!int' says"],
    ["a: *b", "there is no anchor 'b' before this"],
    ["a: &a [*a]", "the anchor 'a' contains itself"],
    ["~: a", "a key must be a text, a number or a boolean"],
    ["9223372036854775808: a", "a key must be a text, a number or a boolean"],
    ["? [a]\n: b", "a key must be a text, a number or a boolean"],
    ["<<: 1", "'<<' takes a mapping or a list of mappings"],
    ["a: x\0y", "it has a control character"],
    ["%YAML 1.2\n---\na: 1", "it says that it is YAML 1.2, which Helm refuses"],
    [
      "a: [1",
      "it is not YAML: flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["[".repeat(100_000), "it is nested more than 500 levels deep"],
    ["- &a a\n".repeat(150_000), "it has too many words and marks"],
    ["#".repeat(3_000_000), "more than 2 MB of YAML are not read"],
  ])("refuses %.20j", (text, message) => {
    expect(() => readYaml(text)).toThrow(expect.objectContaining({ message }));
  });

  test("aliases that multiply are not followed", () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
    );
    expect(() => readYaml(`a0: &a0 [x]\n${lines.join("\n")}`)).toThrow("it has too many values");
  });
});

test("scalars, keys and collections have their places", () => {
  const text = 'a: {b: "x", c: 1}\nd: [true]\n';
  const value = readYaml(text, { span: (start, end) => ({ file: "values.yaml", start, end }) });
  const at = (span: { start: number; end: number } | undefined) => span && text.slice(span.start, span.end);
  const [a, d] = [entry(value, "a"), entry(value, "d")];
  expect(at(keys(value)?.get("a"))).toBe("a");
  expect(at(a.type === "map" ? a.from : undefined)).toBe('{b: "x", c: 1}');
  expect(entry(a, "b")).toMatchObject({ pieces: [{ text: "x", value: { start: 7, end: 10 } }] });
  expect(entry(a, "c")).toMatchObject({ value: 1, from: { start: 15, end: 16 } });
  expect(at(keys(a)?.get("c"))).toBe("c");
  expect(d).toMatchObject({ items: [{ value: true, from: { start: 22, end: 26 } }], from: { start: 21 } });
});

test("strings may come with an origin of their own", () => {
  const origin = { file: "t", start: 3, end: 4, isAction: false };
  const string = (text: string) => Text.of({ text, origin });
  expect(entry(readYaml("a: x", { string }), "a")).toMatchObject({ pieces: [{ text: "x", origin }] });
});

function entry(value: Value, name: string): Value {
  const found = value.type === "map" ? value.entries.get(name) : undefined;
  if (!found) throw new Error(`There is no '${name}'.`);
  return found;
}

function keys(value: Value) {
  return value.type === "map" ? value.keys : undefined;
}
