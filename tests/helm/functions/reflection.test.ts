import { describe, expect, it } from "vitest";
import { print } from "./call.js";

describe("the functions about types", () => {
  it.each([
    ['typeOf "a"', "string"],
    ["typeOf 1", "int"],
    ["typeOf 1.5", "float64"],
    ["typeOf nil", "<nil>"],
    ["typeOf (list)", "[]interface {}"],
    ["typeOf (chunk 1 (list 1 2))", "[][]interface {}"],
    ["typeOf (chunk 1 (list))", "[][]interface {}"],
    ["typeOf (rest (chunk 1 (list 1 2)))", "[]interface {}"],
    ["typeOf (first (chunk 1 (list 1)))", "[]interface {}"],
    ["deepEqual (chunk 1 (list 1)) (list (list 1))", "false"],
    ["typeOf (deepCopy (chunk 1 (list 1)))", "[][]interface {}"],
    ["typeOf (dict)", "map[string]interface {}"],
    ["typeOf (int64 1)", "int64"],
    ['typeOf (splitList "," "a")', "[]string"],
    ['typeOf (split "," "a")', "map[string]string"],
    ["typeOf (until 1)", "[]int"],
    ['kindOf "a"', "string"],
    ["kindOf nil", "invalid"],
    ["kindOf (list)", "slice"],
    ["kindOf (dict)", "map"],
    ["kindOf 1.5", "float64"],
    ["kindOf (int64 5)", "int64"],
    ['kindIs "map" (dict)', "true"],
    ['typeIs "string" "a"', "true"],
    ['typeIsLike "semver.Version" (semver "1.2.3")', "true"],
    ['typeOf (semver "1.2.3")', "*semver.Version"],
    ['kindOf (semver "1.2.3")', "ptr"],
    ["deepEqual (list 1 2) (list 1 2)", "true"],
    ["deepEqual (list 1) (list 1.0)", "false"],
    ['deepEqual (dict "a" 1) (dict "a" 1)', "true"],
    ["deepEqual nil nil", "true"],
    ['deepEqual "a" nil', "false"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });
});
