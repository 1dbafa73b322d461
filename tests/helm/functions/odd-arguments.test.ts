import { describe, expect, test } from "vitest";
import { print, refusal } from "./call.js";

describe("odd arguments", () => {
  test.each([
    ["chunk -1 (list 1 2)", "[]"],
    ["chunk -2 (list 1 2 3)", "[]"],
    ['dig "c" "d" "otherwise" (dict "a" 1)', "otherwise"],
  ])("of %s", (expression, printed) => {
    expect(print(expression)).toBe(printed);
  });

  test.each([
    ["chunk -1 (list)", "'chunk' cannot make parts of -1 items"],
    ["chunk -1 (list 1)", "'chunk' cannot make parts of -1 items"],
    ["chunk -1 (list 1 2 3)", "'chunk' cannot make parts of -1 items"],
    ["chunk 0 (list 1 2)", "'chunk' cannot make parts of 0 items"],
    ['dig "c" 1 "otherwise" (dict "a" 1)', "'dig' takes strings as keys, but gets an integer"],
  ])("are refused in %s", (expression, message) => {
    expect(refusal(expression)).toBe(message);
  });
});

test("a key that prints very long is followed for a while only", () => {
  const values = { all: Array.from({ length: 100_000 }, (_, index) => index) };
  expect(print('hasKey (dict .all 1 "b" 2) "b"', { values })).toBe("true");
  expect(print('hasKey (dict .all 1 "b" 2) "c"', { values })).toBe("false");
});
