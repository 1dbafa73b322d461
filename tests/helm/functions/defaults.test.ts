import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions on what may be empty", () => {
  it.each([
    ['default "x" ""', "x"],
    ['default "x" nil', "x"],
    ['default "x" 0', "x"],
    ['default "x" "y"', "y"],
    ['default "x"', "x"],
    ['default "x" (dict)', "x"],
    ['default "x" false', "x"],
    ["empty 0", "true"],
    ['empty ""', "true"],
    ['empty "0"', "false"],
    ['coalesce 0 "" nil "x" 1', "x"],
    ["coalesce", "<nil>"],
    ['all 1 true "x"', "true"],
    ["all 1 0", "false"],
    ["all", "true"],
    ['any 0 "" 1', "true"],
    ["any", "false"],
    ['ternary "a" "b" true', "a"],
    ['true | ternary "a" "b"', "a"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([['ternary "a" "b" "true"', "'ternary' takes a boolean as argument 3, but gets a string"]])(
    "%s is refused: %s",
    (expression, expected) => {
      expect(refusal(expression)).toBe(expected);
    },
  );
});
