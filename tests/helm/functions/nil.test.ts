import { describe, expect, test } from "vitest";
import { NOT_KNOWN } from "../../../lib/helm/values/text.js";
import { print, refusal } from "./call.js";

describe("lists and maps that are nil in Go", () => {
  test.each([
    ["rest (list) | toJson", "null"],
    ["rest (list 1) | toJson", "[]"],
    ["mustInitial (list) | toYaml", "null"],
    ["initial (list) | toYamlPretty", "[]"],
    ["concat (list) (list) | toJson", "null"],
    ["concat (list 1) | toJson", "[1]"],
    ['regexFindAll "z" "a" -1 | toJson', "null"],
    ['regexSplit "z" "a" 0 | toJson', "null"],
    ['dict "a" (rest (list)) | toYaml', "a: null"],
    ["append (rest (list)) 1 | toJson", "[1]"],
    ["deepEqual (list) (rest (list))", "false"],
    ["deepEqual (rest (list)) (concat (list))", "true"],
    ["deepCopy (rest (list)) | toJson", "null"],
    ["fromJsonArray `null` | toJson", "null"],
    ['fromYamlArray "" | toJson', "[]"],
    ["fromJson `null` | toJson", "null"],
    ['fromYaml "" | toJson', "{}"],
    ['dict "a" (fromJson `null`) | toYaml', "a: null"],
    ['dict "a" (fromJson `null`) | toYamlPretty', "a: {}"],
    ["deepCopy (fromJson `null`) | toJson", "null"],
    ['unset (fromJson `null`) "a" | toJson', "null"],
    ['omit (fromJson `null`) "a" | toJson', "{}"],
    ['merge (fromJson `null`) (dict "a" 1)', "map[a:1]"],
    ["merge (fromJson `null`) (dict)", "map[]"],
    ['merge (dict "a" (fromJson `null`)) (dict "a" (dict "b" 1))', "map[a:map[b:1]]"],
    ["deepEqual (fromJson `null`) (dict)", "false"],
    ["deepEqual (fromJson `null`) (fromJson `null`)", "true"],
    ["list (fromJson `null`) (dict) | uniq | toJson", "[null,{}]"],
    ["rest (list)", "[]"],
    ['toToml (dict "a" (rest (list)))', ""],
    ['toToml (dict "a" (fromJson `null`))', ""],
    ["toToml (rest (list))", "[]"],
    ['toToml (dict "x" (list 1 (dict "a" (rest (list)))))', "x = [1, {}]\n"],
    ['toToml (dict "a" (list 1 (rest (list))))', NOT_KNOWN],
    ['toToml (dict "a" (list (fromJson `null`)))', NOT_KNOWN],
    ["empty (rest (list))", "true"],
    ["compact (list) | toJson", "[]"],
  ])("%s", (expression, printed) => {
    expect(print(expression)).toBe(printed);
  });
});

test("a map that is nil cannot be written into", () => {
  expect(refusal('set (fromJson `null`) "a" 1')).toBe(
    "'set' takes a map as argument 1, but gets one of the type map[string]interface {}",
  );
});
