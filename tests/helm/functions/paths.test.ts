import { describe, expect, it } from "vitest";
import { print } from "./call.js";

describe("the functions on paths", () => {
  it.each([
    ['base "foo/bar.txt"', "bar.txt"],
    ['base "/"', "/"],
    ['base ""', "."],
    ['base "a//"', "a"],
    ['dir "foo/bar/baz"', "foo/bar"],
    ['dir "foo"', "."],
    ['dir "/foo"', "/"],
    ['dir "/"', "/"],
    ['dir ""', "."],
    ['clean "a/../b//c/."', "b/c"],
    ['clean "/../a"', "/a"],
    ['clean "../a/.."', ".."],
    ['ext "foo.tar.gz"', ".gz"],
    ['ext "foo"', ""],
    ['ext "a.b/c"', ""],
    ['isAbs "/a"', "true"],
    ['isAbs "a"', "false"],
    ['osBase "/a/b"', "b"],
    ['osExt "x.y"', ".y"],
    ['osIsAbs "/x"', "true"],
    ['osClean "a//b"', "a/b"],
    ['osDir "a/b"', "a"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });
});
