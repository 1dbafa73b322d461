import { describe, expect, test } from "vitest";
import { jsonPatch } from "../../../../lib/builds/kustomize/transformers/json-patch.js";

const object = { a: { b: "c" }, list: ["x", "y"], "k/e~y": 1 };

describe("jsonPatch", () => {
  test.each([
    ["adds a field", { op: "add", path: "/a/d", value: 1 }, { a: { b: "c", d: 1 } }, ["a/d"]],
    [
      "adds at the end of a list",
      { op: "add", path: "/list/-", value: "z" },
      { list: ["x", "y", "z"] },
      ["list/2"],
    ],
    ["inserts into a list", { op: "add", path: "/list/0", value: "z" }, { list: ["z", "x", "y"] }, ["list"]],
    ["replaces", { op: "replace", path: "/list/1", value: "z" }, { list: ["x", "z"] }, ["list/1"]],
    [
      "counts from the end",
      { op: "replace", path: "/list/-1", value: "z" },
      { list: ["x", "z"] },
      ["list/1"],
    ],
    ["removes from a map", { op: "remove", path: "/a/b" }, { a: {} }, ["a/b"]],
    ["removes from a list", { op: "remove", path: "/list/0" }, { list: ["y"] }, ["list"]],
    ["knows escapes", { op: "replace", path: "/k~1e~0y", value: 2 }, { "k/e~y": 2 }, ["k/e~y"]],
    ["copies", { op: "copy", from: "/a/b", path: "/d" }, { d: "c" }, ["d"]],
    ["moves", { op: "move", from: "/a/b", path: "/d" }, { a: {}, d: "c" }, ["a/b", "d"]],
    ["tests", { op: "test", path: "/a/b", value: "c" }, {}, []],
  ])("%s", (_, operation, changed, written) => {
    const paths: string[] = [];
    const { value, failed } = jsonPatch(object, [operation], (path) => paths.push(path.join("/")));
    expect(value).toEqual({ ...object, ...changed });
    expect(failed).toEqual([]);
    expect(paths).toEqual(written);
  });

  test.each([
    ["a missing field", { op: "remove", path: "/b" }],
    ["a missing item", { op: "replace", path: "/list/2", value: 1 }],
    ["a missing parent", { op: "add", path: "/b/c", value: 1 }],
    ["an index past the end", { op: "add", path: "/list/3", value: 1 }],
    ["no index", { op: "add", path: "/list/x", value: 1 }],
    ["a failed test", { op: "test", path: "/a/b", value: "d" }],
    ["nothing to copy", { op: "copy", from: "/x", path: "/y" }],
    ["no operation", { op: "increment", path: "/a/b" }],
    ["no pointer", { op: "add", path: "a/b", value: 1 }],
    ["no object", null],
  ])("leaves out %s", (_, operation) => {
    const { value, failed } = jsonPatch(object, [operation], () => undefined);
    expect(value).toBe(object);
    expect(failed).toHaveLength(1);
  });

  test("does the operations in turn", () => {
    const operations = [
      { op: "add", path: "/new", value: {} },
      { op: "add", path: "/new/x", value: 1 },
      { op: "remove", path: "/a" },
    ];
    expect(jsonPatch({ a: 1 }, operations, () => undefined).value).toEqual({ new: { x: 1 } });
  });
});
