import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions that make other characters of strings", () => {
  it.each([
    ['upper "straße é"', "STRAßE É"],
    ['lower "HÉLLO"', "héllo"],
    ['title "hello wORLD foo-bar a_b it\'s"', "Hello WORLD Foo-Bar A_b It'S"],
    ['title "été 3d x.y"', "Été 3d X.Y"],
    ['untitle "First Try IT"', "first try iT"],
    ['swapcase "This Is A.Test"', "tHIS iS a.tEST"],
    ['nospace "he l\\tl o"', "hello"],
    ['nospace "é a"', "Ã©a"],
    ['initials "First Try"', "FT"],
    ['initials "été bien"', "Ãb"],
    ['abbrev 5 "hello world"', "he..."],
    ['abbrev 3 "hello"', "hello"],
    ['abbrev 5 "hello"', "hello"],
    ['abbrevboth 5 10 "1234 5678 9123"', "...5678..."],
    ['abbrevboth 1 7 "1234 5678 9123"', "1234..."],
    ['abbrevboth 20 8 "1234 5678 9123 4567 8912 3456"', "...89..."],
    ['abbrevboth 5 6 "1234 5678 9123"', "1234 5678 9123"],
    ['wrap 5 "hello beautiful world of text"', "hello\nbeautiful\nworld\nof\ntext"],
    ['wrap 0 "hello a"', "hello\na"],
    ['wrapWith 5 "\\t" "Hello World of wrapping"', "Hello\tWorld\tof\twrapp\ting"],
    ['wrapWith 3 "" "abcdefgh"', "abc\ndef\ngh"],
    ["hello", "Hello!"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ["upper 5", "'upper' takes a string as argument 1, but gets an integer"],
    ["upper", "'upper' takes one argument, but gets 0"],
    ['upper "a" "b"', "'upper' takes one argument, but gets 2"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});
