import { describe, expect, it } from "vitest";
import { helmFunctions } from "../../../lib/helm/functions/index.js";
import { NOT_KNOWN, Text } from "../../../lib/helm/values/text.js";
import { dict, list } from "../../../lib/helm/values/value.js";
import { call, open, print, type Given } from "./call.js";

const values = {
  u: open("u"),
  half: Text.join([Text.plain("app-"), Text.unknown("'u' is not known", "u"), Text.plain("-x")]),
  map: { known: "k", open: open("u") },
  more: { ...dict([["known", Text.plain("k")]]), others: open("more") },
  keys: { ...list([Text.plain("a"), Text.plain("b")], "[]string"), isUnordered: true as const },
};
const yes: Given = { values, decide: () => true };
const no: Given = { values, decide: () => false };

describe("what is not known", () => {
  it.each([
    ["indent 2 .u", `  ${NOT_KNOWN}`],
    ["quote .u", `"${NOT_KNOWN}"`],
    ["squote .half", `'app-${NOT_KNOWN}-x'`],
    ["nindent 1 .half", `\n app-${NOT_KNOWN}-x`],
    ['trimSuffix "-x" .half', `app-${NOT_KNOWN}`],
    ['trimPrefix "app-" .half', `${NOT_KNOWN}-x`],
    ['replace "-" "." .half', `app.${NOT_KNOWN}.x`],
    ["upper .half", `APP-${NOT_KNOWN}-X`],
    ["cat .half 1", `app-${NOT_KNOWN}-x 1`],
    ['join "," (list 1 .u)', `1,${NOT_KNOWN}`],
    ["toYaml .map", `known: k\nopen: ${NOT_KNOWN}`],
    ["toJson .map", `{"known":"k","open":${NOT_KNOWN}}`],
    ["toYaml .more", `known: k\n${NOT_KNOWN}`],
    ["toYaml (list .half)", `- app-${NOT_KNOWN}-x`],
    ["toString .keys", NOT_KNOWN],
    ["toYaml .keys", NOT_KNOWN],
    ["toJson (list .keys) | quote", `"${NOT_KNOWN}"`],
    ["quote (list 1 .keys)", `"[1 ${NOT_KNOWN}]"`],
    ["trunc 63 .half", `app-${NOT_KNOWN}`],
    ["trunc 2 .half", "ap"],
    ["trunc -5 .half", NOT_KNOWN],
    ['required "no" .u', NOT_KNOWN],
    ["repeat 2 .half", `app-${NOT_KNOWN}-xapp-${NOT_KNOWN}-x`],
  ])("travels through %s", (expression, expected) => {
    expect(print(expression, { values })).toBe(expected);
  });

  it.each([
    ['contains "pp" .half', "true"],
    ['hasPrefix "app" .half', "true"],
    ['hasPrefix "x" .half', "false"],
    ['hasSuffix "-x" .half', "true"],
    ['hasSuffix "-y" .half', "false"],
    ['hasKey .map "open"', "true"],
    ['hasKey .map "other"', "false"],
    ['hasKey .more "known"', "true"],
    ['get .map "known"', "k"],
    ['has "a" .keys', "true"],
    ["sortAlpha .keys", "[a b]"],
    ["kindOf .half", "string"],
    ["first (list 1 .u)", "1"],
    ['default "x" .half', `app-${NOT_KNOWN}-x`],
    ["all 0 .u", "false"],
    ["any 1 .u", "true"],
    ['dig "known" "" .map', "k"],
  ])("does not keep %s from an answer", (expression, expected) => {
    expect(print(expression, { values })).toBe(expected);
  });

  it.each([
    "sha256sum .u",
    "b64enc .half",
    "add 1 .u",
    'split "-" .half',
    'semverCompare ">1" .u',
    'regexMatch "a" .half',
    'contains "q" .half',
    'hasPrefix "app-z" .half',
    'hasKey .more "other"',
    'get .more "other"',
    "keys .more",
    "first .keys",
    'join "," .keys',
    'has "c" (list .u)',
    'deepEqual .half "x"',
    "fromYaml .u",
    "now",
    'now | date "2006"',
    'date "2006" 0',
    'dateInZone "2006" 0 "Europe/Berlin"',
    'toDate "2006" "2020"',
    "randAlphaNum 5",
    "uuidv4",
    'genCA "x" 1',
    'htpasswd "a" "b"',
    'bcrypt "a"',
    'encryptAES "a" "b"',
    'shuffle "ab"',
    "ago 0",
    "int .half",
    'fromToml "a = 1"',
    "slice (list 1 2) 0 5",
    "kindOf .u",
    'trimAll .u "a"',
  ])("makes %s unknown", (expression) => {
    expect(call(expression, { values }).type).toBe("unknown");
  });

  it.each([
    ['default "x" .u', NOT_KNOWN, "x"],
    ['coalesce .u "x"', NOT_KNOWN, "x"],
    ['ternary "a" "b" .u', "a", "b"],
    ["empty .u", "false", "true"],
    ["compact (list 1 .u)", `[1 ${NOT_KNOWN}]`, "[1]"],
    ["without (list 1 .u) 2", "[1]", `[1 ${NOT_KNOWN}]`],
  ])("is decided for %s", (expression, ifSo, ifNot) => {
    expect([print(expression, yes), print(expression, no)]).toEqual([ifSo, ifNot]);
  });

  it("has the same id for the same call, and another one for each random text", () => {
    expect(call("sha256sum .u", { values })).toEqual(call("sha256sum .u", { values }));
    expect(call("sha256sum .u", { values })).not.toEqual(call("sha1sum .u", { values }));
    const [one, other] = (call("list (randAlpha 3) (randAlpha 3)") as ReturnType<typeof list>).items;
    expect(one).not.toEqual(other);
  });

  it.each(["toYaml", "toJson", "toPrettyJson", "toRawJson", "mustToJson"])(
    "is a text where %s gives it",
    (name) => {
      const expression = `${name} .keys`;
      expect(call(expression, { values })).toEqual(call(expression, { values }));
      expect(() => call(`slice (${expression}) 1`, { values })).toThrow(
        "'slice' takes a list as argument 1, but gets a string",
      );
    },
  );

  it.each([
    ["string", "b64dec .half"],
    ["string", "abbrev 0 (b64dec .u)"],
    ["string", 'join "," .keys'],
    ["bool", 'contains "q" .half'],
    ["int", "int .half"],
    ["int64", "add 1 .u"],
    ["float64", "addf 1 .u"],
    ["map[string]string", 'split "-" .half'],
  ])("is a %s where %s gives it, and so no list", (goType, expression) => {
    expect(call(expression, { values })).toMatchObject({ type: "unknown", goType });
    expect(() => call(`first (${expression})`, { values })).toThrow("'first' takes a list as argument 1");
  });

  it("may be a list where only that is not known", () => {
    expect(call('first (splitList "-" .half)', { values }).type).toBe("unknown");
    expect(call("first .u", { values }).type).toBe("unknown");
  });

  it("keeps the ids of long calls short", () => {
    const value = call(`sha256sum (cat "${"x".repeat(1000)}" .u)`, { values });
    expect(value.type === "unknown" && value.id.length).toBeLessThan(200);
  });

  it("is what a lookup finds in a cluster, if there is one", () => {
    const lookup = 'lookup "v1" "Secret" "a" "b"';
    expect(call(lookup, { functions: helmFunctions("unknown") }).type).toBe("unknown");
    expect(call(lookup)).toEqual(dict());
  });

  it("is left as it is in what is read from YAML and JSON", () => {
    const yaml = Text.join([
      Text.plain("a: "),
      Text.unknown("w"),
      Text.plain('\nb: "x-'),
      Text.unknown("w"),
      Text.plain('"'),
    ]);
    expect(call("fromYaml .yaml", { values: { yaml } })).toMatchObject({
      entries: new Map<string, unknown>([
        ["a", { type: "unknown", why: "w" }],
        ["b", { unknown: "w", text: `x-${NOT_KNOWN}` }],
      ]),
    });
    expect(
      print("fromJson .json", {
        values: { json: Text.join([Text.plain('{"a":"'), Text.unknown("w"), Text.plain('"}')]) },
      }),
    ).toBe(`map[a:${NOT_KNOWN}]`);
  });
});
