import { describe, expect, it } from "vitest";
import { print, refusal } from "./call.js";

describe("the functions on times", () => {
  it.each([
    ['duration "95"', "1m35s"],
    ["duration 95", "0s"],
    ["duration (int64 3661)", "1h1m1s"],
    ['durationRound "2h10m5s"', "2h"],
    ['durationRound "2400h10m5s"', "3mo"],
    ["durationRound (int64 5000000000)", "5s"],
    [
      'dateInZone "2006-01-02 15:04:05 MST Jan Monday 3PM _2 002" 1700000000 "UTC"',
      "2023-11-14 22:13:20 UTC Nov Tuesday 10PM 14 318",
    ],
    [
      'dateInZone "Mon, 02 Jan 06 03:04:05.000 -0700 Z07:00" (int64 1700000000) "UTC"',
      "Tue, 14 Nov 23 10:13:20.000 +0000 Z",
    ],
    ['htmlDateInZone 0 "UTC"', "1970-01-01"],
    ['htmlDateInZone 0 ""', "1970-01-01"],
    ['toDate "2006-01-02T15:04:05Z07:00" "2024-02-29T10:00:00+02:00" | unixEpoch', "1709193600"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    [
      'toDate "2006-01-02T15:04:05Z07:00" "2024-02-29T10:00:00Z" | dateModify "-1.5h" | dateInZone "15:04:05" "UTC"',
      "'dateInZone' takes a string as argument 3, but gets an object",
    ],
    [
      'mustDateModify "x" (toDate "2006-01-02T15:04:05Z07:00" "2024-02-29T10:00:00Z")',
      "'mustDateModify' takes a duration, which 'x' is not",
    ],
  ])("%s is refused: %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });
});
