import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions on maps", () => {
  it.each([
    ['dict "a" 1 "b"', "map[a:1 b:]"],
    ['dict "b" 2 "a" 1 "b" 3', "map[a:1 b:3]"],
    ["dict 1 2", "map[1:2]"],
    ['get (dict "a" 1) "a"', "1"],
    ['get (dict "a" 1) "b"', ""],
    ['get nil "b"', ""],
    ['hasKey (dict "a" nil) "a"', "true"],
    ['hasKey (dict "a" 1) "b"', "false"],
    ['set (dict "a" 1) "b" 2', "map[a:1 b:2]"],
    ['unset (dict "a" 1 "b" 2) "a"', "map[b:2]"],
    ['pluck "a" (dict "a" 1) (dict "b" 2) (dict "a" 3)', "[1 3]"],
    ['keys (dict "a" 1)', "[a]"],
    ['keys (dict "b" 1 "a" 2) | sortAlpha', "[a b]"],
    ['values (dict "a" 1)', "[1]"],
    ['pick (dict "a" 1 "b" 2 "c" 3) "a" "c" "x"', "map[a:1 c:3]"],
    ['omit (dict "a" 1 "b" 2 "c" 3) "a" "x"', "map[b:2 c:3]"],
    [
      'merge (dict "a" 1 "m" (dict "x" 1)) (dict "a" 2 "b" 3 "m" (dict "x" 2 "y" 3))',
      "map[a:1 b:3 m:map[x:1 y:3]]",
    ],
    [
      'merge (dict "a" "" "f" false "z" 0 "n" nil "l" (list)) (dict "a" 1 "f" true "z" 5 "n" 1 "l" (list 1))',
      "map[a:1 f:true l:[1] n:1 z:5]",
    ],
    ['merge (dict "a" (list 1)) (dict "a" (list 2))', "map[a:[1]]"],
    ['merge (dict) (dict "a" (list 2) "b" (list))', "map[a:[2] b:[]]"],
    ['merge (dict "a" 1) (dict "a" (list 2))', "map[a:1]"],
    ['merge (dict "a" (dict "b" 1)) (dict "a" 5)', "map[a:map[b:1]]"],
    ['merge (dict "a" 5) (dict "a" (dict "b" 1))', "map[a:5]"],
    ['merge (dict "a" 5) (dict "a" nil "b" nil)', "map[a:5]"],
    [
      'mergeOverwrite (dict "a" 1 "m" (dict "x" 1 "z" 1)) (dict "a" 2 "m" (dict "x" 2 "y" 3))',
      "map[a:2 m:map[x:2 y:3 z:1]]",
    ],
    [
      'mergeOverwrite (dict "a" 1 "b" 2 "c" 3 "d" (list 1)) (dict "a" "" "b" nil "c" false "d" (list))',
      "map[a: b:<nil> c:false d:[]]",
    ],
    ['mergeOverwrite (dict "a" (dict "b" 1)) (dict "a" 5)', "map[a:5]"],
    ['mergeOverwrite (dict "a" 5) (dict "a" (dict "b" 1))', "map[a:map[b:1]]"],
    ['mergeOverwrite (dict "a" (dict)) (dict "a" (dict "b" 1))', "map[a:map[b:1]]"],
    ['mergeOverwrite (dict "a" (dict "b" 1)) (dict "a" (dict))', "map[a:map[b:1]]"],
    ['mergeOverwrite (dict "a" (list 1 2)) (dict "a" (list 3))', "map[a:[3]]"],
    ['merge nil (dict "a" 1)', "map[a:1]"],
    ['mustMerge (dict "a" 1) (dict "b" 1)', "map[a:1 b:1]"],
    ['deepCopy (dict "a" (list 1))', "map[a:[1]]"],
    ['dig "a" "b" "x" (dict "a" (dict "b" 1))', "1"],
    ['dig "a" "b" "x" (dict "a" (dict))', "x"],
    ["mustDeepCopy (list 1)", "[1]"],
    ['mustMergeOverwrite (dict "a" 1) (dict "a" 2)', "map[a:2]"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ["deepCopy nil", "'deepCopy' has nothing to copy"],
    ['dig "a" "b" "x" (dict "a" nil)', "'dig' takes a map to look into, but gets what is not set"],
    ['dig "a" "b" "x" (dict "a" 1)', "'dig' takes a map to look into, but gets an integer"],
    ['dig "a" "x" nil', "'dig' takes a map to look into, but gets what is not set"],
    ['dig "a" (dict)', "'dig' takes at least 3 arguments, but gets 2"],
    ['dig 1 "x" (dict)', "'dig' takes strings as keys, but gets an integer"],
    ['dict "a" 1 | hasKey "a"', "'hasKey' takes a map as argument 1, but gets a string"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});
