import { describe, expect, it } from "vitest";
import { print } from "./call.js";

describe("the functions that convert", () => {
  it.each([
    ['int "08"', "0"],
    ['int "0x1f"', "31"],
    ['int "0b11"', "3"],
    ['int "0o17"', "15"],
    ['int "017"', "15"],
    ['int "1_000"', "1000"],
    ['int "0x_1f"', "31"],
    ['int "3.00"', "3"],
    ['int "3.7"', "0"],
    ["int 3.7", "3"],
    ["int -3.7", "-3"],
    ["int true", "1"],
    ["int nil", "0"],
    ['int ""', "0"],
    ['int "abc"', "0"],
    ["int 1e20", "-9223372036854775808"],
    ['int "  3"', "0"],
    ['int "+3"', "3"],
    ['int64 "9223372036854775807"', "9223372036854775807"],
    ['int64 "9223372036854775808"', "0"],
    ["int (list)", "0"],
    ['float64 "1.5"', "1.5"],
    ['float64 "1e3"', "1000"],
    ['float64 "x"', "0"],
    ["float64 3", "3"],
    ["float64 true", "1"],
    ['atoi "12"', "12"],
    ['atoi "1.2"', "0"],
    ['atoi "x"', "0"],
    ['atoi "99999999999999999999"', "9223372036854775807"],
    ['atoi "+5"', "5"],
    ['toDecimal "0777"', "511"],
    ["toDecimal 777", "511"],
    ['toDecimal "8"', "0"],
    ["toDecimal 511.5", "0"],
    ['float64 "1_000"', "1000"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });
});
