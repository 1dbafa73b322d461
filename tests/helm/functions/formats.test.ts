import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions that write and read formats", () => {
  it.each([
    ['toYaml (dict "b" 1 "a" (list 1 (dict "x" nil)))', "a:\n- 1\n- x: null\nb: 1"],
    [
      'toJson (dict "b" 1 "a" (list 1.5 nil true "<&>") "c" "\\u2028")',
      '{"a":[1.5,null,true,"\\u003c\\u0026\\u003e"],"b":1,"c":"\\u2028"}',
    ],
    ['toRawJson (dict "a" "<b>&")', '{"a":"<b>&"}'],
    [
      'toPrettyJson (dict "a" (list 1 2) "b" (dict) "c" (list))',
      '{\n  "a": [\n    1,\n    2\n  ],\n  "b": {},\n  "c": []\n}',
    ],
    ["mustToJson (list 1)", "[1]"],
    ['mustToRawJson "a"', '"a"'],
    ["mustToPrettyJson (list)", "[]"],
    ['fromJson `{"a":1,"b":[true,null,"x"]}`', "map[a:1 b:[true <nil> x]]"],
    ['fromJson `{"a":1,"a":2}`', "map[a:2]"],
    ["fromJson `null`", "map[]"],
    ['fromJsonArray `[1,"a",{}]`', "[1 a map[]]"],
    ["fromJsonArray `null`", "[]"],
    ["mustFromJson `[1,2]`", "[1 2]"],
    [
      'fromYaml "a: 1\\nb: yes\\nc: [x, 0x10, 010, 1_000, 1e3, 0o7, .5, ~]"',
      "map[a:1 b:true c:[x 16 8 1000 1000 7 0.5 <nil>]]",
    ],
    ['fromYaml ""', "map[]"],
    [
      'fromYaml "2020-01-01: 2020-01-01\\n1.5: x\\ntrue: y\\n10: z"',
      "map[1.5:x 10:z 2020-01-01:2020-01-01 true:true]",
    ],
    ['fromYaml "a: &x {b: 1}\\nc: *x\\nd:\\n  <<: *x\\n  e: 2"', "map[a:map[b:1] c:map[b:1] d:map[b:1 e:2]]"],
    ['fromYaml "d:\\n  b: 5\\n  <<: {b: 1, c: 2}\\n  c: 7"', "map[d:map[b:1 c:7]]"],
    ['fromYaml "a: !!str 5\\nb: \'5\'\\nc: \\"x\\\\ty\\""', "map[a:5 b:5 c:x\ty]"],
    ['fromYaml "a: |\\n  x\\n  y\\nb: >\\n  p\\n  q"', "map[a:x\ny\n b:p q]"],
    ['fromYaml "---\\na: 1\\n---\\nb: 2"', "map[a:1]"],
    ['fromYaml "a: 1\\na: 2"', "map[a:2]"],
    ['fromYamlArray "- 1\\n- a\\n- {b: c}"', "[1 a map[b:c]]"],
    ['fromYamlArray ""', "[]"],
    [
      'fromYamlArray "- 1:20\\n- 0b11\\n- +5\\n- 0x\\n- 1.\\n- .\\n- -\\n- 1e\\n- 08\\n- 09.5"',
      "[1:20 3 5 0x 1 . [<nil>] 1e 8 9.5]",
    ],
    ['hasKey (fromYaml "a: [") "Error"', "true"],
    ['hasKey (fromYaml "- 1") "Error"', "true"],
    ['hasKey (fromYaml "a: !!int x") "Error"', "true"],
    ['hasKey (fromYaml "a: !!bool 1") "Error"', "true"],
    ['hasKey (fromYaml "9223372036854775808: a") "Error"', "true"],
    [
      'fromYaml "a: !!int \\"5\\"\\nb: !!binary aGVsbG8=\\nc: !!float 3\\nd: !foo 12\\ne: !!bool yes\\nf: !!null \'\'" | toJson',
      '{"a":5,"b":"hello","c":3,"d":"12","e":true,"f":null}',
    ],
    [
      'fromYaml "1e3: a\\n1000000: b\\n1e6: c\\n0x10: d\\n!!str 5: e\\n9007199254740993: g\\n1e20: h" | toJson',
      '{"1000":"a","1000000":"b","16":"d","1e+06":"c","1e+20":"h","5":"e","9007199254740993":"g"}',
    ],
    ['hasKey (fromJson "[]") "Error"', "true"],
    ['hasKey (fromYaml "a: .inf") "Error"', "true"],
    [
      'toToml (dict "a" 1 "b" "x\\"y" "c" (dict "d" 1.0 "e" (list 1 "x")) "f" (list (dict "g" 1) (dict "h" true)))',
      'a = 1\nb = "x\\"y"\n\n[c]\n  d = 1.0\n  e = [1, "x"]\n\n[[f]]\n  g = 1\n\n[[f]]\n  h = true\n',
    ],
    ["toYaml nil", "null"],
    ['toYaml ""', '""'],
    ['toYaml "a: b"', "'a: b'"],
    ["toYaml (list)", "[]"],
    ['toYaml (list (list 1 2) (list) (dict "a" (list 1)))', "- - 1\n  - 2\n- []\n- a:\n  - 1"],
    [
      'toYamlPretty (dict "a" (list 1 (dict "b" 2 "c" (list 1))) "d" "yes")',
      'a:\n  - 1\n  - b: 2\n    c:\n      - 1\nd: "yes"',
    ],
    [
      'toYaml (dict "k10" 1 "k2" 2 "k1" 3 "_" 4 "K" 5 "a-b" 6 "a.b" 7 "ab" 8 "1" 9)',
      '_: 4\n"1": 9\nK: 5\na-b: 6\na.b: 7\nab: 8\nk1: 3\nk2: 2\nk10: 1',
    ],
    [
      'toYaml (list "yes" "1" "1.5" "0x1f" "1e3" "1_000" "2020-01-01" "0o7" "~" "null" "" " a" "a " "a: b" "a:" "a #b" "- a" "-" "? a" "*a" "1:20" "<<" "=" "---" "it\'s" "+1" ".5" "true" "x")',
      '- "yes"\n- "1"\n- "1.5"\n- "0x1f"\n- "1e3"\n- "1_000"\n- "2020-01-01"\n- "0o7"\n- "~"\n- "null"\n- ""\n- \' a\'\n- \'a \'\n- \'a: b\'\n- \'a:\'\n- \'a #b\'\n- \'- a\'\n- \'-\'\n- \'? a\'\n- \'*a\'\n- "1:20"\n- <<\n- =\n- \'---\'\n- it\'s\n- "+1"\n- ".5"\n- "true"\n- x',
    ],
    [
      'toYaml (list "a\\nb" "a\\nb\\n" "a\\n\\n" "\\na" " a\\nb" "a \\nb" "a\\tb" "a\\\\b" "\\"a\\"")',
      '- |-\n  a\n  b\n- |\n  a\n  b\n- |+\n  a\n\n- |2-\n\n  a\n- |2-\n   a\n  b\n- "a \\nb"\n- "a\\tb"\n- a\\b\n- \'"a"\'',
    ],
    [
      'toYaml "lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore"',
      "lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt\n  ut labore",
    ],
    [
      'toYaml (dict "a" "lorem ipsum dolor sit amet: consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore")',
      "a: 'lorem ipsum dolor sit amet: consectetur adipiscing elit, sed do eiusmod tempor\n  incididunt ut labore'",
    ],
    [
      "toYaml (list 1.5 1e6 1e21 1e-7 123456789 true nil)",
      "- 1.5\n- 1000000\n- 1e+21\n- 1e-07\n- 123456789\n- true\n- null",
    ],
    ['toYaml (dict "a\\nb" 1)', "? |-\n  a\n  b\n: 1"],
    ['toYaml (list (list (list 1) 2) (dict "a" (dict "b" (list))))', "- - - 1\n  - 2\n- a:\n    b: []"],
    [
      "toJson (list 1e21 1e20 1e-7 0.000001 100000000.0)",
      "[1e+21,100000000000000000000,1e-7,0.000001,100000000]",
    ],
    ['toJson "a\\tb\\u0001\\u007f"', '"a\\tb\\u0001\u007f"'],
    ['toToml (dict "a" 0.0000001 "b" (list (dict "c" (dict)) 1))', "a = 0.0000001\nb = [{c = {}}, 1]\n"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([["mustFromJson `{`", "'mustFromJson' is given what is not JSON"]])(
    "%s is refused: %s",
    (expression, expected) => {
      expect(refusal(expression)).toBe(expected);
    },
  );
});
