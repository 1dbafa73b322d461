import { expect, test } from "vitest";
import { refusals } from "../../../lib/builds/kustomize/include-graph.js";

const refused = (graph: Record<string, string[]>) => [
  ...refusals(Object.keys(graph), (directory) => graph[directory] ?? []),
];

test("what includes itself is refused, whoever is asked first; what includes that is not", () => {
  expect(refused({ a: ["b"], b: ["c"], c: ["b", "d"], d: [] }).sort()).toEqual([
    ["b", "which includes itself"],
    ["c", "which includes itself"],
  ]);
  expect(refused({ a: ["a"] })).toEqual([["a", "which includes itself"]]);
});

test("so is all of a longer circle, and of one within another", () => {
  const members = (graph: Record<string, string[]>) =>
    refused(graph)
      .map(([directory]) => directory)
      .sort();
  expect(members({ x: ["a"], a: ["b"], b: ["c"], c: ["d"], d: ["a", "y"], y: [] })).toEqual([
    "a",
    "b",
    "c",
    "d",
  ]);
  expect(members({ a: ["b"], b: ["c", "a"], c: ["b"], y: ["a"] })).toEqual(["a", "b", "c"]);
  expect(members({ a: ["b"], b: ["c"], c: ["c"], d: ["a", "e"], e: ["d"] })).toEqual(["c", "d", "e"]);
});

test("a diamond is fine", () => {
  expect(refused({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })).toEqual([]);
});

test("a tower is refused above its fiftieth storey, without a stack overflow", () => {
  const graph: Record<string, string[]> = {};
  for (let i = 0; i < 20_000; i++) graph[i] = [String(i + 1)];
  const found = refused(graph);
  expect(found).toHaveLength(20_000 - 49);
  expect(found[0]?.[1]).toBe("which is nested too deep");
});
