import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions of arithmetic", () => {
  it.each([
    ["until 5", "[0 1 2 3 4]"],
    ["until -3", "[0 -1 -2]"],
    ["until 0", "[]"],
    ["untilStep 3 6 2", "[3 5]"],
    ["untilStep 6 3 -2", "[6 4]"],
    ["untilStep 3 6 -1", "[]"],
    ["untilStep 3 6 0", "[]"],
    ["seq 5", "1 2 3 4 5"],
    ["seq -3", "1 0 -1 -2 -3"],
    ["seq 0 2", "0 1 2"],
    ["seq 2 -2", "2 1 0 -1 -2"],
    ["seq 0 2 10", "0 2 4 6 8 10"],
    ["seq 0 -2 -5", "0 -2 -4"],
    ["seq 5 1 1", ""],
    ["seq", ""],
    ["seq 1 2 3 4", ""],
    ["add 1 2 3", "6"],
    ["add", "0"],
    ['add "1" 2.7 true', "4"],
    ["add1 5", "6"],
    ["sub 5 3", "2"],
    ["div 10 3", "3"],
    ["div -7 2", "-3"],
    ["mod 10 3", "1"],
    ["mod -7 3", "-1"],
    ["mul 2 3 4", "24"],
    ["mul 9223372036854775807 2", "-2"],
    ["max 1 5 3", "5"],
    ["min 4 2 8", "2"],
    ["biggest 1 2", "2"],
    ["maxf 1.5 3 2.5", "3"],
    ["minf 1.5 3 2.5", "1.5"],
    ["add1f 1.5", "2.5"],
    ["addf 1.1 2.2", "3.3"],
    ["addf", "0"],
    ["subf 7.5 2 3", "2.5"],
    ["mulf 1.5 2 2", "6"],
    ["divf 10 2 4", "1.25"],
    ["divf 1 3", "0.3333333333333333"],
    ["divf 2 3", "0.6666666666666667"],
    ["ceil 1.1", "2"],
    ["floor -1.1", "-2"],
    ["round 123.5555 3", "123.556"],
    ["round 123.555555 3 0.5", "123.556"],
    ["round -2.5 0", "-3"],
    ["round 2.4 0 0.4", "2"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ["div 1 0", "a number is divided by 0"],
    ["mod 1 0", "a number is divided by 0"],
    ["divf 1 0", "a number is divided by 0"],
    ["until (int64 3)", "'until' takes an integer (int) as argument 1, but gets one of the type int64"],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});
