import { describe, expect, it } from "vitest";
import { Text } from "../../../lib/helm/values/text.js";
import { call, print, refusal } from "./call.js";

describe("the functions on lists", () => {
  it.each([
    ['sortAlpha (list "b" "a" "C" 3)', "[3 C a b]"],
    ['sortAlpha "x"', "[x]"],
    ["sortAlpha nil", "[<nil>]"],
    ['list 1 "two" nil 3.5 (list 4)', "[1 two <nil> 3.5 [4]]"],
    ["list", "[]"],
    ["first (list 1 2)", "1"],
    ["first (list)", "<nil>"],
    ["rest (list 1 2 3)", "[2 3]"],
    ["rest (list)", "[]"],
    ["last (list 1 2 3)", "3"],
    ["last (list)", "<nil>"],
    ["initial (list 1 2 3)", "[1 2]"],
    ["append (list 1 2) 3", "[1 2 3]"],
    ["prepend (list 1 2) 0", "[0 1 2]"],
    ["concat (list 1) (list 2 3) (list)", "[1 2 3]"],
    ["concat", "[]"],
    ["reverse (list 1 2 3)", "[3 2 1]"],
    ['uniq (list 1 1 2 "1" 1.0)', "[1 2 1 1]"],
    ["without (list 1 2 3 2) 2 3", "[1]"],
    ["without (list 1 2)", "[1 2]"],
    ["has 4 (list 1 2 4)", "true"],
    ["has 4 (list 1 2 4.0)", "false"],
    ["has 4 nil", "false"],
    ['compact (list 1 "a" "" 0 false nil (list) (dict))', "[1 a]"],
    ["slice (list 1 2 3 4 5) 1 3", "[2 3]"],
    ["slice (list 1 2 3 4 5) 3", "[4 5]"],
    ["slice (list 1 2 3)", "[1 2 3]"],
    ["slice (list) 3", "<nil>"],
    ['slice (list 1 2 3) "1"', "[2 3]"],
    ["chunk 3 (list 1 2 3 4 5 6 7 8)", "[[1 2 3] [4 5 6] [7 8]]"],
    ["chunk 3 (list 1 2 3)", "[[1 2 3]]"],
    ["chunk 2 (list)", "[]"],
    ["tuple 1 2", "[1 2]"],
    ["mustFirst (list 3)", "3"],
    ["mustAppend (list) 1", "[1]"],
    ["mustPush (list) 1", "[1]"],
    ["push (list 1) nil", "[1 <nil>]"],
    ["mustHas 1 (list 1)", "true"],
    ["mustUniq (list 1 1)", "[1]"],
    ["mustCompact (list 0 1)", "[1]"],
    ["mustSlice (list 1 2) 1", "[2]"],
    ["mustChunk 1 (list 1 2)", "[[1] [2]]"],
    ["mustWithout (list 1) 1", "[]"],
    ["mustReverse (list 1 2)", "[2 1]"],
    ["mustRest (list 1)", "[]"],
    ["mustInitial (list 1)", "[]"],
    ["mustPrepend (list 1) 0", "[0 1]"],
    ["slice (list) 0 0", "<nil>"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ["first nil", "'first' takes a list as argument 1, but gets what is not set"],
    ['first "abc"', "'first' takes a list as argument 1, but gets a string"],
    ["append nil 3", "'append' takes a list as argument 1, but gets what is not set"],
    ['append "a" 3', "'append' takes a list as argument 1, but gets a string"],
    ['concat (list 1) "a"', "'concat' takes a list as argument 2, but gets a string"],
    ['has "a" "abc"', "'has' takes a list as argument 2, but gets a string"],
    ["slice (list 1 2 3) 2 1", "'slice' cannot take the items from 2 to 1 of a list of 3"],
    ["chunk 0 (list 1 2 3)", "'chunk' cannot make parts of 0 items"],
    ["mustLast nil", "'last' takes a list as argument 1, but gets what is not set"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});

describe("a sorted list", () => {
  it("is not known where one of its items is printed in a way that is not", () => {
    const text = () => Text.unknown("the versions are not known");
    const versions = { type: "struct", goType: "chartutil.VersionSet", field: () => undefined, text };
    expect(call('sortAlpha (list "b" .versions)', { values: { versions } })).toMatchObject({
      type: "unknown",
    });
  });
});
