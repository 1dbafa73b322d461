import { describe, expect, it } from "vitest";
import { Text } from "../../../lib/helm/values/text.js";
import { print, refusal } from "./call.js";

describe("the functions of regular expressions", () => {
  it.each([
    ['regexMatch "^[a-z]+$" "abc"', "true"],
    ['regexMatch "(" "abc"', "false"],
    ['regexFind "[a-z][1-9]" "abcd1234"', "d1"],
    ['regexFind "x" "abc"', ""],
    ['regexFindAll "[2,4,6,8]" "123456789" -1', "[2 4 6 8]"],
    ['regexFindAll "a*" "baaac" -1', "[ aaa ]"],
    ['regexFindAll "a" "aaa" 2', "[a a]"],
    ['regexFindAll "a" "aaa" 0', "[]"],
    ['regexFindAll "x" "aaa" -1', "[]"],
    ['regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W"', "-W-xxW-"],
    ['regexReplaceAll "a(x*)b" "-ab-axxb-" "$1W"', "---"],
    ['regexReplaceAll "(?P<n>x+)" "axxb" "<$n>"', "a<xx>b"],
    ['regexReplaceAll "a*" "baaac" "-"', "-b-c-"],
    ['regexReplaceAll "b" "abc" "$$"', "a$c"],
    ['regexReplaceAll "b" "abc" "$"', "a$c"],
    ['regexReplaceAllLiteral "a(x*)b" "-ab-axxb-" "${1}"', "-${1}-${1}-"],
    ['regexSplit "z+" "pizza" -1', "[pi a]"],
    ['regexSplit "z+" "pizza" 1', "[pizza]"],
    ['regexSplit "z+" "pizza" 0', "[]"],
    ['regexSplit "," "" -1', "[]"],
    ['regexSplit "" "abc" -1', "[a b c]"],
    ['regexSplit "a" "a" -1', "[ ]"],
    ['regexQuoteMeta "1.2.3 [x]-{}"', "1\\.2\\.3 \\[x\\]-\\{\\}"],
    ['mustRegexFindAll "b" "abcb" -1', "[b b]"],
    ['mustRegexSplit "b" "abcb" -1', "[a c ]"],
    ['mustRegexReplaceAll "b" "abcb" "x"', "axcx"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ['mustRegexMatch "(" "abc"', "'(' is not a regular expression"],
    ['regexFind "(" "abc"', "'(' is not a regular expression"],
    ['regexFindAll "(" .text -1', "'(' is not a regular expression"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression, { values: { text: Text.unknown("it is not known") } })).toBe(expected);
  });
});
