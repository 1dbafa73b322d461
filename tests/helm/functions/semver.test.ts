import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions on versions", () => {
  it.each([
    ['semver "1.2.3-alpha.1+123"', "1.2.3-alpha.1+123"],
    ['semver "v1.2"', "1.2.0"],
    ['semver "1"', "1.0.0"],
    ['semver "01.2.3"', "1.2.3"],
    ['semverCompare ">=1.19-0" "v1.20.3-gke.100"', "true"],
    ['semverCompare ">=1.19" "v1.20.3-gke.100"', "false"],
    ['semverCompare "^1.2.0" "1.3.0"', "true"],
    ['semverCompare "^0.2" "0.3.0"', "false"],
    ['semverCompare "^0" "0.3.0"', "true"],
    ['semverCompare "^0.0.3" "0.0.4"', "false"],
    ['semverCompare "~1.2" "1.2.9"', "true"],
    ['semverCompare "~1" "1.9.0"', "true"],
    ['semverCompare "1.2.x" "1.2.5"', "true"],
    ['semverCompare "*" "5.0.0"', "true"],
    ['semverCompare "*" "5.0.0-beta"', "false"],
    ['semverCompare "1.2 - 1.4.5" "1.4.5"', "true"],
    ['semverCompare ">1.2 <3" "2.0.0"', "true"],
    ['semverCompare ">=1.2, <3 || 5" "5.1.0"', "true"],
    ['semverCompare "!=1.2" "1.2.3"', "false"],
    ['semverCompare "!=1.x" "1.2.3"', "false"],
    ['semverCompare "!=1.2.3-a" "1.2.3-b"', "true"],
    ['semverCompare ">1" "1.2.0"', "false"],
    ['semverCompare ">1.2" "1.2.5"', "false"],
    ['semverCompare "<=1.2" "1.2.5"', "true"],
    ['semverCompare "<=1" "1.2.5"', "true"],
    ['semverCompare "<1.2" "1.2.0"', "false"],
    ['semverCompare "=1.2.3" "1.2.3+b"', "true"],
    ['semverCompare "=>1.2.3" "1.2.4"', "true"],
    ['semverCompare ">= 1.21-0" "1.21.0"', "true"],
    ['semverCompare "<1.14-0" "1.14.0"', "false"],
    ['semverCompare "~0.0.0" "0.5.0"', "true"],
    ['semverCompare "~x" "3.0.0"', "true"],
    ['semverCompare "^x" "3.0.0"', "false"],
    ['semverCompare ">x" "3.0.0"', "true"],
    ['semverCompare "<=x" "3.0.0"', "false"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ['semver "abc"', "'semver' takes a version, which 'abc' is not"],
    ['semver "1.2.3-01"', "'semver' takes a version, which '1.2.3-01' is not"],
    ['semverCompare "" "1.0.0"', "'' says nothing about versions that 'semverCompare' understands"],
    ['semverCompare "foo" "1.0.0"', "'foo' says nothing about versions that 'semverCompare' understands"],
    ['semverCompare ">=1.0" "foo"', "'semverCompare' takes a version, which 'foo' is not"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});
