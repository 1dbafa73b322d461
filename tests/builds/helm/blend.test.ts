import { describe, expect, test } from "vitest";
import { blend } from "../../../lib/builds/helm/blend.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";

const U = UNKNOWN;

describe("what is sure of a value that is rendered differently", () => {
  test.each([
    ["the same everywhere", { a: [1, { b: "c" }] }, [{ a: [1, { b: "c" }] }], { a: [1, { b: "c" }] }],
    ["another scalar", "a", ["b"], U],
    ["a scalar of another type", "1", [1], U],
    ["a scalar that is null elsewhere", { a: 1 }, [{ a: null }], { a: U }],
    ["a key that another lacks", { a: "x", b: "y" }, [{ a: "x" }], { a: "x", b: U }],
    ["a key that only another has", { a: "x" }, [{ a: "x", b: { c: "y" } }], { a: "x", b: { c: U } }],
    ["a map that only some have, and is empty", { a: {} }, [{}], { a: { [U]: U } }],
    ["a list that only some have, and is empty", {}, [{ a: [] }], { a: [U] }],
    ["lists of the same length", [{ a: 1, b: 2 }], [[{ a: 1, b: 3 }]], [{ a: 1, b: U }]],
    ["an item that another lacks", [{ a: "x" }, { a: "y" }], [[{ a: "y" }]], [{ a: U }, { a: "y" }]],
    ["an item that only another has", ["x"], [["y", "x"]], ["x", U]],
    ["a map where another has a list", { a: "x" }, [["x"]], { a: U }],
    ["a map where another has a scalar", { a: { b: "c" } }, [{ a: "d" }], { a: { b: U } }],
    [
      "three renderings",
      { a: 1, b: 1 },
      [
        { a: 1, b: 1 },
        { a: 2, b: 1 },
      ],
      { a: U, b: 1 },
    ],
  ])("%s", (_, first, others, expected) => {
    expect(blend(first, others)).toEqual(expected);
  });
});
