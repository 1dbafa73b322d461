import { describe, expect, it } from "vitest";
import { mergeValues } from "../../../lib/builds/helm/merge-values.js";
import { FLUX_VARIABLE, readValues, TEMPLATE, withUnknowns } from "../../../lib/builds/helm/plain-values.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";

describe("reading values", () => {
  it.each<[text: string, values: unknown]>([
    [
      "a: 1\nb: yes\nc: [x, null]\nd: {e: 0o17, f: 017}\n",
      { a: 1, b: true, c: ["x", null], d: { e: 15, f: 15 } },
    ],
    ["", {}],
    ["# nothing\n", {}],
    ["null\n", {}],
  ])("gives what Helm reads in %j", (text, values) => {
    expect(readValues(text)).toEqual({ values });
  });

  it.each([
    ["- a\n", { refused: "is not a map" }],
    ["text\n", { refused: "is not a map" }],
  ])("says what is refused in %j", (text, result) => {
    expect(readValues(text)).toEqual(result);
  });

  it("says what does not parse, and what is only not read here", () => {
    expect(readValues("a: [\n")).toHaveProperty("refused");
    expect(readValues(`a: ${"x".repeat(2_100_000)}\n`)).toEqual({
      unread: "is not read: more than 2 MB of YAML are not read",
    });
  });
});

describe("merging values", () => {
  it.each<[values: unknown, over: unknown, merged: unknown]>([
    [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [{ a: { b: 1, c: 2 } }, { a: { b: 3 } }, { a: { b: 3, c: 2 } }],
    [{ a: { b: 1 } }, { a: null }, { a: null }],
    [{ a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: { b: 1 } }, { a: "x" }, { a: "x" }],
  ])("of %j with %j over it gives %j", (values, over, merged) => {
    expect(mergeValues(values, over)).toEqual(merged);
  });
});

describe("what is filled in later", () => {
  it("is not known, in texts and in keys", () => {
    expect(withUnknowns({ a: ["${X}-y", 1], "${K}": true }, FLUX_VARIABLE)).toEqual({
      a: [`${UNKNOWN}-y`, 1],
      [UNKNOWN]: true,
    });
    expect(withUnknowns("a{{ .name }}b{{name}}", TEMPLATE)).toBe(`a${UNKNOWN}b${UNKNOWN}`);
  });
});
