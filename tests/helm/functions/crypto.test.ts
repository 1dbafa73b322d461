import { describe, expect, it } from "vitest";
import { writtenBy } from "../render/releases.js";
import { print } from "./call.js";

describe("the functions that compute digests", () => {
  it.each([
    ['sha1sum "a"', "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"],
    ['sha256sum "a"', "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"],
    [
      'sha512sum "a"',
      "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75",
    ],
    ['adler32sum "hello"', "103547413"],
    ['derivePassword 1 "long" "password" "user" "example.com"', "ZedaFaxcZaso9*"],
    ['derivePassword 1 "pin" "password" "user" "example.com"', "6685"],
    ['derivePassword 1 "xx" "password" "user" "example.com"', "cannot find password template xx"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });
});

describe("the counter of derivePassword", () => {
  const written = (counter: string) => writtenBy(`{{ derivePassword ${counter} "pin" "p" "u" "s" }}`);

  it.each([
    ["1", "2461"],
    ["1.0", "2461"],
    ["4294967297", "2461"],
    ["4294967295", "1667"],
    ["'a'", "8790"],
  ])("may be %s", (counter, password) => {
    expect(written(counter)).toEqual({ "": [password] });
  });

  const needed = "'derivePassword' needs a whole number written out ('uint32') here, but this is";
  it.each([
    ["-1", `${needed} an integer ('int')`],
    ["0.1", `${needed} a number ('float64')`],
    ["true", `${needed} a boolean ('bool')`],
    ['"0x1F"', `${needed} a string ('string')`],
    ["(list 1)", `${needed} a list ('[]interface {}')`],
    ["(1)", `${needed} an integer ('int')`],
    ["nil", "'derivePassword' needs a whole number written out ('uint32') here, but this is not set"],
  ])("may not be %s", (counter, message) => {
    expect(written(counter)).toEqual({ "": message });
  });
});
