import { describe, expect, it } from "vitest";
import { comparePlaces } from "../../lib/analysis/place-order.js";
import type { Place } from "../../lib/builds/build.js";

describe("comparePlaces", () => {
  const IN_ORDER: Place[] = [
    { file: "a.yaml", document: 3, path: ["items", 2, "metadata", "name"] },
    { file: "b.yaml", document: 0, path: ["metadata", "namespace"] },
    { file: "b.yaml", document: 1, path: ["items", 0, "metadata", "name"] },
    { file: "b.yaml", document: 1, path: ["items", 9, "metadata", "name"] },
    { file: "b.yaml", document: 1, path: ["items", 10, "metadata", "name"] },
    { file: "b.yaml", document: 2, path: ["namespace"] },
  ];

  it("goes by file, document and item", () => {
    expect([...IN_ORDER].reverse().sort(comparePlaces)).toEqual(IN_ORDER);
    for (const [index, place] of IN_ORDER.entries())
      expect(IN_ORDER.map((other) => Math.sign(comparePlaces(other, place)))).toEqual(
        IN_ORDER.map((_, other) => Math.sign(other - index)),
      );
  });

  it("finds no order in an object", () => {
    const at = (...path: (string | number)[]): Place => ({ file: "a.yaml", document: 0, path });
    expect(comparePlaces(at("metadata", "name"), at("metadata", "labels"))).toBe(0);
    expect(comparePlaces(at("items", 0, "metadata"), at("metadata", "name"))).toBe(0);
    // Keys of a map, such as the labels of a selector, are in no order.
    expect(comparePlaces(at("spec", 7), at("spec", 3))).toBe(0);
  });
});
