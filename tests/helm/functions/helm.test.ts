import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions of Helm", () => {
  it.each([
    ['getHostByName "x"', ""],
    ['lookup "v1" "Pod" "a" "b"', "map[]"],
    ['required "no" 0', "0"],
    ['required "no" "x"', "x"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ['required "no" nil', "no"],
    ['required "no" ""', "no"],
    ['fail "boom"', "boom"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});
