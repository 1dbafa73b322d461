import { describe, expect, test } from "vitest";
import { changeAt, lookUp, splitFieldPath } from "../../../../lib/builds/kustomize/fields/field-path.js";

describe("splitFieldPath", () => {
  test.each([
    ["metadata.name", ["metadata", "name"]],
    ["metadata.annotations.[a.b/c]", ["metadata", "annotations", "a.b/c"]],
    ["spec.list.[name=a.b].x", ["spec", "list", "[name=a.b]", "x"]],
    ["metadata.labels.a\\.b", ["metadata", "labels", "a.b"]],
    ["a.[b", ["a", "b"]],
  ])("%s", (path, steps) => {
    expect(splitFieldPath(path)).toEqual(steps);
  });
});

const object = {
  list: [
    { name: "a", x: 1 },
    { name: "b", x: 2 },
  ],
  texts: ["p", "q"],
};

describe("lookUp", () => {
  test.each([
    ["list.1.x", 2],
    ["list.[name=b].x", 2],
    ["texts.[=q]", "q"],
    ["list.7.x", undefined],
    ["nowhere.to", undefined],
  ])("%s", (path, value) => {
    expect(lookUp(object, splitFieldPath(path))).toBe(value);
  });
});

describe("changeAt", () => {
  test.each([
    [
      "list.*.x",
      false,
      [
        { name: "a", x: 0 },
        { name: "b", x: 0 },
      ],
    ],
    [
      "list.[name=a].x",
      false,
      [
        { name: "a", x: 0 },
        { name: "b", x: 2 },
      ],
    ],
    ["list.0.y", false, object.list],
    [
      "list.0.y",
      true,
      [
        { name: "a", x: 1, y: 0 },
        { name: "b", x: 2 },
      ],
    ],
    ["list.[name=[ab]].x", false, object.list],
  ])("%s", (path, create, list) => {
    expect(changeAt(object, splitFieldPath(path), create, () => 0)).toEqual({ ...object, list });
  });
});

describe("changeAt where there is no map", () => {
  test.each<[unknown, string, unknown]>([
    [{ a: "text" }, "a.b", { a: "text" }],
    [{ a: 1 }, "a.b", { a: 1 }],
    [{ a: null }, "a.b", { a: { b: 0 } }],
    [{}, "a.b.c", { a: { b: { c: 0 } } }],
    [{ a: ["x"] }, "a.b", { a: ["x"] }],
    [{ a: ["x", "y"] }, "a.1", { a: ["x", 0] }],
    [{ a: ["x", "y"] }, "a.[=y]", { a: ["x", 0] }],
    [{ a: [{ n: "x" }, "x", 1] }, "a.[n=x].m", { a: [{ n: "x", m: 0 }, "x", 1] }],
  ])("of %j, %s", (value, path, expected) => {
    expect(changeAt(value, splitFieldPath(path), true, () => 0)).toEqual(expected);
  });
});
