import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJsonProblem, type JsonNode, readJson } from "../../../lib/kubernetes/abac/json.js";

/** Go has no half of a surrogate pair. */
const asGo = (text: string) => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/** What JSON.parse makes of a text, in the form of our nodes, with the items of lists left out. */
function nodeOf(value: unknown): JsonNode {
  if (value === null) return { type: "null" };
  if (typeof value === "boolean") return { type: "boolean", value };
  if (typeof value === "number") return { type: "number" };
  if (typeof value === "string") return { type: "string", value: asGo(value) };
  if (Array.isArray(value)) return { type: "list" };
  return {
    type: "object",
    entries: Object.entries(value as object).map(([key, item]) => [asGo(key), nodeOf(item)]),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keys that are numbers come first in an object, and only the last of each is kept: those are asked for elsewhere. */
function isComparable(node: JsonNode): boolean {
  if (node.type !== "object") return true;
  const keys = node.entries.map(([key]) => key);
  const isPlain = new Set(keys).size === keys.length && !keys.some((key) => /^\d+$/.test(key));
  return isPlain && node.entries.every(([, value]) => isComparable(value));
}

describe("JSON", () => {
  const pieces = [
    "{",
    "}",
    "[",
    "]",
    '"',
    ",",
    ":",
    " ",
    "\t",
    "\r",
    "\u00a0",
    "\\",
    "\\u00e4",
    "\\ud800",
    "a",
  ];
  const more = ["0", "1", "-", ".5", "e9", "null", "true", "false", '"a":', '"b"', "\u0000", "#"];
  const soup = fc.string({ unit: fc.constantFrom(...pieces, ...more), maxLength: 12 });
  const edited = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom(...pieces, ...more, ""), fc.nat(2))
    .map(([text, at, piece, removed]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + piece + text.slice(place + removed);
    });

  it("is what JSON.parse takes, and has the same values", () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.json(), edited), (text) => {
        const value = parsed(text);
        const node = readJson(text);
        if (isJsonProblem(node)) expect(value).toBe(undefined);
        else expect(value).not.toBe(undefined);
        if (!isJsonProblem(node) && isComparable(node)) expect(node).toEqual(nodeOf(value));
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps each property with one name", () => {
    expect(readJson('{"a": 1, "a": {"__proto__": null}}')).toEqual({
      type: "object",
      entries: [
        ["a", { type: "number" }],
        ["a", { type: "object", entries: [["__proto__", { type: "null" }]] }],
      ],
    });
  });

  it.each([
    ["", { kind: "end", offset: 0 }],
    ['{"a', { kind: "end", offset: 3 }],
    ['{"a":', { kind: "end", offset: 5 }],
    ['{"a":1', { kind: "end", offset: 6 }],
    ['{"a":1,', { kind: "end", offset: 7 }],
    ["[", { kind: "end", offset: 1 }],
    ['{"a":1,}', { kind: "other", offset: 7 }],
    ['{"a" 1}', { kind: "other", offset: 5 }],
    ["{a: 1}", { kind: "other", offset: 1 }],
    ['{"a":1]', { kind: "other", offset: 6 }],
    ["{'a':1}", { kind: "other", offset: 1 }],
    ['{"a":"\t"}', { kind: "other", offset: 6 }],
    ['{"a":"\\x"}', { kind: "other", offset: 5 }],
    ['{"a":01}', { kind: "other", offset: 6 }],
    ["{} {}", { kind: "rest", offset: 3 }],
    ["{}\u00a0", { kind: "rest", offset: 2 }],
  ])("says where %s stops being JSON", (text, problem) => {
    expect(readJson(text)).toEqual(problem);
  });

  it("reads what is deep as Go does, and long strings at once", () => {
    expect(readJson("[".repeat(10_001))).toEqual({ kind: "depth", offset: 10_000 });
    expect(readJson("[".repeat(10_000) + "]".repeat(10_000))).toEqual({ type: "list" });
    expect(readJson(`"${"\\".repeat(60_000)}`)).toEqual({ kind: "end", offset: 60_001 });
    expect(readJson(`"${"a".repeat(60_000)}"`)).toMatchObject({ type: "string" });
  });
});
