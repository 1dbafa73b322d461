import { describe, expect, it } from "vitest";
import { print } from "./call.js";

describe("the functions that join words", () => {
  it.each([
    ['snakecase "FirstName"', "first_name"],
    ['camelcase "http_server"', "HttpServer"],
    ['kebabcase "FirstName"', "first-name"],
    ['snakecase "HTTPStatus200OK-x y"', "http_status200_ok_x_y"],
    ['snakecase "ABC123def45GH"', "abc_123def45_gh"],
    ['camelcase "_complex__case_"', "_Complex_Case_"],
    ['camelcase "HELLO_wORLD-x"', "HelloWORLDX"],
    ['kebabcase "my2Value a.B"', "my2-value-a.b"],
    ['kebabcase ""', ""],
    ['camelcase " "', "  "],
    ['camelcase "Abc"', "Abc"],
    ['snakecase "a.-b"', "a.-b"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });
});
