import { describe, expect, it } from "vitest";
import { NOT_KNOWN } from "../../../lib/helm/values/text.js";
import { print, refusal } from "./call.js";

describe("the functions on strings", () => {
  it.each([
    ['trim "  a b  "', "a b"],
    ['trimAll "$" "$5.00$"', "5.00"],
    ['trimall "ab" "abcab"', "c"],
    ['trimSuffix "-" "hello-"', "hello"],
    ['trimSuffix "-" "hello--"', "hello-"],
    ['trimPrefix "-" "-hello"', "hello"],
    ['trunc 5 "hello world"', "hello"],
    ['trunc -5 "hello world"', "world"],
    ['trunc 0 "hello"', ""],
    ['trunc -50 "hello"', "hello"],
    ['trunc 3 "aé"', "aé"],
    ['trunc 2 "aé"', `a${NOT_KNOWN}`],
    ['wrapWith 1 "|" "é"', `${NOT_KNOWN}|${NOT_KNOWN}`],
    ['abbrev 5 "aéaaaaa"', `a${NOT_KNOWN}...`],
    ['substr 0 1 "é" | b64enc', NOT_KNOWN],
    ["b64dec `/w==`", NOT_KNOWN],
    ['trunc -1 "aé"', NOT_KNOWN],
    ['substr 0 5 "hello world"', "hello"],
    ['substr -1 5 "hello world"', "hello"],
    ['substr 3 -1 "hello world"', "lo world"],
    ['substr 3 100 "hello"', "lo"],
    ['repeat 3 "ab"', "ababab"],
    ['repeat 0 "ab"', ""],
    ['replace " " "-" "I Am Henry VIII"', "I-Am-Henry-VIII"],
    ['replace "" "-" "abc"', "-a-b-c-"],
    ['replace "é" "e" "été"', "ete"],
    ['indent 4 "a\\nb"', "    a\n    b"],
    ['indent 0 "a\\nb"', "a\nb"],
    ['nindent 2 "a\\n\\nb"', "\n  a\n  \n  b"],
    ['quote "a" 1 nil "b\\"c"', '"a" "1" "b\\"c"'],
    ["quote nil", ""],
    ["quote", ""],
    ["quote 1.5 true", '"1.5" "true"'],
    ['quote (list 1 "a")', '"[1 a]"'],
    ['squote "a" 1 nil', "'a' '1'"],
    ['squote 1.5 "it\'s"', "'1.5' 'it's'"],
    ['cat "hello" nil "beautiful" 1 true', "hello beautiful 1 true"],
    ["cat", ""],
    ["toString 1.50", "1.5"],
    ['toString (list 1 nil "x")', "[1 <nil> x]"],
    ["toString nil", "<nil>"],
    ['plural "one" "many" 1', "one"],
    ['plural "one" "many" 0', "many"],
    ['contains "at" "cat"', "true"],
    ['hasPrefix "c" "cat"', "true"],
    ['hasSuffix "at" "cat"', "true"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ['substr 10 12 "hello"', "'substr' cannot take the characters from 10 to 5 of a text of 5"],
    ['substr 3 2 "hello"', "'substr' cannot take the characters from 3 to 2 of a text of 5"],
    ['substr -1 -1 "hello"', "'substr' cannot take the characters from 0 to -1 of a text of 5"],
    ['repeat -1 "ab"', "'repeat' cannot repeat a text -1 times"],
    ['indent -1 "a"', "'indent' cannot write -1 spaces"],
    ['trunc "5" "hello"', "'trunc' takes an integer (int) as argument 1, but gets a string"],
    ["trunc 5 nil", "'trunc' takes a string as argument 2, but gets what is not set"],
    ["indent 2 5", "'indent' takes a string as argument 2, but gets an integer"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});
