import { describe, expect, test } from "vitest";
import { print } from "./call.js";

describe("lists that are nil in Go", () => {
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
    ["rest (list)", "[]"],
    ["empty (rest (list))", "true"],
    ["compact (list) | toJson", "[]"],
  ])("%s", (expression, printed) => {
    expect(print(expression)).toBe(printed);
  });
});
