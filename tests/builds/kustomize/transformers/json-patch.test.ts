import { describe, expect, test } from "vitest";
import {
  applyOperations,
  jsonPatch,
  operationsOf,
} from "../../../../lib/builds/kustomize/transformers/json-patch.js";

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

  const deep = { m: { l: [{ a: 1 }, { a: 2 }], n: null, t: "x" } };
  const M = "m/";
  test.each<[string, unknown[], unknown, string[]]>([
    ["the whole", [{ op: "replace", path: "", value: 1 }], 1, [""]],
    [
      "nothing, the whole being gone",
      [
        { op: "remove", path: "" },
        { op: "remove", path: "" },
      ],
      undefined,
      [""],
    ],
    [
      "an item within an item",
      [{ op: "replace", path: "/m/l/1/a", value: 3 }],
      { ...deep.m, l: [{ a: 1 }, { a: 3 }] },
      [`${M}l/1/a`],
    ],
    [
      "a field within an item",
      [{ op: "add", path: "/m/l/-1/b", value: 3 }],
      { ...deep.m, l: [{ a: 1 }, { a: 2, b: 3 }] },
      [`${M}l/1/b`],
    ],
    [
      "before the last",
      [{ op: "add", path: "/m/l/-1", value: 3 }],
      { ...deep.m, l: [{ a: 1 }, 3, { a: 2 }] },
      [`${M}l`],
    ],
    [
      "behind the last",
      [{ op: "add", path: "/m/l/2", value: 3 }],
      { ...deep.m, l: [...deep.m.l, 3] },
      [`${M}l/2`],
    ],
    ["a last item that is gone", [{ op: "remove", path: "/m/l/1" }], { ...deep.m, l: [{ a: 1 }] }, [`${M}l`]],
    ["a null that is gone", [{ op: "remove", path: "/m/n" }], { l: deep.m.l, t: "x" }, [`${M}n`]],
    [
      "a field that was not there",
      [{ op: "replace", path: "/m/new", value: 1 }],
      { ...deep.m, new: 1 },
      [`${M}new`],
    ],
    [
      "a copy that is its own",
      [
        { op: "copy", from: "/m/l", path: "/m/c" },
        { op: "replace", path: "/m/c/0/a", value: 9 },
      ],
      { ...deep.m, c: [{ a: 9 }, { a: 2 }] },
      [`${M}c`, `${M}c/0/a`],
    ],
    [
      "an item that is moved",
      [{ op: "move", from: "/m/l/0", path: "/m/l/1" }],
      { ...deep.m, l: [{ a: 2 }, { a: 1 }] },
      [`${M}l`, `${M}l/1`],
    ],
    [
      "what a key of a prototype holds",
      [{ op: "add", path: "/m/__proto__", value: 1 }],
      JSON.parse('{"l":[{"a":1},{"a":2}],"n":null,"t":"x","__proto__":1}'),
      [`${M}__proto__`],
    ],
    ["nothing, if a move leads nowhere", [{ op: "move", from: "/m/t", path: "/x/y" }], deep.m, []],
    ["nothing in a text", [{ op: "add", path: "/m/t/0", value: 1 }], deep.m, []],
    ["nothing in a null", [{ op: "add", path: "/m/n/a", value: 1 }], deep.m, []],
    [
      "nothing behind a dash",
      [
        { op: "replace", path: "/m/l/-", value: 1 },
        { op: "remove", path: "/m/l/-" },
        { op: "add", path: "/m/l/-/a", value: 1 },
      ],
      deep.m,
      [],
    ],
    [
      "nothing before the first",
      [
        { op: "add", path: "/m/l/-3", value: 1 },
        { op: "remove", path: "/m/l/-3" },
      ],
      deep.m,
      [],
    ],
    [
      "nothing at no index",
      [
        { op: "add", path: "/m/l/1x", value: 1 },
        { op: "add", path: "/m/l/x1", value: 1 },
        { op: "add", path: "/m/l/", value: 1 },
        { op: "add", path: "/m/l/0000000001", value: 1 },
      ],
      deep.m,
      [],
    ],
    [
      "nothing from nowhere",
      [
        { op: "copy", path: "/m/a" },
        { op: "move", from: "m/t", path: "/m/a" },
        { op: "copy", from: "/m/l/2", path: "/m/a" },
      ],
      deep.m,
      [],
    ],
    [
      "the first at the front",
      [{ op: "add", path: "/m/l/-2", value: 0 }],
      { ...deep.m, l: [0, ...deep.m.l] },
      [`${M}l`],
    ],
  ])("writes %s", (_, operations, changed, written) => {
    const before = structuredClone(deep);
    const paths: string[] = [];
    const { value } = jsonPatch(deep, operations, (path) => paths.push(path.join("/")));
    expect(value).toEqual(paths[0] === "" ? changed : { m: changed });
    expect(paths).toEqual(written);
    // What it is applied to is others' too.
    expect(deep).toEqual(before);
  });

  test("compares whole values", () => {
    const tests = (path: string, value: unknown) =>
      jsonPatch(deep, [{ op: "test", path, value }], () => undefined).failed;
    expect(tests("/m/l", [{ a: 1 }, { a: 2 }])).toEqual([]);
    expect(tests("/m/l", [{ a: 1 }])).toEqual([["m", "l"]]);
    expect(tests("/m/l/-1", { a: 2 })).toEqual([]);
    expect(tests("/m/l/0/a", "1")).toEqual([["m", "l", "0", "a"]]);
    expect(tests("", deep)).toEqual([]);
  });

  test("counts from the operations it was given", () => {
    const noted: number[] = [];
    const operations = [
      { op: "test", path: "/x", value: 1 },
      { op: "add", path: "/x", value: 1 },
      null,
      { op: "remove", path: "/x" },
    ];
    const { failed } = jsonPatch({}, operations, (_, index) => noted.push(index));
    expect(noted).toEqual([1, 3]);
    expect(failed).toEqual([["x"], []]);
  });

  test("copies only for as long as it may", () => {
    const asked: number[] = [];
    const operations = operationsOf([
      { op: "copy", from: "/a", path: "/b" },
      { op: "move", from: "/a", path: "/c" },
      { op: "copy", from: "/gone", path: "/d" },
    ]);
    const allowing = (most: number) => {
      return applyOperations(
        operations,
        { a: [1, 2] },
        () => undefined,
        (work) => {
          asked.push(work);
          return work < most;
        },
      ).value;
    };
    expect(allowing(1000)).toEqual({ b: [1, 2], c: [1, 2] });
    expect(allowing(10)).toEqual({ c: [1, 2] });
    expect(allowing(0)).toEqual({ c: [1, 2] });
    expect(asked).toEqual([0, 60, 0, 60, 0]);
    expect(operations.weight).toBe(12);
    expect(operationsOf([{ op: "add", path: "/a", value: [1, { b: 2 }] }]).weight).toBe(10);
  });
});
