import { describe, expect, it } from "vitest";
import { Text, type Origin, type Span } from "../../../lib/helm/values/text.js";
import { bool, dict, float, list, type Value } from "../../../lib/helm/values/value.js";
import { call } from "./call.js";

const at = (start: number, end: number): Span => ({ file: "values.yaml", start, end });
/** Text that a template says literally, from an offset on. */
const literal = (text: string, start: number): Text => {
  const origin: Origin = { file: "_helpers.tpl", start, end: start + text.length, isAction: false };
  return Text.of({ text, origin });
};

const values = {
  name: Text.plain("app", at(6, 9)),
  verb: literal("get list", 100),
  quoted: literal('a"b', 50),
  pairs: literal('x: &x { a: b }\n"c":\n  <<: *x\n', 200),
  lines: Text.join([literal("a\nb", 10), Text.plain("c\n", at(1, 2))]),
  rules: {
    ...list([
      {
        ...dict([
          ["verbs", list([Text.plain("get", at(20, 23)), Text.plain("*", at(25, 28))])],
          ["count", float(3, at(30, 31))],
          ["on", bool(true, at(33, 37))],
        ]),
        keys: new Map([["verbs", at(12, 17)]]),
      },
    ]),
  },
};

/** The pieces of a text that have a place: where they come from, and what they say. */
function places(expression: string): string[] {
  const value: Value = call(expression, { values });
  if (value.type !== "string") throw new Error(value.type);
  return value.pieces.flatMap(({ text, origin, value: place }) => {
    const span = origin ?? place;
    return span ? [`${span.start}-${span.end} ${text}`] : [];
  });
}

describe("the places of a text", () => {
  it.each([
    ["quote .name", ["6-9 app"]],
    ["squote .name", ["6-9 app"]],
    ["indent 2 .lines", ["10-12 a\n", "12-13 b", "1-2 c\n"]],
    ["nindent 2 .verb", ["100-108 get list"]],
    ["trunc 3 .verb", ["100-103 get"]],
    ["trunc -4 .verb", ["104-108 list"]],
    ["substr 4 6 .verb", ["104-106 li"]],
    ['trimSuffix "st" .verb', ["100-106 get li"]],
    ['trimPrefix "get " .verb', ["104-108 list"]],
    ["trim .verb", ["100-108 get list"]],
    ['replace " " .name .verb', ["100-103 get", "6-9 app", "104-108 list"]],
    ["cat .name .verb", ["6-9 app", "100-108 get list"]],
    ['join "," (splitList " " .verb)', ["100-103 get", "104-108 list"]],
    ['regexReplaceAll "(g)et" .verb "<$1>"', ["100-101 g", "103-108  list"]],
    ['regexFind "l.*" .verb', ["104-108 list"]],
    ['default "x" .name', ["6-9 app"]],
    ['coalesce "" .name', ["6-9 app"]],
    ['ternary .name "x" true', ["6-9 app"]],
    ["toString .name", ["6-9 app"]],
    ['required "x" .name', ["6-9 app"]],
    ["quote .quoted", ["50-51 a", '51-52 \\"', "52-53 b"]],
    ["toYaml .rules", ["30-31 3", "33-37 true", "12-17 verbs", "20-23 get", "25-28 *"]],
    ["toJson .rules", ["30-31 3", "33-37 true", "12-17 verbs", "20-23 get", "25-28 *"]],
    ['toYaml (dict "a" .lines)', ["10-12 a\n", "12-13 b", "1-2 c"]],
    ['first (sortAlpha (list "z" .name))', ["6-9 app"]],
    ['get (fromYaml (cat "a:" .verb)) "a"', ["100-108 get list"]],
    [
      "toYaml (fromYaml .pairs)",
      ["216-217 c", "208-209 a", "211-212 b", "200-201 x", "208-209 a", "211-212 b"],
    ],
    ['join "," (keys (fromYaml .pairs) | sortAlpha)', ["216-217 c", "200-201 x"]],
    ['get (fromYaml "a: b" | mergeOverwrite (dict "c" .name)) "c"', ["6-9 app"]],
  ])("are kept by %s", (expression, expected) => {
    expect(places(expression)).toEqual(expected);
  });

  it.each(["upper .name", "b64enc .name", "sha256sum .name", "title .verb"])(
    "are those of the action for %s, which computes",
    (expression) => {
      expect(places(expression)).toEqual([]);
    },
  );

  it("are kept for the keys that a map is made of", () => {
    expect(call("dict .name 1", { values })).toMatchObject({ keys: new Map([["app", at(6, 9)]]) });
    const [, , verbs] = (call("keys (first .rules)", { values }) as ReturnType<typeof list>).items;
    expect(verbs).toBeDefined();
  });
});
