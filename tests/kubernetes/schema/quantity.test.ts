import { describe, expect, it } from "vitest";
import { isQuantity, meantQuantities } from "../../../lib/kubernetes/schema/quantity.js";

describe("isQuantity", () => {
  it.each([
    "0",
    "1",
    "+1",
    "-1",
    "1.",
    ".5",
    "0.5",
    "100m",
    "1k",
    "1Ki",
    "512Mi",
    "1.5Gi",
    "1e3",
    "1E3",
    "1E",
    "1e-3",
    "5n",
    "5u",
    " 1Gi ",
  ])("accepts '%s'", (text) => {
    expect(isQuantity(text)).toBe(true);
  });

  it.each([
    "",
    "512MB",
    "512mb",
    "1K",
    "1g",
    "1gi",
    "100 m",
    "1Gi1",
    "1,5",
    "1e",
    "1e1.5",
    "a lot",
    "1".repeat(51),
  ])("refuses '%s'", (text) => {
    expect(isQuantity(text)).toBe(false);
  });
});

describe("meantQuantities", () => {
  it.each<[string, string[]]>([
    ["512MB", ["512Mi", "512M"]],
    ["512mb", ["512Mi", "512M"]],
    ["1.5 gb", ["1.5Gi", "1.5G"]],
    ["1gi", ["1Gi"]],
    ["1GiB", ["1Gi"]],
    ["64K", ["64Ki", "64k"]],
    ["100 m", ["100m"]],
    ["100B", ["100"]],
    ["1,5", []],
    ["a lot", []],
    [`${"1".repeat(100)}MB`, []],
  ])("of '%s' are %j", (text, meant) => {
    expect(meantQuantities(text)).toEqual(meant);
    for (const one of meant) expect(isQuantity(one)).toBe(true);
  });
});
