import type { Path } from "../../../../lib/manifests/locate.js";
import { describe, expect, test } from "vitest";
import { strategicMerge } from "../../../../lib/builds/kustomize/transformers/strategic-merge.js";

describe("strategicMerge", () => {
  test.each([
    ["maps are merged", { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }, ["a/c"]],
    ["lists are replaced", { rules: [1, 2] }, { rules: [3] }, { rules: [3] }, ["rules"]],
    ["an empty list replaces, too", { rules: [1] }, { rules: [] }, { rules: [] }, ["rules"]],
    ["null deletes", { a: 1, b: 2 }, { b: null }, { a: 1 }, []],
    ["$patch: delete deletes", { a: { b: 1 }, c: 1 }, { a: { $patch: "delete" } }, { c: 1 }, []],
    [
      "$patch: replace on the whole does nothing",
      { a: { b: 1 } },
      { $patch: "replace", a: { b: 2 } },
      { a: { b: 1 } },
      [],
    ],
    ["$patch: replace replaces", { a: { b: 1 } }, { a: { $patch: "replace", c: 2 } }, { a: { c: 2 } }, ["a"]],
    [
      "$patch: merge merges",
      { a: { b: 1 } },
      { a: { $patch: "merge", c: 2 } },
      { a: { b: 1, c: 2 } },
      ["a/c"],
    ],
    ["what is new comes without nulls", {}, { a: { b: null, c: { d: null } } }, { a: { c: {} } }, ["a"]],
    ["a map takes the place of a text", { a: "b" }, { a: { c: 1 } }, { a: { c: 1 } }, ["a"]],
    [
      "a prototype is an ordinary key",
      {},
      JSON.parse('{"__proto__":{"x":1}}'),
      JSON.parse('{"__proto__":{"x":1}}'),
      ["__proto__"],
    ],
  ])("%s", (_, value, patch, expected, written) => {
    const paths: string[] = [];
    expect(strategicMerge(value, patch, (path) => paths.push(path.join("/")))).toEqual(expected);
    expect(paths).toEqual(written);
  });

  test.each([
    [
      "webhooks are merged by name",
      [{ name: "a", failurePolicy: "Fail" }, { name: "b" }],
      [{ name: "b", failurePolicy: "Ignore" }, { name: "c" }],
      [{ name: "a", failurePolicy: "Fail" }, { name: "b", failurePolicy: "Ignore" }, { name: "c" }],
      [
        "webhooks/1/name < webhooks/0/name",
        "webhooks/1/failurePolicy < webhooks/0/failurePolicy",
        "webhooks/2 < webhooks/1",
      ],
    ],
    [
      "a webhook is deleted",
      [{ name: "a" }, { name: "b" }, {}],
      [{ name: "c" }, { name: "a", $patch: "delete" }, { name: "z", $patch: "delete" }],
      [{ name: "b" }, {}, { name: "c" }],
      ["webhooks/2 < webhooks/0"],
    ],
    [
      "webhooks are replaced",
      [{ name: "a" }, { name: "b" }],
      [{ $patch: "replace" }, { name: "c" }],
      [{ name: "c" }],
      ["webhooks/0 < webhooks/1"],
    ],
    [
      "what has no name is added",
      [{ failurePolicy: "Fail" }, "x"],
      [{ failurePolicy: "Ignore" }, { name: 1 }, "y"],
      [{ failurePolicy: "Fail" }, "x", { failurePolicy: "Ignore" }, { name: 1 }, "y"],
      ["webhooks/2 < webhooks/0", "webhooks/3 < webhooks/1", "webhooks/4 < webhooks/2"],
    ],
  ])("%s", (_, webhooks, patch, expected, written) => {
    const notes: string[] = [];
    const note = (path: Path, from: Path) => notes.push(`${path.join("/")} < ${from.join("/")}`);
    expect(strategicMerge({ webhooks }, { webhooks: patch }, note)).toEqual({ webhooks: expected });
    expect(notes).toEqual(written);
  });

  test("a whole object can be deleted", () => {
    expect(strategicMerge({ a: 1 }, { $patch: "delete" }, () => undefined)).toBeUndefined();
  });
});
